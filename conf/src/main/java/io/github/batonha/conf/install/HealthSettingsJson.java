package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.conf.model.HealthSettings;

/** The settings of health checks as JSON and back. A revision of an earlier release has none: the defaults, then. */
final class HealthSettingsJson {

    private HealthSettingsJson() {}

    static ObjectNode write(HealthSettings settings) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("port", settings.port())
                .put("agentCheckPort", settings.agentCheckPort())
                .put("staleAfter", settings.staleAfter().toString())
                .put("settle", settings.settle().toString());
        return settings.metrics() ? json : json.put("metrics", false);
    }

    static HealthSettings read(JsonNode json) {
        return json.isMissingNode()
                ? HealthSettings.DEFAULT
                : new HealthSettings(
                        json.path("port").asInt(),
                        json.path("agentCheckPort").asInt(),
                        JsonTime.read(json, "staleAfter"),
                        JsonTime.read(json, "settle"),
                        json.path("metrics").asBoolean(true));
    }
}
