package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.conf.model.SessionSettings;

/** The settings of the session store as JSON and back. A revision of an earlier release has none: the defaults, then. */
final class SessionSettingsJson {

    private SessionSettingsJson() {}

    static ObjectNode write(SessionSettings settings) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("defaultTtl", settings.defaultTtl().toString())
                .put("maxTtl", settings.maxTtl().toString())
                .put("maxAway", settings.tombstoneRetention().toString())
                .put("ackWithin", settings.ackWithin().toString())
                .put("aloneAfter", settings.aloneAfter().toString())
                .put("maxClockSkew", settings.maxClockSkew().toString())
                .put("maxSessions", settings.maxSessions())
                .put("maxHeapPercent", settings.maxHeapPercent())
                .put("maxSessionKib", settings.maxSessionKib())
                .put("maxAttributeKib", settings.maxAttributeKib())
                .put("snapshot", settings.journalFsync());
    }

    static SessionSettings read(JsonNode json) {
        return json.isMissingNode()
                ? SessionSettings.DEFAULT
                : new SessionSettings(
                        JsonTime.read(json, "defaultTtl"),
                        JsonTime.read(json, "maxTtl"),
                        JsonTime.read(json, "maxAway"),
                        JsonTime.read(json, "ackWithin"),
                        JsonTime.read(json, "aloneAfter"),
                        JsonTime.read(json, "maxClockSkew"),
                        json.path("maxSessions").asInt(),
                        json.path("maxHeapPercent").asInt(),
                        json.path("maxSessionKib").asInt(),
                        json.path("maxAttributeKib").asInt(),
                        json.path("snapshot").asBoolean());
    }
}
