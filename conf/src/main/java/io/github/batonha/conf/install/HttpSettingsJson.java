package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.conf.model.HttpSettings;

/** The settings of the HTTP port as JSON and back. */
final class HttpSettingsJson {

    private HttpSettingsJson() {}

    static ObjectNode write(HttpSettings settings) {
        var json = JsonNodeFactory.instance.objectNode();
        settings.hosts().forEach(json.putArray("hosts")::add);
        return json;
    }

    /** A revision has none where nothing is set. */
    static HttpSettings read(JsonNode json) {
        return new HttpSettings(
                json.path("hosts").valueStream().map(JsonNode::asText).toList());
    }
}
