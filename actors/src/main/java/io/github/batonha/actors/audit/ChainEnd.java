package io.github.batonha.actors.audit;

import io.github.batonha.supervision.os.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last line of an audit: its number and its hash. A copy stands in {@code run/NODE/audit-end}, by which lines that were cut off the
 * end are missed.
 */
public record ChainEnd(long number, String hash) {

    static final ChainEnd NONE = new ChainEnd(0, AuditLine.NONE);

    private static final String NAME = "audit-end";
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})\\n");

    static ChainEnd of(AuditLine line, byte[] bytes) {
        return new ChainEnd(line.record().number(), AuditLine.hash(bytes));
    }

    /** Empty where there is none. Blocks. {@code run} is {@code run/NODE}. */
    public static Optional<ChainEnd> read(Path run) throws IOException {
        try {
            var text = FORM.matcher(Files.readString(run.resolve(NAME)));
            return text.matches()
                    ? Optional.of(new ChainEnd(Long.parseLong(text.group(1)), text.group(2)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(Path run) throws IOException {
        AtomicFile.writeForOwner(
                run.resolve(NAME), "%d %s\n".formatted(number, hash), AtomicFile.Durability.PROCESS_CRASH);
    }
}
