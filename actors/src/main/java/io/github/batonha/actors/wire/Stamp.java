package io.github.batonha.actors.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Who sends: stands behind the bytes of each message between nodes, where a reader that knows nothing of it does not look.
 *
 * @param system name of the system that the sender belongs to
 * @param node the sender's name in it
 * @param address where the sender's cluster port is, by its own definition
 * @param agent tells one life of an agent from all others, wherever they run; for people too
 */
record Stamp(String system, String node, String address, String agent) {
    private static final byte[] MAGIC = "\0batonS1".getBytes(StandardCharsets.US_ASCII);
    private static final int END = Integer.BYTES + MAGIC.length;
    private static final int FIELDS = 4;

    /** A message and the stamp that stood behind it. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    record Stamped(byte[] message, Optional<Stamp> stamp) {}

    byte[] encoded() {
        var text = String.join("\n", system, node, address, agent).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + END)
                .put(text)
                .putInt(text.length)
                .put(MAGIC)
                .array();
    }

    /** Without a stamp where there is none: an earlier release wrote it. */
    static Stamped read(byte[] bytes) {
        var length = bytes.length - END;
        if (length < 0 || !Arrays.equals(bytes, length + Integer.BYTES, bytes.length, MAGIC, 0, MAGIC.length)) {
            return new Stamped(bytes, Optional.empty());
        }
        var begin = length - ByteBuffer.wrap(bytes).getInt(length);
        if (begin < 0 || begin > length) {
            return new Stamped(bytes, Optional.empty());
        }
        var fields = new String(bytes, begin, length - begin, StandardCharsets.UTF_8).split("\n", -1);
        return fields.length < FIELDS
                ? new Stamped(bytes, Optional.empty())
                : new Stamped(
                        Arrays.copyOf(bytes, begin),
                        Optional.of(new Stamp(fields[0], fields[1], fields[2], fields[3])));
    }

    @Override
    public String toString() {
        return "%s of system %s at %s (agent %s)".formatted(node, system, address, agent);
    }
}
