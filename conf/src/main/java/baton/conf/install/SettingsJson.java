package baton.conf.install;

import baton.conf.AgentSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** The agent's settings as JSON and back, times in ISO 8601. */
final class SettingsJson {

    private SettingsJson() {}

    static ObjectNode write(AgentSettings settings) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("agentLossGrace", settings.agentLossGrace().toString())
                .put("margin", settings.margin().toString())
                .put("resume", settings.resume())
                .put("restartDelay", settings.restartDelay().toString())
                .put("dependencyTimeout", settings.dependencyTimeout().toString())
                .put("stopWithin", settings.stopWithin().toString())
                .put("answerWithin", settings.answerWithin().toString())
                .put("heartbeatEvery", settings.heartbeatEvery().toString())
                .put("downAfter", settings.downAfter().toString());
        json.set("sessions", SessionSettingsJson.write(settings.sessions()));
        json.set("health", HealthSettingsJson.write(settings.health()));
        return json;
    }

    static AgentSettings read(JsonNode json) {
        return new AgentSettings(
                time(json, "agentLossGrace"),
                time(json, "margin"),
                json.path("resume").asBoolean(),
                time(json, "restartDelay"),
                time(json, "dependencyTimeout"),
                time(json, "stopWithin"),
                time(json, "answerWithin"),
                time(json, "heartbeatEvery"),
                time(json, "downAfter"),
                SessionSettingsJson.read(json.path("sessions")),
                HealthSettingsJson.read(json.path("health")));
    }

    static Duration time(JsonNode json, String name) {
        return Duration.parse(json.path(name).asText());
    }
}
