package io.github.batonha.actors.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads along what one connection of the cluster port brings, as far as needed to see whose messages they are: a peer may send
 * messages of those nodes alone that its certificate names. Knows Artery's framing: a magic word and the stream's number, then frames, each
 * after its length in four bytes, lowest first; the message, with its {@link Stamp} at the end, is the last part of its frame. One thread.
 */
public final class FrameGuard {
    private static final int PREAMBLE = 5;
    private static final int LENGTH = 4;
    /** No stamp is longer. */
    private static final int TAIL = 4096;

    /** The connection is to be closed. */
    public static final class Foreign extends Exception {
        private static final long serialVersionUID = 1;

        Foreign(String message) {
            super(message);
        }
    }

    private final Set<String> nodes;
    private final int mostInFrame;
    private int preambleLeft = PREAMBLE;
    private int lengthLeft = LENGTH;
    private int length;
    private int left;
    private final byte[] tail = new byte[TAIL];
    private int tailLength;

    /**
     * Of one connection.
     *
     * @param nodes whose messages may come
     * @param mostInFrame bytes
     */
    public FrameGuard(Set<String> nodes, int mostInFrame) {
        this.nodes = Set.copyOf(nodes);
        this.mostInFrame = mostInFrame;
    }

    /**
     * Reads all that remains in the buffer.
     *
     * @throws Foreign if there is a message of another node in it, or no frame that this port takes
     */
    public void read(ByteBuffer bytes) throws Foreign {
        while (bytes.hasRemaining()) {
            if (preambleLeft > 0) {
                preambleLeft--;
                bytes.get();
            } else if (lengthLeft > 0) {
                length |= (bytes.get() & 0xff) << (8 * (LENGTH - lengthLeft));
                lengthLeft--;
                if (lengthLeft == 0) {
                    begin();
                }
            } else {
                inFrame(bytes);
            }
        }
    }

    private void begin() throws Foreign {
        if (length < 0 || length > mostInFrame) {
            throw new Foreign("a frame of %d bytes, but at most %d are taken".formatted(length, mostInFrame));
        }
        left = length;
        tailLength = 0;
        if (left == 0) {
            next();
        }
    }

    private void inFrame(ByteBuffer bytes) throws Foreign {
        var count = Math.min(left, bytes.remaining());
        var skipped = Math.max(0, count - TAIL);
        bytes.position(bytes.position() + skipped);
        var taken = count - skipped;
        var kept = Math.min(tailLength, TAIL - taken);
        System.arraycopy(tail, tailLength - kept, tail, 0, kept);
        bytes.get(tail, kept, taken);
        tailLength = kept + taken;
        left -= count;
        if (left == 0) {
            check();
            next();
        }
    }

    private void check() throws Foreign {
        var stamp = Stamp.read(Arrays.copyOf(tail, tailLength)).stamp();
        if (stamp.isPresent() && !nodes.contains(stamp.get().node())) {
            throw new Foreign("a message in the name of %s".formatted(stamp.get()));
        }
    }

    private void next() {
        lengthLeft = LENGTH;
        length = 0;
    }
}
