package io.github.batonha.conf.launch;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.parsing.ShellWords;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.KnownItem;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Composes command lines. Every JVM gets baton's leash in front of its main class, and so does every primaryOnly command: it
 * ends the process when the node may no longer run it.
 */
public final class Launcher {

    /** Tags that a bootstrap class is told, and how it calls them. */
    private static final List<BootstrapArgument> BOOTSTRAP_ARGUMENTS = List.of(
            new BootstrapArgument("-scan", Tag.PACKAGE),
            new BootstrapArgument("-module", Tag.MODULE),
            new BootstrapArgument("-config", Tag.CONFIG),
            new BootstrapArgument("-script", Tag.SCRIPT),
            new BootstrapArgument("-language", Tag.LANGUAGE),
            new BootstrapArgument("-configOverridesFile", Tag.CONFIG_OVERRIDES_FILE),
            new BootstrapArgument("-loggingLevel", Tag.LOGGING_LEVEL));

    private final BatonHome home;
    private final ItemValues items;
    private final Programs programs;
    private final Placeholders placeholders;
    private final Path clientJar;
    private final Findings findings;
    private final Findings ofOneStart;

    /**
     * @param clientJar holds the leash
     * @param ofOneStart is told of what would keep one process alone from working
     */
    public Launcher(
            BatonHome home,
            ItemValues items,
            Programs programs,
            Placeholders placeholders,
            Path clientJar,
            Findings findings,
            Findings ofOneStart) {
        this.home = home;
        this.items = items;
        this.programs = programs;
        this.placeholders = placeholders;
        this.clientJar = clientJar;
        this.findings = findings;
        this.ofOneStart = ofOneStart;
    }

    private record BootstrapArgument(String option, Tag tag) {}

    private record Main(String className, List<String> arguments) {}

    /** Empty, with problems reported, if jars or programs are missing. Reads jars and lists folders. */
    public Optional<Launch> launch(ProcessEntry entry) {
        var command = words(entry, Tag.COMMAND);
        return command.isEmpty() ? jvm(entry) : Optional.of(command(entry, command));
    }

    private Launch command(ProcessEntry entry, List<String> command) {
        var argv = new ArrayList<String>();
        if (entry.isTrue(Tag.PRIMARY_ONLY, false)) {
            argv.addAll(
                    List.of(programs.agentJava(), "-cp", clientJar.toString(), BatonsPart.LEASH, BatonsPart.COMMAND));
        }
        argv.add(programs.program(command.getFirst(), entry.placeOf(Tag.COMMAND)));
        argv.addAll(command.subList(1, command.size()));
        argv.addAll(words(entry, Tag.ARGUMENTS));
        return new Launch(argv, "");
    }

    private Optional<Launch> jvm(ProcessEntry entry) {
        var jars = jars(entry);
        var facts = jars.stream().findFirst().flatMap(jar -> JarFacts.of(jar, placeOfJar(entry), findings));
        var further = ClassPath.expand(entry.list(Tag.CLASSPATH), home.lib(), entry.placeOf(Tag.CLASSPATH), findings);
        Listing.checkReadable(jars, placeOfJar(entry), ofOneStart);
        Listing.checkReadable(further, entry.placeOf(Tag.CLASSPATH), ofOneStart);
        var main = main(entry, facts);
        var java = programs.java(entry);
        var options = new ArrayList<String>();
        if (entry.text(Tag.JAR).isPresent()) {
            facts.map(JarFacts::options).ifPresent(options::addAll);
        }
        options.addAll(commonOptions(entry));
        options.addAll(words(entry, Tag.OPTIONS));
        if (main.isEmpty()) {
            return Optional.empty();
        }
        var argv = new ArrayList<String>();
        argv.add(java);
        argv.addAll(options);
        argv.addAll(List.of(
                "-cp", classPath(jars, further), BatonsPart.LEASH, main.get().className()));
        argv.addAll(main.get().arguments());
        return Optional.of(new Launch(argv, facts.map(JarFacts::version).orElse("")));
    }

    /** The one first whose manifest counts. */
    private List<Path> jars(ProcessEntry entry) {
        var place = placeOfJar(entry);
        var jar = entry.text(Tag.JAR);
        if (jar.isPresent()) {
            return new JarTag(home, place, findings).find(jar.get()).stream().toList();
        }
        return entry.list(Tag.MODULE).stream()
                .flatMap(name -> ModuleJars.find(home, name, place, findings).stream())
                .flatMap(module -> module.all().stream())
                .toList();
    }

    private static Place placeOfJar(ProcessEntry entry) {
        return entry.placeOf(entry.text(Tag.JAR).isPresent() ? Tag.JAR : Tag.MODULE);
    }

    private String classPath(List<Path> jars, List<Path> further) {
        return Stream.of(jars, further, List.of(clientJar))
                .flatMap(List::stream)
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Optional<Main> main(ProcessEntry entry, Optional<JarFacts> facts) {
        var arguments = words(entry, Tag.ARGUMENTS);
        var named = entry.text(Tag.MAIN_CLASS);
        if (named.isPresent()) {
            return Optional.of(new Main(named.get(), arguments));
        }
        var bootstrap = items.find(KnownItem.BOOTSTRAP_CLASS);
        if (bootstrap.isPresent() && entry.text(Tag.JAR).isEmpty()) {
            return Optional.of(new Main(bootstrap.get().text(), bootstrapArguments(entry, arguments)));
        }
        var ofJar = facts.flatMap(JarFacts::mainClass);
        if (ofJar.isEmpty() && facts.isPresent()) {
            findings.problem(placeOfJar(entry), noMainClass(entry));
        }
        return ofJar.map(className -> new Main(className, arguments));
    }

    private static String noMainClass(ProcessEntry entry) {
        return entry.text(Tag.JAR)
                .map("the jar %s has no Main-Class: say what to run in <mainClass>"::formatted)
                .orElseGet(() ->
                        "the jar of module %s has no Main-Class: say what to run in <mainClass>, or in the item BootstrapClass"
                                .formatted(String.join(",", entry.list(Tag.MODULE))));
    }

    /**
     * Stands in for a process that can't be composed and is not to be started now: its start is refused, and says which jar is not
     * there.
     */
    public Launch refused(ProcessEntry entry) {
        var name = entry.text(Tag.JAR)
                .or(() -> entry.list(Tag.MODULE).stream().findFirst().map(module -> module + ".jar"))
                .orElse(entry.name());
        return new Launch(List.of(home.lib().resolve(name).toString()), "");
    }

    private static List<String> bootstrapArguments(ProcessEntry entry, List<String> further) {
        var arguments = new ArrayList<>(List.of("-name", entry.name()));
        for (var argument : BOOTSTRAP_ARGUMENTS) {
            value(entry, argument.tag()).ifPresent(text -> arguments.addAll(List.of(argument.option(), text)));
        }
        arguments.addAll(further);
        return arguments;
    }

    private static Optional<String> value(ProcessEntry entry, Tag tag) {
        return tag == Tag.MODULE
                ? Optional.of(String.join(",", entry.list(tag))).filter(modules -> !modules.isEmpty())
                : entry.text(tag);
    }

    private List<String> commonOptions(ProcessEntry entry) {
        return items.find(KnownItem.JVM_OPTIONS)
                .map(item -> words(
                        "JVM_OPTIONS",
                        placeholders.words(entry, "JVM_OPTIONS", item.text(), item.place()),
                        item.place()))
                .orElse(List.of());
    }

    private List<String> words(ProcessEntry entry, Tag tag) {
        return entry.text(tag)
                .map(text -> words(tag.shown(), text, entry.placeOf(tag)))
                .orElse(List.of());
    }

    private List<String> words(String what, String text, Place place) {
        return switch (ShellWords.split(text)) {
            case ShellWords.Split.Words split -> split.words();
            case ShellWords.Split.Refused refused -> {
                findings.problem(place, what + " " + refused.reason());
                yield List.of();
            }
        };
    }
}
