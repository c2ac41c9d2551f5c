package io.github.batonha.conf.processes;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.processes.ProcessEntry.Tagged;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.supervision.run.OddSigns;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one {@code *-processes.xml} or {@code *-processes.conf}: which tags stand there and where. What they mean is checked when all files are merged. */
public final class ProcessesReader {

    /** Of the forms that a file may have. */
    public static final List<String> SUFFIXES = List.of("-processes.xml", "-processes.conf");

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Archives add a time and a number to a name, and a file name has no more than 255 bytes. */
    private static final int MOST_LETTERS = 128;

    private static final String ENV = "env";
    private static final Set<String> ATTRIBUTES = Set.of("name", "override");

    private final ConfFile file;
    private final StrayText strayText;
    private final Findings findings;
    private final List<ProcessEntry> entries = new ArrayList<>();

    private ProcessesReader(ConfFile file, String text, Findings findings) {
        this.file = file;
        this.strayText = new StrayText(file, text, findings);
        this.findings = findings;
    }

    /** The processes in the order of the file, with a problem for each thing that could not be read. */
    public static List<ProcessEntry> read(ConfFile file, String text, Findings findings) {
        var reader = new ProcessesReader(file, text, findings);
        var tree = file.fileName().endsWith(".xml")
                ? XmlTree.read(file, text, findings)
                : HoconTree.read(file, text, findings);
        tree.ifPresent(reader::root);
        return reader.entries;
    }

    private void root(Element root) {
        if (!root.name().equals("processes")) {
            findings.problem(
                    file.at(root.line()),
                    "<%s> is not what such a file begins with: put the processes into <processes>"
                            .formatted(root.name()));
            return;
        }
        strayText.check(root);
        for (var child : root.children()) {
            if (child.name().equals("process")) {
                process(child);
            } else if (!child.name().endsWith("schemaLocation") && !child.name().endsWith("SchemaLocation")) {
                findings.problem(
                        file.at(child.line()),
                        "<%s> can't stand in <processes>%s"
                                .formatted(
                                        child.name(),
                                        Nearest.to(child.name(), List.of("process"))
                                                .map(": did you mean <%s>?"::formatted)
                                                .orElse(": only <process> can")));
            }
        }
    }

    private void process(Element process) {
        strayText.check(process);
        ATTRIBUTES.forEach(attribute -> once(process, attribute, "the same process"));
        var name = process.child("name").map(Element::text).orElse("");
        if (!NAME.matcher(name).matches()) {
            findings.problem(
                    file.at(process.line()),
                    name.isEmpty()
                            ? "this process has no name: write <process name=\"…\">"
                            : "\"%s\" can't be the name of a process, because its log files and variables are called so: use letters, digits, underscores and dashes, a letter first"
                                    .formatted(name));
        }
        if (name.length() > MOST_LETTERS) {
            findings.problem(
                    file.at(process.line()),
                    "the name of a process has %d letters, but may have no more than %d, because its log files, archives and evidence are called so: shorten %s…"
                            .formatted(name.length(), MOST_LETTERS, name.substring(0, 40)));
        }
        var tags = tags(process);
        tags.computeIfAbsent(Tag.GROUP_ID, tag -> new Tagged(groupOfFile(), file.at(process.line())));
        checkGroup(tags.get(Tag.GROUP_ID));
        var environment = environment(process);
        if (!name.isEmpty()) {
            entries.add(new ProcessEntry(name, tags, environment, isOverride(process), file.at(process.line())));
        }
    }

    private void checkGroup(@Nullable Tagged group) {
        if (group != null && group.text().length() > MOST_LETTERS) {
            findings.problem(
                    group.place(),
                    "the name of a group has %d letters, but may have no more than %d: shorten %s…"
                            .formatted(
                                    group.text().length(),
                                    MOST_LETTERS,
                                    group.text().substring(0, 40)));
        }
    }

    /** {@code auth-processes.xml} is of the group AUTH unless a process says otherwise. */
    private String groupOfFile() {
        var name = file.fileName();
        return ProcessEntry.variableName(name.substring(0, name.lastIndexOf("-processes.")));
    }

    private Map<Tag, Tagged> tags(Element process) {
        var tags = new EnumMap<Tag, Tagged>(Tag.class);
        for (var child : process.children()) {
            if (ATTRIBUTES.contains(child.name()) || child.name().equals(ENV)) {
                continue;
            }
            var tag = Tag.named(child.name());
            if (tag.isEmpty()) {
                unknown(child);
                continue;
            }
            var text = tag.get().hasAttributes() ? ProbeText.of(child) : child.text();
            if (!child.children().isEmpty() && !tag.get().hasAttributes()) {
                var inner = child.children().getFirst();
                findings.problem(
                        file.at(inner.line()),
                        "<%s> can't stand in %s, which holds only text: move it out"
                                .formatted(inner.name(), tag.get().shown()));
                continue;
            }
            var earlier = tags.putIfAbsent(tag.get(), new Tagged(text, file.at(child.line())));
            if (earlier != null) {
                findings.problem(
                        file.at(child.line()),
                        "%s already stands at %s for the same process: remove one"
                                .formatted(tag.get().shown(), earlier.place()));
            }
        }
        return tags;
    }

    private void unknown(Element child) {
        var valid = new ArrayList<>(Tag.shownNames());
        valid.add("<" + ENV + ">");
        findings.problem(
                file.at(child.line()),
                "<%s> is not a tag of a process%s"
                        .formatted(
                                child.name(),
                                Nearest.hint(
                                        "<" + child.name() + ">", valid, ": the tags are " + String.join(" ", valid))));
    }

    private Map<String, String> environment(Element process) {
        var environment = new TreeMap<String, String>();
        for (var env : process.children()) {
            if (!env.name().equals(ENV)) {
                continue;
            }
            var name = env.child("name").map(Element::text).orElse("");
            once(env, "name", "the same <env>");
            env.children().stream()
                    .filter(child -> !child.name().equals("name"))
                    .forEach(inner -> findings.problem(
                            file.at(inner.line()),
                            "<%s> can't stand in <env>, which holds only text: move it out".formatted(inner.name())));
            if (!VARIABLE.matcher(name).matches()) {
                findings.problem(
                        file.at(env.line()), "this <env> names no variable: write <env name=\"VARIABLE\">value</env>");
            } else if (name.startsWith("BATON_")) {
                findings.problem(
                        file.at(env.line()),
                        "<env> %s: variables beginning with BATON_ are set by the agent: choose another name"
                                .formatted(name));
            } else if (environment.putIfAbsent(name, checked(name, env)) != null) {
                findings.problem(
                        file.at(env.line()), "<env> %s stands twice for the same process: remove one".formatted(name));
            }
        }
        return environment;
    }

    private String checked(String name, Element env) {
        Sizes.checkVariable("<env> " + name, name, env.text(), file.at(env.line()), findings);
        OddSigns.atAnEnd(env.text())
                .ifPresent(at -> findings.warning(
                        file.at(env.line()),
                        "<env> %s %s with \"%s\", which the process gets as a part of it"
                                .formatted(
                                        name,
                                        at == 0 ? "begins" : "ends",
                                        Character.toString(env.text().codePointAt(at)))));
        return env.text();
    }

    /** A name may be an attribute or a tag: the second of both would be lost. */
    private void once(Element tag, String attribute, String shown) {
        tag.children().stream()
                .filter(child -> child.name().equals(attribute))
                .skip(1)
                .forEach(second -> findings.problem(
                        file.at(second.line()), "%s stands twice in %s: remove one".formatted(attribute, shown)));
    }

    private boolean isOverride(Element process) {
        var override = process.child("override");
        var text = override.map(Element::text).orElse("false").toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            findings.problem(file.at(process.line()), "override is \"%s\", but must be true or false".formatted(text));
        }
        return text.equals("true");
    }
}
