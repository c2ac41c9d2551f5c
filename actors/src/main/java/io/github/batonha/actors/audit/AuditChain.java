package io.github.batonha.actors.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes lines one after the other, and says which one does not follow. Pure; one thread. */
final class AuditChain {

    private @Nullable ChainEnd end;
    private long first;

    private AuditChain(@Nullable ChainEnd end) {
        this.end = end;
    }

    /** Whose first line must be line 1. */
    static AuditChain whole() {
        return new AuditChain(ChainEnd.NONE);
    }

    /** That may begin with any line. */
    static AuditChain part() {
        return new AuditChain(null);
    }

    /** What is wrong with the next line; empty where it follows. */
    Optional<String> take(String text, byte[] bytes) {
        var read = AuditLine.read(text);
        if (read.isEmpty()) {
            return Optional.of("is not a line of an audit");
        }
        var line = read.get();
        var number = line.record().number();
        var before = end;
        if (before != null && number != before.number() + 1) {
            return Optional.of("has number %d, but number %d was expected: lines are missing, repeated or out of order"
                    .formatted(number, before.number() + 1));
        }
        if (before != null && !line.previous().equals(before.hash())) {
            return Optional.of(
                    "names %s as the hash of the line before it, but that line has %s: one of the two was changed"
                            .formatted(line.previous(), before.hash()));
        }
        if (first == 0) {
            first = number;
        }
        end = ChainEnd.of(line, bytes);
        return Optional.empty();
    }

    long first() {
        return first;
    }

    /** The last line taken; {@link ChainEnd#NONE} where there is none. */
    ChainEnd end() {
        return end == null ? ChainEnd.NONE : end;
    }
}
