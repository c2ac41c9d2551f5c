package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.conf.model.AccessSettings;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.model.AotSettings;
import io.github.batonha.conf.model.DatabaseSettings;
import io.github.batonha.conf.model.HttpSettings;
import io.github.batonha.conf.model.RestartSettings;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.spec.AotMode;
import io.github.batonha.supervision.spec.StandbyMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The agent's settings as JSON and back, times in ISO 8601. */
final class SettingsJson {

    private static final int AUDIT_ROTATE_AT_MIB = 64;

    private SettingsJson() {}

    static ObjectNode write(AgentSettings settings) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("agentLossGrace", settings.agentLossGrace().toString())
                .put("margin", settings.margin().toString())
                .put("resume", settings.resume())
                .put("dependencyTimeout", settings.dependencyTimeout().toString())
                .put("stopWithin", settings.stopWithin().toString())
                .put("answerWithin", settings.answerWithin().toString())
                .put("heartbeatEvery", settings.heartbeatEvery().toString())
                .put("downAfter", settings.downAfter().toString())
                .put("clusterTls", settings.clusterTls())
                .<ObjectNode>set("restarts", restarts(settings.restarts()))
                .<ObjectNode>set("sessions", SessionSettingsJson.write(settings.sessions()))
                .<ObjectNode>set("logs", LogPolicyJson.write(settings.logs()))
                .set("health", HealthSettingsJson.write(settings.health()));
        // Only where it is set: a revision without it has the hash that it always had.
        if (settings.guard() != Guard.OPERATOR) {
            json.put("guard", settings.guard().name());
        }
        if (!settings.access().equals(AccessSettings.DEFAULT)) {
            json.set("access", access(settings.access()));
        }
        if (!settings.standbyWait().equals(AgentSettings.STANDBY_WAIT)) {
            json.put("standbyWait", settings.standbyWait().toString());
        }
        if (settings.auditRotateAtMib() != AUDIT_ROTATE_AT_MIB) {
            json.put("auditRotateAtMib", settings.auditRotateAtMib());
        }
        if (!settings.http().equals(HttpSettings.DEFAULT)) {
            json.set("http", HttpSettingsJson.write(settings.http()));
        }
        if (!settings.syslog().equals(AgentSettings.OFF)) {
            json.put("syslog", settings.syslog());
        }
        if (!settings.metricsPush().equals(AgentSettings.OFF)) {
            json.put("metricsPush", settings.metricsPush());
        }
        if (!settings.aot().equals(AotSettings.DEFAULT)) {
            json.putObject("aot")
                    .put("mode", settings.aot().mode().word())
                    .put("mostMib", settings.aot().mostMib());
        }
        if (!settings.database().equals(DatabaseSettings.NONE)) {
            json.putObject("database")
                    .put("url", settings.database().url())
                    .put("passwordFile", settings.database().passwordFile())
                    .put("passwordItem", settings.database().passwordItem());
        }
        return json;
    }

    static AgentSettings read(JsonNode json) {
        return new AgentSettings(
                JsonTime.read(json, "agentLossGrace"),
                JsonTime.read(json, "margin"),
                json.path("resume").asBoolean(),
                Guard.valueOf(json.path("guard").asText(Guard.OPERATOR.name())),
                readRestarts(json.path("restarts")),
                JsonTime.read(json, "dependencyTimeout"),
                JsonTime.read(json, "stopWithin"),
                JsonTime.read(json, "answerWithin"),
                json.has("standbyWait") ? JsonTime.read(json, "standbyWait") : AgentSettings.STANDBY_WAIT,
                JsonTime.read(json, "heartbeatEvery"),
                JsonTime.read(json, "downAfter"),
                SessionSettingsJson.read(json.path("sessions")),
                LogPolicyJson.read(json.path("logs")),
                HealthSettingsJson.read(json.path("health")),
                json.path("clusterTls").asBoolean(true),
                new AccessSettings(
                        roles(json.path("access").path("users")),
                        roles(json.path("access").path("groups"))),
                json.path("auditRotateAtMib").asInt(AUDIT_ROTATE_AT_MIB),
                HttpSettingsJson.read(json.path("http")),
                json.path("syslog").asText(AgentSettings.OFF),
                json.path("metricsPush").asText(AgentSettings.OFF),
                readAot(json.path("aot")),
                readDatabase(json.path("database")));
    }

    private static DatabaseSettings readDatabase(JsonNode json) {
        return new DatabaseSettings(
                json.path("url").asText(AgentSettings.OFF),
                json.path("passwordFile").asText(),
                json.path("passwordItem").asText());
    }

    private static AotSettings readAot(JsonNode json) {
        return json.isMissingNode()
                ? AotSettings.DEFAULT
                : new AotSettings(
                        AotMode.of(json.path("mode").asText()),
                        json.path("mostMib").asInt());
    }

    private static ObjectNode access(AccessSettings settings) {
        var json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(settings.users()).forEach(json.putObject("users")::put);
        new TreeMap<>(settings.groups()).forEach(json.putObject("groups")::put);
        return json;
    }

    private static Map<String, String> roles(JsonNode json) {
        return json.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, role -> role.getValue().asText()));
    }

    private static ObjectNode restarts(RestartSettings restarts) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("maxRestarts", restarts.maxRestarts())
                .put("period", restarts.period().toString())
                .put("backoff", restarts.backoff().toString())
                .put("maxBackoff", restarts.maxBackoff().toString())
                .put("stableAfter", restarts.stableAfter().toString())
                .put("perSecond", restarts.perSecond())
                .put("parallelStarts", restarts.parallelStarts());
        return restarts.standby() == StandbyMode.WARM ? json : json.put("standby", "cold");
    }

    private static RestartSettings readRestarts(JsonNode json) {
        return new RestartSettings(
                json.path("maxRestarts").asInt(),
                JsonTime.read(json, "period"),
                JsonTime.read(json, "backoff"),
                JsonTime.read(json, "maxBackoff"),
                JsonTime.read(json, "stableAfter"),
                json.path("perSecond").asInt(),
                json.path("parallelStarts").asInt(),
                json.path("standby").asText().equals("cold") ? StandbyMode.COLD : StandbyMode.WARM);
    }
}
