package io.github.batonha.client.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The binary form of sessions and of changes over HTTP, which client and agent share: values as they are instead of base64 in
 * JSON. Numbers are big-endian, texts as {@link DataOutputStream#writeUTF} has them; the first byte is the form's number.
 */
public final class SessionForm {

    public static final String SESSION = "application/vnd.baton.session";
    public static final String CHANGES = "application/vnd.baton.session-changes";

    private static final int FORM = 1;

    private SessionForm() {}

    public static byte[] encode(SessionCopy session) {
        return bytes(out -> {
            out.writeByte(FORM);
            out.writeUTF(session.id());
            out.writeUTF(session.tag());
            out.writeLong(session.created().toEpochMilli());
            out.writeLong(session.touched().toEpochMilli());
            out.writeLong(session.ttl().toMillis());
            out.writeInt(session.attributes().size());
            for (var attribute : session.attributes().entrySet()) {
                out.writeUTF(attribute.getKey());
                out.writeUTF(attribute.getValue().tag());
                write(out, attribute.getValue());
            }
        });
    }

    /** Fails if the bytes are not of this form. */
    public static SessionCopy decodeSession(byte[] bytes) throws IOException {
        var in = begin(bytes);
        var id = in.readUTF();
        var tag = in.readUTF();
        var created = Instant.ofEpochMilli(in.readLong());
        var touched = Instant.ofEpochMilli(in.readLong());
        var ttl = Duration.ofMillis(in.readLong());
        var attributes = new LinkedHashMap<String, Value>();
        for (var left = in.readInt(); left > 0; left--) {
            var name = in.readUTF();
            var valueTag = in.readUTF();
            attributes.put(name, read(in, valueTag));
        }
        return new SessionCopy(id, tag, created, touched, ttl, attributes);
    }

    public static byte[] encode(SessionChanges changes) {
        return bytes(out -> {
            out.writeByte(FORM);
            out.writeLong(changes.ttlMillis());
            out.writeInt(changes.set().size());
            for (var attribute : changes.set().entrySet()) {
                out.writeUTF(attribute.getKey());
                write(out, attribute.getValue());
            }
            out.writeInt(changes.removed().size());
            for (var name : changes.removed()) {
                out.writeUTF(name);
            }
            writeConditions(out, changes);
        });
    }

    /** Last, and only where there are any: an agent of an earlier release reads the rest. */
    private static void writeConditions(DataOutputStream out, SessionChanges changes) throws IOException {
        var conditional = changes.set().entrySet().stream()
                .filter(attribute -> !attribute.getValue().tag().isEmpty())
                .toList();
        if (!conditional.isEmpty()) {
            out.writeInt(conditional.size());
            for (var attribute : conditional) {
                out.writeUTF(attribute.getKey());
                out.writeUTF(attribute.getValue().tag());
            }
        }
    }

    /** Fails if the bytes are not of this form. */
    public static SessionChanges decodeChanges(byte[] bytes) throws IOException {
        var in = begin(bytes);
        var changes = new SessionChanges();
        var ttlMillis = in.readLong();
        if (ttlMillis > 0) {
            changes.liveFor(Duration.ofMillis(ttlMillis));
        }
        for (var left = in.readInt(); left > 0; left--) {
            var name = in.readUTF();
            var value = read(in, "");
            changes.set(name, value.contentType(), value.bytes());
        }
        for (var left = in.readInt(); left > 0; left--) {
            changes.remove(in.readUTF());
        }
        if (in.available() > 0) {
            readConditions(in, changes);
        }
        return changes;
    }

    private static void readConditions(DataInputStream in, SessionChanges changes) throws IOException {
        for (var left = in.readInt(); left > 0; left--) {
            var name = in.readUTF();
            var tag = in.readUTF();
            var value = changes.set().get(name);
            if (value == null) {
                throw new IOException("a condition for \"%s\", which is not set".formatted(name));
            }
            changes.setIfUnchanged(name, tag, value.contentType(), value.bytes());
        }
    }

    private static DataInputStream begin(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        var form = in.readByte();
        if (form != FORM) {
            throw new IOException("form %d of a session, where %d is known".formatted(form, FORM));
        }
        return in;
    }

    private static void write(DataOutputStream out, Value value) throws IOException {
        out.writeUTF(value.contentType());
        out.writeInt(value.bytes().length);
        out.write(value.bytes());
    }

    private static Value read(DataInputStream in, String tag) throws IOException {
        var contentType = in.readUTF();
        var length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a value of %d bytes where %d are left".formatted(length, in.available()));
        }
        return new Value(contentType, in.readNBytes(length), tag);
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writer writer) {
        try {
            var bytes = new ByteArrayOutputStream(512);
            writer.write(new DataOutputStream(bytes));
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What an attribute holds. The bytes are not copied. */
    public static final class Value {
        private final String contentType;
        private final byte[] bytes;
        private final String tag;

        public Value(String contentType, byte[] bytes, String tag) {
            this.contentType = contentType;
            this.bytes = bytes;
            this.tag = tag;
        }

        public String contentType() {
            return contentType;
        }

        public byte[] bytes() {
            return bytes;
        }

        /**
         * In a session: changes with every write of the attribute. In changes: the tag that the attribute must still have, empty for a
         * write without a condition.
         */
        public String tag() {
            return tag;
        }
    }

    /** Copies, for users of the map must not see another's changes. */
    static Map<String, Value> copy(Map<String, Value> attributes) {
        return new LinkedHashMap<>(attributes);
    }
}
