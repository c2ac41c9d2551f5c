package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.model.RestartSettings;
import java.time.Duration;

/** The agent's settings as JSON and back, times in ISO 8601. */
final class SettingsJson {

    private SettingsJson() {}

    static ObjectNode write(AgentSettings settings) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("agentLossGrace", settings.agentLossGrace().toString())
                .put("margin", settings.margin().toString())
                .put("resume", settings.resume())
                .put("dependencyTimeout", settings.dependencyTimeout().toString())
                .put("stopWithin", settings.stopWithin().toString())
                .put("answerWithin", settings.answerWithin().toString())
                .put("heartbeatEvery", settings.heartbeatEvery().toString())
                .put("downAfter", settings.downAfter().toString())
                .<ObjectNode>set("restarts", restarts(settings.restarts()))
                .<ObjectNode>set("sessions", SessionSettingsJson.write(settings.sessions()))
                .<ObjectNode>set("logs", LogPolicyJson.write(settings.logs()))
                .set("health", HealthSettingsJson.write(settings.health()));
    }

    static AgentSettings read(JsonNode json) {
        return new AgentSettings(
                time(json, "agentLossGrace"),
                time(json, "margin"),
                json.path("resume").asBoolean(),
                readRestarts(json.path("restarts")),
                time(json, "dependencyTimeout"),
                time(json, "stopWithin"),
                time(json, "answerWithin"),
                time(json, "heartbeatEvery"),
                time(json, "downAfter"),
                SessionSettingsJson.read(json.path("sessions")),
                LogPolicyJson.read(json.path("logs")),
                HealthSettingsJson.read(json.path("health")));
    }

    private static ObjectNode restarts(RestartSettings restarts) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("maxRestarts", restarts.maxRestarts())
                .put("period", restarts.period().toString())
                .put("backoff", restarts.backoff().toString())
                .put("maxBackoff", restarts.maxBackoff().toString())
                .put("stableAfter", restarts.stableAfter().toString())
                .put("perSecond", restarts.perSecond())
                .put("parallelStarts", restarts.parallelStarts());
    }

    private static RestartSettings readRestarts(JsonNode json) {
        return new RestartSettings(
                json.path("maxRestarts").asInt(),
                time(json, "period"),
                time(json, "backoff"),
                time(json, "maxBackoff"),
                time(json, "stableAfter"),
                json.path("perSecond").asInt(),
                json.path("parallelStarts").asInt());
    }

    static Duration time(JsonNode json, String name) {
        return Duration.parse(json.path(name).asText());
    }
}
