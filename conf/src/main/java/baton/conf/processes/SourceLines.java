package baton.conf.processes;

import java.util.Optional;

/** Finds again in a file where something stands that its parser gave without its place. */
final class SourceLines {

    private final String source;

    SourceLines(String source) {
        this.source = source;
    }

    /** Both from 1. */
    record Position(int line, int column) {}

    /** The first place from the beginning of a line on. Empty if the file has it written in another way, as an entity. */
    Optional<Position> find(String wanted, int fromLine) {
        var start = startOf(fromLine);
        var at = source.indexOf(wanted, start);
        if (at < 0) {
            return Optional.empty();
        }
        var line = (int) source.substring(start, at)
                        .chars()
                        .filter(sign -> sign == '\n')
                        .count()
                + fromLine;
        var lineStart = source.lastIndexOf('\n', at - 1) + 1;
        return Optional.of(new Position(line, source.codePointCount(lineStart, at) + 1));
    }

    private int startOf(int line) {
        var start = 0;
        for (var number = 1; number < line; number++) {
            var end = source.indexOf('\n', start);
            if (end < 0) {
                return start;
            }
            start = end + 1;
        }
        return start;
    }
}
