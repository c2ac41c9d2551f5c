package io.github.batonha.conf.hocon;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.SystemDefinition;
import io.github.batonha.conf.system.SystemEntry;
import io.github.batonha.conf.system.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code system.conf}: the system definition in HOCON, with the same three levels as the Kotlin form. */
public final class HoconReader {

    private final ConfFile file;
    private final Findings findings;

    private HoconReader(ConfFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** What could be read, with a problem for each thing that could not. */
    public static SystemDefinition read(ConfFile file, String text, Findings findings) {
        var root = HoconText.parse(file, text, findings);
        return new HoconReader(file, findings).definition(root);
    }

    private SystemDefinition definition(Optional<ConfigObject> root) {
        var global = new ArrayList<Item>();
        var systems = new ArrayList<SystemEntry>();
        root.ifPresent(object -> {
            checkKeys("the system definition", object, "global", "systems");
            child(object, "global").flatMap(value -> object("global", value)).ifPresent(block -> {
                checkKeys("global", block, "items");
                global.addAll(items(block));
            });
            elements(object, "systems")
                    .forEach(value -> object("a system", value).ifPresent(system -> system(system, systems)));
        });
        return new SystemDefinition(global, systems, Place.of(file.name()));
    }

    private void system(ConfigObject system, List<SystemEntry> systems) {
        checkKeys("a system", system, "name", "hosts", "items");
        var hosts = new ArrayList<HostEntry>();
        elements(system, "hosts").forEach(value -> host(value).ifPresent(hosts::add));
        var items = items(system);
        name("system", system).ifPresent(name -> systems.add(new SystemEntry(name, hosts, items, place(system))));
    }

    private Optional<HostEntry> host(ConfigValue value) {
        if (value instanceof ConfigObject host && HoconText.variable(value).isEmpty()) {
            checkKeys("a host", host, "name", "items");
            var items = items(host);
            return name("host", host).map(name -> new HostEntry(name, items, place(host)));
        }
        var name = HoconText.scalar(value);
        if (name.isEmpty()) {
            findings.problem(place(value), "a host must be a name or { name = …, items { … } }");
        }
        return name.map(text -> new HostEntry(text, List.of(), place(value)));
    }

    private Optional<String> name(String what, ConfigObject object) {
        var name = child(object, "name").flatMap(HoconText::scalar);
        if (name.isEmpty()) {
            findings.problem(place(object), "this %s has no name: add name = …".formatted(what));
        }
        return name;
    }

    private List<Item> items(ConfigObject owner) {
        var items = new ArrayList<Item>();
        child(owner, "items")
                .flatMap(value -> object("items", value))
                .ifPresent(block -> HoconText.inOrder(block)
                        .forEach(entry -> item(entry.getKey(), entry.getValue()).ifPresent(items::add)));
        return items;
    }

    private Optional<Item> item(String name, ConfigValue value) {
        if (!(value instanceof ConfigObject object) || HoconText.variable(value).isPresent()) {
            return value(name, value).map(text -> new Item(name, text, false, place(value)));
        }
        checkKeys("item \"%s\"".formatted(name), object, "value", "encrypted");
        var encrypted =
                child(object, "encrypted").map(flag -> truth(name, flag)).orElse(false);
        var content = child(object, "value");
        if (content.isEmpty()) {
            findings.problem(place(object), "item \"%s\" has no value: add value = …".formatted(name));
        }
        return content.flatMap(inner -> value(name, inner)).map(text -> new Item(name, text, encrypted, place(object)));
    }

    private Optional<Value> value(String name, ConfigValue value) {
        var variable = HoconText.variable(value);
        if (variable.isPresent()) {
            return variable;
        }
        var text = HoconText.scalar(value);
        if (text.isEmpty()) {
            findings.problem(
                    place(value),
                    "the value of item \"%s\" must be a text, a number, true, false or ${VARIABLE}".formatted(name));
        }
        return text.map(Value.Text::new);
    }

    private boolean truth(String name, ConfigValue value) {
        var text = HoconText.scalar(value).orElse("");
        if (!text.equals("true") && !text.equals("false")) {
            findings.problem(place(value), "encrypted of item \"%s\" must be true or false".formatted(name));
        }
        return text.equals("true");
    }

    private List<ConfigValue> elements(ConfigObject owner, String key) {
        var value = child(owner, key);
        if (value.isPresent() && !(value.get() instanceof ConfigList)) {
            findings.problem(place(value.get()), "%s must be a list: write %s = [ … ]".formatted(key, key));
        }
        return value.isPresent() && value.get() instanceof ConfigList list ? List.copyOf(list) : List.of();
    }

    private Optional<ConfigObject> object(String what, ConfigValue value) {
        if (value instanceof ConfigObject object && HoconText.variable(value).isEmpty()) {
            return Optional.of(object);
        }
        findings.problem(place(value), "%s must be a block: write { … }".formatted(what));
        return Optional.empty();
    }

    private void checkKeys(String what, ConfigObject object, String... keys) {
        var valid = List.of(keys);
        for (var entry : HoconText.inOrder(object)) {
            if (!valid.contains(entry.getKey())) {
                findings.problem(
                        place(entry.getValue()),
                        "%s is not a key of %s%s"
                                .formatted(
                                        entry.getKey(),
                                        what,
                                        Nearest.hint(
                                                entry.getKey(), valid, ": its keys are " + String.join(", ", valid))));
            }
        }
    }

    private static Optional<ConfigValue> child(ConfigObject object, String key) {
        return Optional.ofNullable(object.get(key));
    }

    private Place place(ConfigValue value) {
        return file.at(HoconText.line(value));
    }
}
