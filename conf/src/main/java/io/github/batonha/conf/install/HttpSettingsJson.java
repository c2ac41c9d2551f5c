package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.conf.model.HttpSettings;
import io.github.batonha.conf.model.HttpSettings.Anonymous;

/** The settings of the HTTP port as JSON and back. */
final class HttpSettingsJson {

    private HttpSettingsJson() {}

    static ObjectNode write(HttpSettings settings) {
        var json = JsonNodeFactory.instance.objectNode();
        if (!settings.hosts().isEmpty()) {
            settings.hosts().forEach(json.putArray("hosts")::add);
        }
        if (settings.anonymous() != HttpSettings.DEFAULT.anonymous()) {
            json.put("anonymous", settings.anonymous().word());
        }
        return json;
    }

    /** A revision has only those that are set. */
    static HttpSettings read(JsonNode json) {
        return new HttpSettings(
                json.path("hosts").valueStream().map(JsonNode::asText).toList(),
                Anonymous.of(json.path("anonymous")
                        .asText(HttpSettings.DEFAULT.anonymous().word())));
    }
}
