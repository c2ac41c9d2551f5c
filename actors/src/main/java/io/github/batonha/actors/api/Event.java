package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code logs/NODE/events.jsonl}, and one event of {@code GET /api/v1/events}: something happened on a node. What does not
 * belong to the type is null.
 *
 * @param seq grows with each event of the node, also over restarts of its agent
 * @param time by the node's clock
 * @param type one of a fixed set of words
 * @param process that it is about
 * @param run id of the run that it is about, {@code BATON_RUN} of its processes
 * @param pid of the run's main process
 * @param peer another node that it is about
 * @param from as it was before
 * @param to as it is now
 * @param path of what was kept of it, below {@code BATON_HOME}
 * @param text why, for people
 */
public record Event(
        long seq,
        Instant time,
        String node,
        String type,
        @Nullable String process,
        @Nullable String run,
        @Nullable Long pid,
        @Nullable String peer,
        @Nullable String from,
        @Nullable String to,
        @Nullable String path,
        String text)
        implements Wire {

    /** The same with another text. */
    public Event saying(String words) {
        return new Event(seq, time, node, type, process, run, pid, peer, from, to, path, words);
    }
}
