package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.conf.model.HttpSettings;
import io.github.batonha.conf.model.HttpSettings.Anonymous;
import io.github.batonha.conf.model.HttpSettings.Tls;
import io.github.batonha.conf.model.ProxySettings;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
        if (settings.tls() != HttpSettings.DEFAULT.tls()) {
            json.put("tls", settings.tls().word());
        }
        if (!settings.proxies().equals(ProxySettings.DEFAULT)) {
            json.set("proxies", write(settings.proxies()));
        }
        if (!settings.clientCertificates().isEmpty()) {
            new TreeMap<>(settings.clientCertificates()).forEach(json.putObject("clientCertificates")::put);
        }
        return json;
    }

    private static ObjectNode write(ProxySettings proxies) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("userHeader", proxies.userHeader())
                .put("groupsHeader", proxies.groupsHeader())
                .put("trustLocalUsers", proxies.trustLocalUsers());
        proxies.from().forEach(json.putArray("from")::add);
        new TreeMap<>(proxies.users()).forEach(json.putObject("users")::put);
        new TreeMap<>(proxies.groups()).forEach(json.putObject("groups")::put);
        return json;
    }

    /** A revision has only those that are set. */
    static HttpSettings read(JsonNode json) {
        return new HttpSettings(
                json.path("hosts").valueStream().map(JsonNode::asText).toList(),
                Anonymous.of(json.path("anonymous")
                        .asText(HttpSettings.DEFAULT.anonymous().word())),
                Tls.of(json.path("tls").asText(HttpSettings.DEFAULT.tls().word())),
                readProxies(json.path("proxies")),
                roles(json.path("clientCertificates")));
    }

    private static ProxySettings readProxies(JsonNode json) {
        var defaults = ProxySettings.DEFAULT;
        return new ProxySettings(
                json.path("from").valueStream().map(JsonNode::asText).toList(),
                json.path("userHeader").asText(defaults.userHeader()),
                json.path("groupsHeader").asText(defaults.groupsHeader()),
                roles(json.path("users")),
                roles(json.path("groups")),
                json.path("trustLocalUsers").asBoolean());
    }

    private static Map<String, String> roles(JsonNode json) {
        return json.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, role -> role.getValue().asText()));
    }
}
