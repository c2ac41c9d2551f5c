package io.github.batonha.conf.report;

import java.util.Optional;

/** Finds again in a file where something stands that its parser gave without its place. */
public final class SourceText {

    private SourceText() {}

    /** The first place from the beginning of a line on. Empty if the file has it written in another way, as an entity. */
    public static Optional<Place> find(String name, String source, String wanted, int fromLine) {
        return find(source, wanted, fromLine).map(at -> at(name, source, at));
    }

    static Optional<Integer> find(String source, String wanted, int fromLine) {
        var start = 0;
        for (var line = 1; line < fromLine; line++) {
            var end = source.indexOf('\n', start);
            if (end < 0) {
                break;
            }
            start = end + 1;
        }
        return Optional.of(source.indexOf(wanted, start)).filter(found -> found >= 0);
    }

    static Place at(String name, String source, int at) {
        var line = 1
                + (int) source.substring(0, at)
                        .chars()
                        .filter(sign -> sign == '\n')
                        .count();
        var start = source.lastIndexOf('\n', at - 1) + 1;
        return new Place(name, line, source.codePointCount(start, at) + 1);
    }
}
