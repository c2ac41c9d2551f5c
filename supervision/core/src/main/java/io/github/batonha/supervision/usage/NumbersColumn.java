package io.github.batonha.supervision.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which series stands in a column of the records. Pure.
 *
 * @param series its name and labels; empty where the column is free
 * @param isRate whether its values are per second
 * @param since the minute from which on the column is its own
 * @param seen when it was last told, to within an hour
 */
record NumbersColumn(String series, boolean isRate, long since, long seen) {

    static final int BYTES = 384;
    static final NumbersColumn FREE = new NumbersColumn("", false, 0, 0);

    private static final int HEAD_BYTES = 16;

    /** A longer name is not kept. */
    static final int MOST_NAME_BYTES = BYTES - HEAD_BYTES;

    boolean isFree() {
        return series.isEmpty();
    }

    NumbersColumn seenAt(long minute) {
        return new NumbersColumn(series, isRate, since, minute);
    }

    ByteBuffer bytes() {
        var name = series.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(Integer.BYTES, (int) since)
                .putInt(8, (int) seen)
                .putShort(12, (short) (isRate ? 1 : 0))
                .putShort(14, (short) name.length)
                .put(HEAD_BYTES, name);
        return bytes.putInt(0, FixedFile.sum(bytes, Integer.BYTES, BYTES - Integer.BYTES));
    }

    /** Free where nothing was written, or not all of it. */
    static NumbersColumn read(ByteBuffer bytes, int at) {
        var length = bytes.getShort(at + 14);
        var isWhole = bytes.getInt(at) == FixedFile.sum(bytes, at + Integer.BYTES, BYTES - Integer.BYTES);
        if (!isWhole || length <= 0 || length > MOST_NAME_BYTES) {
            return FREE;
        }
        var name = new byte[length];
        bytes.get(at + HEAD_BYTES, name);
        return new NumbersColumn(
                new String(name, StandardCharsets.UTF_8),
                bytes.getShort(at + 12) == 1,
                bytes.getInt(at + Integer.BYTES),
                bytes.getInt(at + 8));
    }

    /** Whether a series can have a column at all. */
    static Optional<String> name(String series) {
        return series.isEmpty() || series.getBytes(StandardCharsets.UTF_8).length > MOST_NAME_BYTES
                ? Optional.empty()
                : Optional.of(series);
    }
}
