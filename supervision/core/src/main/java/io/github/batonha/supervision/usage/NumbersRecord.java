package io.github.batonha.supervision.usage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * The values of all series of a process during some minutes. A series has a column; NaN stands for one that told nothing. Pure.
 *
 * @param minute the first one, in minutes since 1970
 * @param samples how many minutes are in it
 * @param means by column
 * @param peaks the greatest minute, by column
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and handed over
record NumbersRecord(long minute, int samples, float[] means, float[] peaks) {

    static final int COLUMNS = 40;
    static final int BYTES = 8 + COLUMNS * 2 * Float.BYTES + Integer.BYTES;

    private static final int SUM_BYTES = Integer.BYTES;

    static NumbersRecord empty(long minute) {
        return new NumbersRecord(minute, 0, nothing(), nothing());
    }

    private static float[] nothing() {
        var values = new float[COLUMNS];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    /** All of them as one, which begins with that minute. */
    static NumbersRecord merged(long minute, Collection<NumbersRecord> records) {
        var merged = new NumbersRecord(
                minute, records.stream().mapToInt(NumbersRecord::samples).sum(), nothing(), nothing());
        for (var column = 0; column < COLUMNS; column++) {
            var sum = 0.0;
            var samples = 0;
            for (var record : records) {
                if (record.has(column)) {
                    sum += (double) record.means[column] * record.samples;
                    samples += record.samples;
                    merged.peaks[column] = greater(merged.peaks[column], record.peaks[column]);
                }
            }
            merged.means[column] = samples == 0 ? Float.NaN : (float) (sum / samples);
        }
        return merged;
    }

    boolean has(int column) {
        return !Float.isNaN(means[column]);
    }

    /** The same without that column. */
    void forget(int column) {
        means[column] = Float.NaN;
        peaks[column] = Float.NaN;
    }

    private static float greater(float known, float value) {
        return Float.isNaN(known) ? value : Math.max(known, value);
    }

    ByteBuffer bytes() {
        var bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt((int) minute).putInt(samples);
        for (var column = 0; column < COLUMNS; column++) {
            bytes.putFloat(means[column]).putFloat(peaks[column]);
        }
        return bytes.putInt(FixedFile.sum(bytes, 0, BYTES - SUM_BYTES)).rewind();
    }

    /** Empty where nothing was written, or not all of it, or another minute. */
    static Optional<NumbersRecord> read(ByteBuffer bytes, int at, long minute) {
        var samples = bytes.getInt(at + 4);
        if (samples <= 0
                || bytes.getInt(at) != minute
                || bytes.getInt(at + BYTES - SUM_BYTES) != FixedFile.sum(bytes, at, BYTES - SUM_BYTES)) {
            return Optional.empty();
        }
        var record = new NumbersRecord(minute, samples, nothing(), nothing());
        for (var column = 0; column < COLUMNS; column++) {
            record.means[column] = bytes.getFloat(at + 8 + column * 8);
            record.peaks[column] = bytes.getFloat(at + 12 + column * 8);
        }
        return Optional.of(record);
    }
}
