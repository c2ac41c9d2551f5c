package io.github.batonha.conf.launch;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.processes.Instances;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.ProcessEntry.Tagged;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.ItemOverrides;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.Items;
import io.github.batonha.conf.system.KnownItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Puts values in the place of {@code ${NAME}} in command lines and {@code <env>}: the process's own port and name, its node, ports,
 * items and variables of the agent. Secrets never: whoever is on the machine can read a command line.
 */
public final class Placeholders {

    private static final List<Tag> WORDS = List.of(Tag.OPTIONS, Tag.ARGUMENTS, Tag.COMMAND, Tag.PRE_STOP);
    /** Whole texts, not split into words. */
    private static final List<Tag> TEXTS = List.of(
            Tag.DIRECTORY,
            Tag.CLASSPATH,
            Tag.CONFIG,
            Tag.SCRIPT,
            Tag.CONFIG_OVERRIDES_FILE,
            Tag.ENVIRONMENT_FILE,
            Tag.JAR,
            Tag.JAVA,
            Tag.LANGUAGE,
            Tag.LOGGING_LEVEL);

    private static final List<Tag> PROBES = List.of(Tag.READINESS, Tag.LIVENESS);
    private static final Pattern EXEC = Pattern.compile("(^|.*\\s)exec\\s.*", Pattern.DOTALL);
    private static final Pattern SECRET =
            Pattern.compile(".*(passw(or)?d|passphrase|secret|credential|private_?key).*", Pattern.CASE_INSENSITIVE);
    private static final List<String> OWN = List.of("PORT", "NAME", "INSTANCE", "HOST", "NODE", "BATON_HOME");
    private static final Set<String> NOT_FOR_PROCESSES = Set.of(
            KnownItem.GENESIS_KEY.itemName(),
            KnownItem.JVM_OPTIONS.itemName(),
            KnownItem.FENCE_COMMAND.itemName(),
            KnownItem.FENCE_TIMEOUT.itemName());

    private final BatonHome home;
    private final HostDefinition self;
    private final Items items;
    private final Map<String, String> environment;
    private final Map<String, String> ports;
    private final Findings findings;
    private final BiConsumer<Place, String> missing;

    /**
     * @param environment that of the agent
     * @param ports of all processes and services, by their variables
     * @param missing is told of an item whose variable is not set
     */
    public Placeholders(
            BatonHome home,
            HostDefinition self,
            Items items,
            Map<String, String> environment,
            Map<String, String> ports,
            Findings findings,
            BiConsumer<Place, String> missing) {
        this.home = home;
        this.self = self;
        this.items = items;
        this.environment = environment;
        this.ports = ports;
        this.findings = findings;
        this.missing = missing;
    }

    /** What a name stands for. */
    private sealed interface Meaning {
        record Found(String value) implements Meaning {}

        /** @param reason to follow the name */
        record Refused(String reason) implements Meaning {}

        record Unknown() implements Meaning {}
    }

    /** The process with values in the place of names, quoted so that each stays within its word. Problems are reported. */
    public ProcessEntry expand(ProcessEntry entry) {
        var own = new TreeMap<String, String>();
        entry.environment().forEach((name, text) -> {
            var what = "<env> %s of process %s".formatted(name, entry.name());
            own.put(name, PlaceholderText.plain(text, names(entry, what, entry.place())));
        });
        var expanded = entry.withEnvironment(own);
        for (var tag : WORDS) {
            expanded = expand(expanded, tag);
        }
        for (var tag : TEXTS) {
            var place = entry.placeOf(tag);
            var names = names(entry, "%s of process %s".formatted(tag.shown(), entry.name()), place);
            var text = entry.text(tag);
            if (text.isPresent()) {
                expanded = expanded.with(tag, new Tagged(PlaceholderText.plain(text.get(), names), place));
            }
        }
        for (var tag : PROBES) {
            expanded = EXEC.matcher(entry.text(tag).orElse("")).matches() ? expand(expanded, tag) : expanded;
        }
        return expanded;
    }

    private ProcessEntry expand(ProcessEntry entry, Tag tag) {
        var place = entry.placeOf(tag);
        return entry.text(tag)
                .map(text -> words(entry, "%s of process %s".formatted(tag.shown(), entry.name()), text, place))
                .map(text -> entry.with(tag, new Tagged(text, place)))
                .orElse(entry);
    }

    /** A text that will be split into words. */
    String words(ProcessEntry entry, String what, String text, Place place) {
        return PlaceholderText.words(text, names(entry, what, place));
    }

    private PlaceholderText.Names names(ProcessEntry entry, String what, Place place) {
        return new PlaceholderText.Names() {
            @Override
            public String value(String name) {
                return switch (meaning(entry, name, place)) {
                    case Meaning.Found(var value) -> {
                        warnOfSecret(name);
                        yield value;
                    }
                    case Meaning.Refused(var reason) -> refused("${%s} %s".formatted(name, reason));
                    case Meaning.Unknown() -> refused("${%s} %s".formatted(name, unknown(entry, name)));
                };
            }

            private void warnOfSecret(String name) {
                if (SECRET.matcher(name).matches()) {
                    findings.warning(
                            place,
                            "%s: ${%s} looks like a secret, and every user of this machine can read a command line: let the process read its environment instead"
                                    .formatted(what, name));
                }
            }

            @Override
            public String refused(String reason) {
                findings.problem(place, "%s: %s".formatted(what, reason));
                return "";
            }

            @Override
            public void unexpanded(String name) {
                findings.warning(
                        place,
                        "%s: $%s stands for itself, because no shell reads it: write ${%s} for its value, or '$%s' to have it as it is"
                                .formatted(what, name, name.equals("BATON_PORT") ? "PORT" : name, name));
            }
        };
    }

    private Meaning meaning(ProcessEntry entry, String name, Place place) {
        return switch (name) {
            case "PORT", "BATON_PORT" ->
                Optional.ofNullable(ports.get(entry.variableName() + "_PORT"))
                        .<Meaning>map(Meaning.Found::new)
                        .orElse(
                                new Meaning.Refused(
                                        "is the port of the process, which has none: give it one in *-service-definitions.xml"));
            case "NAME", "BATON_PROCESS" -> new Meaning.Found(entry.name());
            case "INSTANCE" ->
                Instances.of(entry)
                        .<Meaning>map(one -> new Meaning.Found(Integer.toString(one.number())))
                        .orElseGet(() -> ofNoInstance(entry, name, place));
            case "HOST", "BATON_ADDRESS" -> new Meaning.Found(self.address());
            case "NODE", "BATON_NODE" -> new Meaning.Found(self.name());
            case "BATON_HOME" -> new Meaning.Found(home.path().toString());
            default -> named(entry, name, place);
        };
    }

    /** An item or a variable of that name has been there longer. */
    private Meaning ofNoInstance(ProcessEntry entry, String name, Place place) {
        return switch (named(entry, name, place)) {
            case Meaning.Unknown() ->
                new Meaning.Refused(
                        "is the number of an instance, and this process has no <instances>: add it, or write '${%s}' if the process is to get it so"
                                .formatted(name));
            case Meaning.Found found -> found;
            case Meaning.Refused refused -> refused;
        };
    }

    private Meaning named(ProcessEntry entry, String name, Place place) {
        if (name.startsWith("BATON_") || ItemOverrides.isOverride(name)) {
            return new Meaning.Refused(
                    "can't be used here: such variables are set when the process starts, or belong to the agent. Let the process read its environment");
        }
        var own = Optional.ofNullable(entry.environment().get(name)).or(() -> Optional.ofNullable(ports.get(name)));
        return own.<Meaning>map(Meaning.Found::new)
                .or(() -> items.find(name).map(item -> ofItem(item, place)))
                .orElseGet(() -> ofVariable(name));
    }

    private Meaning ofItem(Item item, Place place) {
        if (item.encrypted()) {
            return new Meaning.Refused(
                    "is an encrypted item, and every user of this machine can read a command line: let the process read its environment variable %s instead"
                            .formatted(item.name()));
        }
        if (NOT_FOR_PROCESSES.contains(item.name())) {
            return new Meaning.Refused("is an item that processes don't get: remove it here");
        }
        var value = item.value().in(environment);
        if (value.isEmpty()) {
            missing.accept(place, ItemValues.missingVariable(item));
        }
        return new Meaning.Found(value.orElse(""));
    }

    private Meaning ofVariable(String name) {
        var guarded = items.all().stream()
                .filter(item -> item.encrypted() || item.name().equals(KnownItem.GENESIS_KEY.itemName()))
                .filter(item -> item.value().variable().filter(name::equals).isPresent())
                .findFirst();
        if (guarded.isPresent()) {
            return new Meaning.Refused(
                    "holds a secret, the item %s, and every user of this machine can read a command line: let the process read its environment instead"
                            .formatted(guarded.get().name()));
        }
        return Optional.ofNullable(environment.get(name))
                .<Meaning>map(Meaning.Found::new)
                .orElse(new Meaning.Unknown());
    }

    private String unknown(ProcessEntry entry, String name) {
        var names = new ArrayList<>(OWN);
        names.addAll(entry.environment().keySet());
        names.addAll(ports.keySet());
        items.all().forEach(item -> names.add(item.name()));
        return "is unknown: it is neither %s, nor a port, an item or a variable that is set here%s"
                .formatted(
                        String.join(", ", OWN),
                        Nearest.hint(
                                name,
                                names,
                                ". Define it, or write '${%s}' if the process is to get it so".formatted(name)));
    }
}
