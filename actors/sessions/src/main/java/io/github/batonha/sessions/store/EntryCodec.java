package io.github.batonha.sessions.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Entries as bytes, the same in the journal and between nodes. Bytes of entries may be joined; decoding gives them one by one.
 * The form is fixed once released; another one gets another kind.
 */
public final class EntryCodec {

    private static final int WHOLE = 1;
    private static final int PART = 2;
    private static final int DELETED = 3;
    /** Bytes of a session without attributes. */
    private static final int HEAD = 1 + SessionId.BYTES + 4 * Long.BYTES + Integer.BYTES;

    private static final int MOST_NAMES = 4096;

    /** Names, content types and nodes occur in every session: one object of each is enough. */
    private final ConcurrentHashMap<String, String> names = new ConcurrentHashMap<>();

    /**
     * An entry that came in.
     *
     * @param isWhole false for a change, which means something only to who has the session already
     */
    public record Decoded(Entry entry, boolean isWhole) {}

    static byte[] encode(Entry entry, boolean isWhole) {
        try {
            var bytes = new ByteArrayOutputStream(Math.max(HEAD, entry.weight()));
            write(new DataOutputStream(bytes), entry, isWhole);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A whole entry in parts of about {@code most} bytes; one attribute is never cut. */
    static List<byte[]> encodeInParts(Entry entry, int most) {
        if (!(entry instanceof Session session) || session.weight() <= most) {
            return List.of(encode(entry, true));
        }
        var parts = new ArrayList<byte[]>();
        var part = new ArrayList<Attribute>();
        var weight = 0;
        for (var attribute : session.all()) {
            if (weight + attribute.weight() > most && !part.isEmpty()) {
                parts.add(encode(session.only(part), true));
                part.clear();
                weight = 0;
            }
            part.add(attribute);
            weight += attribute.weight();
        }
        parts.add(encode(session.only(part), true));
        return parts;
    }

    private static void write(DataOutputStream out, Entry entry, boolean isWhole) throws IOException {
        switch (entry) {
            case Tombstone deleted -> {
                out.writeByte(DELETED);
                writeId(out, deleted.id());
                out.writeLong(deleted.stamp());
            }
            case Session session -> {
                out.writeByte(isWhole ? WHOLE : PART);
                writeId(out, session.id());
                out.writeLong(session.createdStamp());
                out.writeLong(session.touchedMillis());
                out.writeLong(session.ttl().toMillis());
                out.writeLong(session.ttlStamp());
                out.writeInt(session.all().size());
                for (var attribute : session.all()) {
                    writeAttribute(out, attribute);
                }
            }
        }
    }

    private static void writeId(DataOutputStream out, SessionId id) throws IOException {
        out.writeLong(id.high());
        out.writeLong(id.middle());
        out.writeLong(id.low());
    }

    private static void writeAttribute(DataOutputStream out, Attribute attribute) throws IOException {
        out.writeUTF(attribute.name());
        out.writeLong(attribute.stamp());
        out.writeUTF(attribute.node());
        out.writeBoolean(attribute.isRemoved());
        if (!attribute.isRemoved()) {
            out.writeUTF(attribute.contentType());
            out.writeInt(attribute.value().length);
            out.write(attribute.value());
        }
    }

    /** Fails if the bytes are not entries. */
    List<Decoded> decode(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        var entries = new ArrayList<Decoded>();
        while (in.available() > 0) {
            entries.add(read(in));
        }
        return entries;
    }

    private Decoded read(DataInputStream in) throws IOException {
        var kind = in.readByte();
        return switch (kind) {
            case DELETED -> new Decoded(new Tombstone(readId(in), in.readLong()), true);
            case WHOLE, PART -> new Decoded(readSession(in), kind == WHOLE);
            default ->
                throw new IOException(
                        "unknown kind of entry %d: written by a newer release, or damaged".formatted(kind));
        };
    }

    private Session readSession(DataInputStream in) throws IOException {
        var id = readId(in);
        var created = in.readLong();
        var touched = in.readLong();
        var ttlMillis = in.readLong();
        var ttlStamp = in.readLong();
        var count = in.readInt();
        var attributes = new ArrayList<Attribute>();
        for (var index = 0; index < count; index++) {
            attributes.add(readAttribute(in));
        }
        return Session.restore(id, created, touched, ttlMillis, ttlStamp, attributes);
    }

    private static SessionId readId(DataInputStream in) throws IOException {
        return new SessionId(in.readLong(), in.readLong(), in.readLong());
    }

    private Attribute readAttribute(DataInputStream in) throws IOException {
        var name = shared(in.readUTF());
        var stamp = in.readLong();
        var node = shared(in.readUTF());
        if (in.readBoolean()) {
            return Attribute.removed(name, stamp, node);
        }
        var contentType = shared(in.readUTF());
        var length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a value of %d bytes where %d are left: damaged".formatted(length, in.available()));
        }
        return Attribute.of(name, contentType, in.readNBytes(length), stamp, node);
    }

    String shared(String name) {
        var known = names.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() < MOST_NAMES) {
            names.put(name, name);
        }
        return name;
    }
}
