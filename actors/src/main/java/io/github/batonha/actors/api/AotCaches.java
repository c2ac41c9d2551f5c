package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/aot-caches}: the AOT caches of a node.
 *
 * @param bytes that all of them take on the disk
 * @param mostBytes that they may take
 */
public record AotCaches(String node, long bytes, long mostBytes, List<OfProcess> processes) {

    public AotCaches {
        processes = List.copyOf(processes);
    }

    /**
     * One process.
     *
     * @param cache that its run uses or its next start will use; null where none fits
     * @param reason why it has no cache, and what became of its last recording; often empty
     */
    public record OfProcess(
            String process, State state, @Nullable Cache cache, String reason) {}

    /**
     * One file.
     *
     * @param process whose run recorded it
     */
    public record Cache(String file, String process, long bytes, Instant madeAt, Instant lastUsedAt) {}

    /** How far a process is; its text is the one of the wire and of screens. */
    public enum State {
        /** No cache fits. */
        NONE,
        /** Its next start records. */
        ORDERED,
        /** Its run records, or a cache is being made of what it recorded. */
        RECORDING,
        /** Its next start will use a cache. */
        READY,
        /** Its run uses one. */
        USED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
