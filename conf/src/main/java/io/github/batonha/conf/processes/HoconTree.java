package io.github.batonha.conf.processes;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.hocon.HoconText;
import io.github.batonha.conf.report.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a {@code *-processes.conf} into the tree that an XML file of the same processes would yield: keys are tags. The text of a tag with
 * attributes stands in the key {@code check}.
 */
final class HoconTree {

    private static final String PROCESSES = "processes";
    private static final String ENV = "env";
    private static final String CHECK = "check";

    private final ConfFile file;
    private final Findings findings;

    private HoconTree(ConfFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** The tree's root; empty, with a problem reported, if the text is no HOCON. */
    static Optional<Element> read(ConfFile file, String text, Findings findings) {
        return HoconText.parseWithNames(file, text, findings).map(root -> new HoconTree(file, findings).root(root));
    }

    private Element root(ConfigObject root) {
        var children = new ArrayList<Element>();
        HoconText.inOrder(root).forEach(entry -> {
            if (!entry.getKey().equals(PROCESSES)) {
                problem(
                        entry.getValue(),
                        "%s can't stand outermost: only processes = [ … ] can".formatted(entry.getKey()));
            } else if (entry.getValue() instanceof ConfigList list) {
                list.forEach(process -> process(process).ifPresent(children::add));
            } else {
                problem(entry.getValue(), "processes must be a list: write processes = [ { name = …, … } ]");
            }
        });
        if (root.isEmpty()) {
            findings.problem(file.at(0), "holds no processes: write processes = [ { name = …, … } ]");
        }
        return new Element(PROCESSES, 0, "", children);
    }

    private Optional<Element> process(ConfigValue value) {
        if (!(value instanceof ConfigObject object)) {
            problem(value, "a process must be a block: write { name = …, … }");
            return Optional.empty();
        }
        var children = new ArrayList<Element>();
        HoconText.inOrder(object).forEach(entry -> {
            if (entry.getKey().equals(ENV)) {
                children.addAll(environment(entry.getValue()));
            } else {
                children.add(tag(entry.getKey(), entry.getValue()));
            }
        });
        return Optional.of(new Element("process", HoconText.line(value), "", children));
    }

    private List<Element> environment(ConfigValue value) {
        if (!(value instanceof ConfigObject object)) {
            problem(value, "env must be a block: write env { VARIABLE = value }");
            return List.of();
        }
        return HoconText.inOrder(object).stream()
                .map(entry -> {
                    var line = HoconText.line(entry.getValue());
                    var name = new Element("name", line, entry.getKey(), List.of());
                    return new Element(ENV, line, text(entry.getKey(), entry.getValue()), List.of(name));
                })
                .toList();
    }

    private Element tag(String name, ConfigValue value) {
        var line = HoconText.line(value);
        if (value instanceof ConfigObject object) {
            var attributes = HoconText.inOrder(object).stream()
                    .filter(entry -> !entry.getKey().equals(CHECK))
                    .map(entry -> new Element(
                            entry.getKey(),
                            HoconText.line(entry.getValue()),
                            text(entry.getKey(), entry.getValue()),
                            List.of()))
                    .toList();
            var check = object.get(CHECK);
            return new Element(name, line, check == null ? "" : text(CHECK, check), attributes);
        }
        if (value instanceof ConfigList list) {
            var isWords =
                    Tag.named(name).filter(tag -> tag.kind() == Tag.Kind.WORDS).isPresent();
            var text = list.stream()
                    .map(element -> text(name, element))
                    .map(element -> isWords ? word(element) : element)
                    .collect(Collectors.joining(isWords ? " " : ", "));
            return new Element(name, line, text, List.of());
        }
        return new Element(name, line, text(name, value), List.of());
    }

    private String text(String key, ConfigValue value) {
        var text = HoconText.scalar(value);
        if (text.isEmpty()) {
            problem(value, "%s must be a text, a number, true or false".formatted(key));
        }
        return text.orElse("").strip();
    }

    /** One word, as in a command line: names in {@code ${…}} still get their values. */
    private static String word(String text) {
        return '"' + text.replaceAll("([\\\\\"`])", "\\\\$1").replaceAll("\\$(?!\\{)", "\\\\\\$") + '"';
    }

    private void problem(ConfigValue value, String message) {
        findings.problem(file.at(HoconText.line(value)), message);
    }
}
