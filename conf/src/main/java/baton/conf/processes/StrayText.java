package baton.conf.processes;

import baton.conf.files.ConfFile;
import baton.conf.report.Findings;

/** Tells of words that stand between tags, where nothing reads them. */
final class StrayText {

    private final ConfFile file;
    private final SourceLines source;
    private final Findings findings;

    StrayText(ConfFile file, String source, Findings findings) {
        this.file = file;
        this.source = new SourceLines(source);
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
                    var found = source.find(words, element.line());
                    findings.problem(
                            file.at(found.map(SourceLines.Position::line).orElse(element.line())),
                            "text stands directly in <%s>, outside any tag: put it into a tag, or into a comment <!-- … -->"
                                    .formatted(element.name()));
                });
    }
}
