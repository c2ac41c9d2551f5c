package io.github.batonha.actors.logs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a log is wanted.
 *
 * @param isErr standard error in place of standard output
 * @param lines the last so many; with {@code since}, all from then on
 * @param follow go on with what is written, as long as anybody asks; not with {@code until}
 */
public record LogQuery(
        String process,
        boolean isErr,
        int lines,
        @Nullable Instant since,
        @Nullable Instant until,
        boolean follow) {

    String fileName() {
        return process + (isErr ? ".log.err" : ".log");
    }
}
