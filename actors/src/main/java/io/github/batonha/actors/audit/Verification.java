package io.github.batonha.actors.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an audit is intact.
 *
 * @param lines that were looked at
 * @param first number of the first line; 0 for none
 * @param last the last line that follows
 * @param fault the first one; null for none
 */
public record Verification(
        long lines, long first, ChainEnd last, @Nullable Fault fault) {

    /** A place in a file, from line 1 on, and what is wrong there. */
    public record Fault(Path file, long line, String what) {}

    private static final int LONGEST_LINE = 1 << 20;

    /**
     * Looks at the files of a node from line 1 to the end that its agent knows. Blocks.
     *
     * @param logs {@code logs/NODE}
     * @param run {@code run/NODE}
     */
    public static Verification ofNode(Path logs, Path run) throws IOException {
        var end = ChainEnd.read(run);
        var files = AuditFiles.inOrder(logs);
        var verification = of(files, AuditChain.whole(), end);
        // A file that was put away meanwhile was missed, or read twice.
        return AuditFiles.inOrder(logs).equals(files) ? verification : ofNode(logs, run);
    }

    /** Looks at files in this order, which may begin with any line. Blocks. */
    public static Verification of(List<Path> files) throws IOException {
        return of(files, AuditChain.part(), Optional.empty());
    }

    private static Verification of(List<Path> files, AuditChain chain, Optional<ChainEnd> known) throws IOException {
        var lines = 0L;
        var expected = known.orElse(ChainEnd.NONE);
        for (var file : files) {
            try (var in = new BufferedInputStream(Files.newInputStream(file))) {
                var line = 0L;
                for (var bytes = next(in); bytes != null; bytes = next(in)) {
                    line++;
                    var what = chain.take(new String(bytes, StandardCharsets.UTF_8), bytes)
                            .or(() -> unlike(expected, chain.end()));
                    if (what.isPresent()) {
                        return new Verification(
                                lines + line, chain.first(), chain.end(), new Fault(file, line, what.get()));
                    }
                }
                lines += line;
            }
        }
        return new Verification(lines, chain.first(), chain.end(), missing(files, lines, expected, chain.end()));
    }

    private static Optional<String> unlike(ChainEnd expected, ChainEnd end) {
        return expected.number() == end.number() && !expected.hash().equals(end.hash())
                ? Optional.of("has hash %s, but the agent wrote a line with %s: it was changed"
                        .formatted(end.hash(), expected.hash()))
                : Optional.empty();
    }

    private static @Nullable Fault missing(List<Path> files, long lines, ChainEnd expected, ChainEnd end) {
        if (expected.number() <= end.number()) {
            return null;
        }
        var file = files.isEmpty() ? Path.of(AuditFiles.CURRENT) : files.getLast();
        return new Fault(
                file,
                lines,
                "is the last line, with number %d, but the agent wrote up to number %d: the end was cut off"
                        .formatted(end.number(), expected.number()));
    }

    /** Null at the end, and for a last line that is not finished: the agent may be writing it. */
    private static byte @Nullable [] next(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n' || line.size() > LONGEST_LINE) {
                return line.toByteArray();
            }
            line.write(b);
        }
        return null;
    }
}
