package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Times of the settings in a revision, in ISO 8601. */
final class JsonTime {

    private JsonTime() {}

    static Duration read(JsonNode json, String name) {
        return Duration.parse(json.path(name).asText());
    }
}
