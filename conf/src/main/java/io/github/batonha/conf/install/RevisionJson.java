package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.ProcessEntry.Tagged;
import io.github.batonha.conf.processes.Service;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.Items;
import io.github.batonha.conf.system.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The revision's content as JSON and back. Written by hand: the form shall not change because a record does. */
final class RevisionJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** A revision knows no lines: what is wrong with it later is wrong with the file as a whole. */
    private static final Place PLACE = Place.of(RevisionFile.NAME);

    private RevisionJson() {}

    static ObjectNode write(RevisionContent content) {
        var json = JSON.objectNode().put("system", content.system());
        var hosts = json.putArray("hosts");
        content.hosts()
                .forEach(
                        host -> hosts.addObject().put("name", host.name()).set("items", items(Items.of(host.items()))));
        json.set("items", items(content.items()));
        json.set("overrides", items(content.overrides()));
        var services = json.putObject("services");
        content.services().forEach((name, service) -> services.put(name, service.port()));
        var processes = json.putArray("processes");
        content.processes().forEach(process -> processes.add(process(process)));
        json.set("settings", SettingsJson.write(content.settings()));
        return json;
    }

    private static ObjectNode items(Items items) {
        var json = JSON.objectNode();
        for (var item : items.all()) {
            var value = json.putObject(item.name());
            switch (item.value()) {
                case Value.Text text -> value.put("text", text.text());
                case Value.Variable variable -> value.put("variable", variable.name());
                case Value.VariableOr(var name, var otherwise) ->
                    value.put("variable", name).put("otherwise", otherwise);
            }
            if (item.encrypted()) {
                value.put("encrypted", true);
            }
        }
        return json;
    }

    private static ObjectNode process(ProcessEntry process) {
        var json = JSON.objectNode().put("name", process.name());
        var tags = json.putObject("tags");
        process.texts().forEach(tags::put);
        var environment = json.putObject("environment");
        new TreeMap<>(process.environment()).forEach(environment::put);
        return json;
    }

    static RevisionContent read(JsonNode json) {
        var hosts = new ArrayList<HostEntry>();
        json.path("hosts")
                .forEach(host ->
                        hosts.add(new HostEntry(host.path("name").asText(), readItems(host.path("items")), PLACE)));
        Map<String, Service> services = new TreeMap<>();
        json.path("services")
                .properties()
                .forEach(entry -> services.put(
                        entry.getKey(),
                        new Service(entry.getKey(), entry.getValue().asInt(), false, PLACE)));
        var processes = new ArrayList<ProcessEntry>();
        json.path("processes").forEach(process -> processes.add(readProcess(process)));
        return new RevisionContent(
                json.path("system").asText(),
                hosts,
                Items.of(readItems(json.path("items"))),
                Items.of(readItems(json.path("overrides"))),
                services,
                processes,
                SettingsJson.read(json.path("settings")));
    }

    private static List<Item> readItems(JsonNode json) {
        var items = new ArrayList<Item>();
        json.properties()
                .forEach(entry -> items.add(new Item(
                        entry.getKey(),
                        readValue(entry.getValue()),
                        entry.getValue().path("encrypted").asBoolean(),
                        PLACE)));
        return items;
    }

    private static Value readValue(JsonNode json) {
        var variable = json.path("variable").asText();
        if (json.has("otherwise")) {
            return new Value.VariableOr(variable, json.path("otherwise").asText());
        }
        return json.has("variable")
                ? new Value.Variable(variable)
                : new Value.Text(json.path("text").asText());
    }

    private static ProcessEntry readProcess(JsonNode json) {
        var tags = new EnumMap<Tag, Tagged>(Tag.class);
        json.path("tags")
                .properties()
                .forEach(entry -> Tag.named(entry.getKey())
                        .ifPresent(
                                tag -> tags.put(tag, new Tagged(entry.getValue().asText(), PLACE))));
        var environment = new TreeMap<String, String>();
        json.path("environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        return new ProcessEntry(json.path("name").asText(), tags, environment, false, PLACE);
    }
}
