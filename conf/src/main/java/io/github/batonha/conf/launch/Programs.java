package io.github.batonha.conf.launch;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.processes.ProcessEntry;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.KnownItem;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which executable a process runs. */
public final class Programs {

    private final BatonHome home;
    private final ItemValues items;
    private final Path agentJava;
    private final Findings findings;

    /** @param agentJava java.home of the agent */
    public Programs(BatonHome home, ItemValues items, Path agentJava, Findings findings) {
        this.home = home;
        this.items = items;
        this.agentJava = agentJava;
        this.findings = findings;
    }

    /** {@code <java>}, else the item JavaHome, else the java that runs the agent. */
    String java(ProcessEntry entry) {
        var tag = entry.text(Tag.JAVA);
        if (tag.isPresent()) {
            return java(tag.get(), entry.placeOf(Tag.JAVA), "");
        }
        return items.find(KnownItem.JAVA_HOME)
                .map(item -> java(item.text(), item.place(), "item \"JavaHome\": "))
                .orElseGet(this::agentJava);
    }

    /** @param subject begins the message where the place alone does not say what is meant */
    private String java(String text, Place place, String subject) {
        var path = home.path().resolve(text);
        return text.contains("/") && Files.isDirectory(path)
                ? checked(path.resolve("bin/java"), place, subject)
                : program(text, place, subject);
    }

    /** The java that runs the agent. */
    String agentJava() {
        return agentJava.resolve("bin/java").toString();
    }

    /** A name without a slash is looked up in PATH when the process starts; other relative ones belong to the home. */
    String program(String text, Place place) {
        return program(text, place, "");
    }

    private String program(String text, Place place, String subject) {
        return text.contains("/") ? checked(home.path().resolve(text), place, subject) : text;
    }

    private String checked(Path path, Place place, String subject) {
        if (!Files.isExecutable(path) || Files.isDirectory(path)) {
            findings.problem(
                    place,
                    "%s%s is not a program that can be run: correct the path, or make the file executable"
                            .formatted(subject, path));
        }
        return path.toString();
    }
}
