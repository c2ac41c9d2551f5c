package io.github.batonha.sessions.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A record of the journal: length of what follows the checksum, checksum, kind, body. */
final class Frame {

    static final int HEAD = 2 * Integer.BYTES;

    /** What a record says. The codes are fixed for ever. */
    enum Kind {
        ENTRIES(1),
        MARKS(2),
        DISCARDED(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Optional<Kind> of(int code) {
            for (var kind : values()) {
                if (kind.code == code) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    private Frame() {}

    static int sizeOf(byte[] body) {
        return HEAD + 1 + body.length;
    }

    static void put(ByteBuffer buffer, Kind kind, byte[] body) {
        buffer.putInt(1 + body.length).putInt(checksum(kind, body));
        buffer.put((byte) kind.code).put(body);
    }

    static int checksum(Kind kind, byte[] body) {
        var crc = new CRC32C();
        crc.update(kind.code);
        crc.update(body);
        return (int) crc.getValue();
    }
}
