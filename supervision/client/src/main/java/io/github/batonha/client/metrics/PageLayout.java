package io.github.batonha.client.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Where everything is in a page. All words are of 64 bits, little endian. Described in docs/monitoring.md.
 *
 * <p>The header has 4096 bytes: magic with the version, number of the next free slot, number of refused series. 1024 slots of 512
 * bytes follow: kind, mark of the text, 18 words of values, text. The kind is written last, so a slot counts once it is whole.
 */
final class PageLayout {

    /** "BATONM" and the version of the layout. */
    static final long MAGIC = 0x4241_544F_4E4D_0001L;

    static final int MAGIC_AT = 0;
    static final int NEXT_AT = 8;
    static final int REFUSED_AT = 16;
    static final int HEADER_WORDS_END = 24;
    static final int HEADER_BYTES = 4096;

    static final int SLOTS = 1024;
    static final int SLOT_BYTES = 512;
    static final int FILE_BYTES = HEADER_BYTES + SLOTS * SLOT_BYTES;

    static final int KIND_AT = 0;
    static final int MARK_AT = 8;
    static final int VALUES_AT = 16;
    static final int TEXT_AT = 160;
    static final int TEXT_BYTES = SLOT_BYTES - TEXT_AT;

    static final int EMPTY = 0;
    static final int COUNTER = 1;
    static final int GAUGE = 2;
    static final int TIMER = 3;

    /**
     * Upper bounds of a timer's buckets in nanoseconds; one more bucket holds what is longer. From 0.1 ms, what a handler in memory
     * takes, to 10 s, beyond which nobody waits: three for each power of ten where most requests are.
     */
    private static final long[] BOUNDS = {
        100_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        25_000_000,
        50_000_000,
        100_000_000,
        250_000_000,
        500_000_000,
        1_000_000_000,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L
    };

    static final int BUCKETS = BOUNDS.length + 1;
    static final int SUM_AT = VALUES_AT + BUCKETS * Long.BYTES;
    static final int MAX_AT = SUM_AT + Long.BYTES;

    static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PageLayout() {}

    static int slot(int index) {
        return HEADER_BYTES + index * SLOT_BYTES;
    }

    static int bucket(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    static long bound(int bucket) {
        return BOUNDS[bucket];
    }

    /** Length and checksum: a text that is only half there does not have it. */
    static long mark(byte[] text) {
        var checksum = new CRC32();
        checksum.update(text);
        return checksum.getValue() << 32 | text.length;
    }

    /** Name, and for each label its name and its value. */
    static byte[] text(Iterable<String> words) {
        return String.join("\0", words).getBytes(StandardCharsets.UTF_8);
    }
}
