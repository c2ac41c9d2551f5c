package io.github.batonha.sessions.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What lets deletions be forgotten without anything deleted coming back. Kept in the journal.
 *
 * @param have by host, the stamp of that host's clock up to which this node surely has all that the host had
 * @param forgottenUpTo the latest stamp of a deletion that this node has forgotten: who has less of this node than that may hold
 *     what was deleted, and has to give up the sessions that were there before it was cut off
 * @param heard stamp of when this node was last in touch with any other: what was made here later, no other can have deleted
 */
public record Watermarks(Map<String, Long> have, long forgottenUpTo, long heard) {

    public static final Watermarks NONE = new Watermarks(Map.of(), 0, 0);

    public Watermarks {
        have = Map.copyOf(have);
    }

    long haveOf(String host) {
        return have.getOrDefault(host, 0L);
    }

    Watermarks withHave(String host, long stamp) {
        var more = new HashMap<>(have);
        more.merge(host, stamp, Math::max);
        return new Watermarks(more, forgottenUpTo, heard);
    }

    Watermarks withForgotten(long stamp) {
        return new Watermarks(have, Math.max(forgottenUpTo, stamp), heard);
    }

    Watermarks withHeard(long stamp) {
        return new Watermarks(have, forgottenUpTo, Math.max(heard, stamp));
    }

    /** After a clock was wrong: what this node heard last, it did not hear in the future. */
    Watermarks notAfter(long stamp) {
        return new Watermarks(have, Math.min(forgottenUpTo, stamp), Math.min(heard, stamp));
    }

    /** For a journal with a hole: who knows what was lost in it. */
    public Watermarks withoutHave() {
        return new Watermarks(Map.of(), forgottenUpTo, heard);
    }

    public byte[] encode() {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeLong(forgottenUpTo);
            out.writeLong(heard);
            out.writeInt(have.size());
            for (var host : have.entrySet()) {
                out.writeUTF(host.getKey());
                out.writeLong(host.getValue());
            }
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static Watermarks decode(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        var forgottenUpTo = in.readLong();
        var heard = in.readLong();
        var count = in.readInt();
        var have = new HashMap<String, Long>();
        for (var index = 0; index < count; index++) {
            have.put(in.readUTF(), in.readLong());
        }
        return new Watermarks(have, forgottenUpTo, heard);
    }
}
