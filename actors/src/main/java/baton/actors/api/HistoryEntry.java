package baton.actors.api;

import baton.actors.wire.Wire;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/history}: one assignment, newest last. {@code from} is null for the very first. */
public record HistoryEntry(
        long epoch,
        @Nullable String from,
        String to,
        String by,
        String reason,
        Instant at,
        List<String> confirmedDown,
        List<String> fenced)
        implements Wire {
    /** A file that an earlier version wrote knows no fences. */
    @SuppressWarnings("NullAway")
    public HistoryEntry {
        confirmedDown = List.copyOf(confirmedDown);
        fenced = fenced == null ? List.of() : List.copyOf(fenced);
    }

    public HistoryEntry(
            long epoch,
            @Nullable String from,
            String to,
            String by,
            String reason,
            Instant at,
            List<String> confirmedDown) {
        this(epoch, from, to, by, reason, at, confirmedDown, List.of());
    }
}
