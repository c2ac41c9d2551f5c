package io.github.batonha.supervision.usage;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The form of a file of records. A head is followed by two rings: one of minutes, which holds two days, and one of quarters of an hour, which
 * holds 90 days. Where a record stands follows from its time, so nothing else tells where a ring begins, and a record that was written
 * in part spoils none but itself. Pure.
 */
final class UsageRing {

    static final int HEAD_BYTES = 64;
    static final int RECORD_BYTES = 64;
    static final int QUARTER = 15;

    static final Ring MINUTES = new Ring(1, 2 * 24 * 60, HEAD_BYTES, RECORD_BYTES);
    static final Ring QUARTERS = new Ring(QUARTER, 90 * 24 * 4, MINUTES.end(), RECORD_BYTES);

    static final int FILE_BYTES = QUARTERS.end();

    private static final long MAGIC = 0x4241_544f_4e55_5331L; // BATONUS1
    private static final int SUM_BYTES = 4;

    private UsageRing() {}

    static ByteBuffer head() {
        return ByteBuffer.allocate(HEAD_BYTES).putLong(0, MAGIC);
    }

    static ByteBuffer bytes(UsageRecord record) {
        var bytes = ByteBuffer.allocate(RECORD_BYTES);
        bytes.putInt((int) record.minute())
                .putShort((short) record.samples())
                .putShort((short) 0)
                .putFloat((float) record.cpu())
                .putFloat((float) record.cpuPeak())
                .putLong((long) record.memory())
                .putLong(record.memoryPeak())
                .putLong(record.heap())
                .putLong(record.heapMax())
                .putInt(record.threads())
                .putInt(record.restarts());
        return bytes.putInt(RECORD_BYTES - SUM_BYTES, sum(bytes, 0)).rewind();
    }

    /** Empty where nothing was written, or not all of it. */
    static Optional<UsageRecord> read(ByteBuffer bytes, int at) {
        var samples = bytes.getShort(at + 4);
        if (samples <= 0 || bytes.getInt(at + RECORD_BYTES - SUM_BYTES) != sum(bytes, at)) {
            return Optional.empty();
        }
        return Optional.of(new UsageRecord(
                bytes.getInt(at),
                samples,
                bytes.getFloat(at + 8),
                bytes.getFloat(at + 12),
                bytes.getLong(at + 16),
                bytes.getLong(at + 24),
                bytes.getInt(at + 48),
                bytes.getLong(at + 32),
                bytes.getLong(at + 40),
                bytes.getInt(at + 52)));
    }

    /** The records of a ring from a minute up to and with another one, in the order of time. */
    static List<UsageRecord> read(Ring ring, ByteBuffer bytes, long from, long to) {
        return ring.read(from, to, (minute, at) -> read(bytes, at).filter(record -> record.minute() == minute));
    }

    private static int sum(ByteBuffer bytes, int at) {
        return FixedFile.sum(bytes, at, RECORD_BYTES - SUM_BYTES);
    }
}
