package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batonha.conf.install.RevisionDifference.Kind;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.system.HostEntry;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.Items;
import io.github.batonha.conf.system.Value;
import io.github.batonha.supervision.secrets.Masking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares two revisions for people. Pure. Secrets are not told: of what is encrypted, or looks like a secret, it says that it differs. */
final class RevisionDifferences {

    private static final String HIDDEN = "(encrypted)";
    private static final String MASK = "***";
    /** Of items and variables, whose names people choose. */
    private static final Pattern NAMED = Pattern.compile("(?:.* )?(?:item|env)(?: of the environment)? (\\S+)");

    private static final String PART = " › ";

    /** What there is to compare, by its name, and in the order of the revision. What stands behind a PART belongs to what stands before. */
    private final Map<String, String> parts = new LinkedHashMap<>();

    private RevisionDifferences() {}

    /** Of what is new or gone as a whole, its parts are not listed. */
    static List<RevisionDifference> between(RevisionContent before, RevisionContent after) {
        var old = parts(before);
        var next = parts(after);
        var names = new LinkedHashSet<>(old.keySet());
        names.addAll(next.keySet());
        var differences = new ArrayList<RevisionDifference>();
        for (var name : names) {
            var owner = owner(name);
            if (owner.isPresent() && old.containsKey(owner.get()) != next.containsKey(owner.get())) {
                continue;
            }
            difference(name.replace(PART, " "), Optional.ofNullable(old.get(name)), Optional.ofNullable(next.get(name)))
                    .ifPresent(differences::add);
        }
        return differences;
    }

    private static Optional<RevisionDifference> difference(
            String name, Optional<String> before, Optional<String> after) {
        if (before.equals(after)) {
            return Optional.empty();
        }
        var kind = before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
        return Optional.of(new RevisionDifference(name, shown(name, before), shown(name, after), kind));
    }

    private static String shown(String name, Optional<String> text) {
        return text.map(value -> value.startsWith(HIDDEN) ? HIDDEN : masked(name, value))
                .orElse("");
    }

    private static String masked(String name, String value) {
        var named = NAMED.matcher(name);
        return named.matches() && Masking.isSecretName(named.group(1)) ? MASK : Masking.of(value);
    }

    private static Optional<String> owner(String name) {
        var end = name.indexOf(PART);
        return end < 0 ? Optional.empty() : Optional.of(name.substring(0, end));
    }

    private static Map<String, String> parts(RevisionContent content) {
        var all = new RevisionDifferences();
        all.parts.put("system", content.system());
        content.hosts().forEach(all::host);
        all.items("item ", content.items());
        all.items("item of the environment ", content.overrides());
        content.services().forEach((name, service) -> all.parts.put("port of " + name, "" + service.port()));
        content.processes().forEach(all::process);
        all.json("setting", SettingsJson.write(content.settings()));
        return all.parts;
    }

    private void host(HostEntry host) {
        var name = "host " + host.name();
        parts.put(name, "");
        items(name + PART + "item ", Items.of(host.items()));
    }

    private void items(String before, Items items) {
        items.all().forEach(item -> parts.put(before + item.name(), text(item)));
    }

    private static String text(Item item) {
        var text = switch (item.value()) {
            case Value.Text(var written) -> written;
            case Value.Variable(var name) -> "${%s}".formatted(name);
            case Value.VariableOr(var name, var otherwise) -> "${%s} or %s".formatted(name, otherwise);
        };
        return item.encrypted() ? HIDDEN + text : text;
    }

    private void process(ProcessEntry process) {
        var name = "process " + process.name();
        parts.put(name, "");
        process.texts().forEach((tag, text) -> parts.put("%s%s<%s>".formatted(name, PART, tag), text));
        process.environment()
                .forEach((variable, text) -> parts.put("%s%senv %s".formatted(name, PART, variable), text));
    }

    private void json(String path, JsonNode json) {
        if (json.isObject()) {
            json.properties().forEach(field -> json(path + " " + field.getKey(), field.getValue()));
        } else {
            parts.put(path, json.isValueNode() ? json.asText() : json.toString());
        }
    }
}
