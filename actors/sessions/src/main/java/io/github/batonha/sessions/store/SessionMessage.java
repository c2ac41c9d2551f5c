package io.github.batonha.sessions.store;

/**
 * Between the session stores of two hosts. Any of them may be lost, doubled, late or out of order. {@code clock} is the sender's
 * hybrid clock and not before any stamp in the message.
 */
public sealed interface SessionMessage extends SessionInput {

    String from();

    long clock();

    /**
     * I am here. Sent every second to every host.
     *
     * @param sent the sender's monotonic nanoseconds
     * @param echo {@code sent} of the last beat that the sender got from the receiver, 0 if none: shows that both ways are open
     * @param forgottenUpTo the latest deletion that the sender has forgotten
     * @param have up to where the sender has everything of the receiver
     * @param isListening whether the sender takes anything but beats of the receiver
     * @param jumpMillis how far the sender's wall clock has jumped ahead of {@code clock}; 0 where it has not
     */
    record Beat(
            String from,
            long clock,
            long sent,
            long echo,
            long forgottenUpTo,
            long have,
            boolean isListening,
            long jumpMillis)
            implements SessionMessage {}

    /** Entries just written, to be merged and acknowledged. */
    record Deltas(
            String from,
            long clock,
            long batch,
            @SuppressWarnings("ArrayRecordComponent") byte[] entries) implements SessionMessage {}

    /**
     * A batch is merged.
     *
     * @param unknown ids (as a {@link Listing}) of changes to sessions that the receiver lacks: it needs them whole
     * @param isRefused the receiver has no room
     */
    record Acknowledged(
            String from,
            long clock,
            long batch,
            @SuppressWarnings("ArrayRecordComponent") byte[] unknown,
            boolean isRefused)
            implements SessionMessage {}

    /**
     * What I hold, one sum a shard. The receiver pulls what differs.
     *
     * @param asOf milliseconds of the epoch: what has ended by then is left out on both sides
     */
    record Digests(
            String from,
            long clock,
            long round,
            long asOf,
            @SuppressWarnings("ArrayRecordComponent") long[] shards) implements SessionMessage {}

    /**
     * Send me of a shard what differs from my listing.
     *
     * @param step number of this pull within the round
     * @param after the id after which to go on, empty for the beginning
     */
    record Pull(
            String from,
            long clock,
            long round,
            long asOf,
            int shard,
            long step,
            @SuppressWarnings("ArrayRecordComponent") byte[] after,
            @SuppressWarnings("ArrayRecordComponent") byte[] listing)
            implements SessionMessage {}

    /**
     * Some of what was pulled. The next is sent only when it is pulled, so a slow receiver holds the sender back.
     *
     * @param step of the pull that this answers
     * @param part which of the chunks that answer it, from 0
     * @param parts how many answer it: more than one where a session is larger than a chunk
     * @param after where to go on pulling, empty when that was all of the shard
     */
    record Chunk(
            String from,
            long clock,
            long round,
            int shard,
            @SuppressWarnings("ArrayRecordComponent") byte[] entries,
            long step,
            int part,
            int parts,
            @SuppressWarnings("ArrayRecordComponent") byte[] after)
            implements SessionMessage {}
}
