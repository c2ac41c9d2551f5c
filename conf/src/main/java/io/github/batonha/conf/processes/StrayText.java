package io.github.batonha.conf.processes;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.conf.report.SourceText;
import io.github.batonha.supervision.run.OddSigns;

/** Tells of words that stand between tags, where nothing reads them. */
final class StrayText {

    private final ConfFile file;
    private final String source;
    private final Findings findings;

    StrayText(ConfFile file, String source, Findings findings) {
        this.file = file;
        this.source = source;
        this.findings = findings;
    }

    /** A problem at the line of the first word; at that of the tag where entities hide it. */
    void check(Element element) {
        element.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .ifPresent(words -> {
                    var line = SourceText.find(file.name(), source, words, element.line())
                            .map(Place::line)
                            .orElse(element.line());
                    findings.problem(
                            file.at(line),
                            "text %sstands directly in <%s>, outside any tag: put it into a tag, or into a comment <!-- … -->"
                                    .formatted(
                                            OddSigns.first(words).isPresent() ? "\"" + words + "\" " : "",
                                            element.name()));
                });
    }
}
