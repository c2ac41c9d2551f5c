package io.github.batonha.supervision.usage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The form of a file of records. A head is followed by two rings: one of minutes, which holds two days, and one of quarters of an hour, which
 * holds 90 days. Where a record stands follows from its time, so nothing else tells where a ring begins, and a record that was written
 * in part spoils none but itself. Pure.
 */
final class UsageRing {

    static final int HEAD_BYTES = 64;
    static final int RECORD_BYTES = 64;
    static final int QUARTER = 15;

    static final UsageRing MINUTES = new UsageRing(1, 2 * 24 * 60, HEAD_BYTES);
    static final UsageRing QUARTERS = new UsageRing(QUARTER, 90 * 24 * 4, MINUTES.offset + MINUTES.bytes());

    static final int FILE_BYTES = QUARTERS.offset + QUARTERS.bytes();

    private static final long MAGIC = 0x4241_544f_4e55_5331L; // BATONUS1
    private static final int SUM_BYTES = 4;

    private final int minutes;
    private final int count;
    private final int offset;

    private UsageRing(int minutes, int count, int offset) {
        this.minutes = minutes;
        this.count = count;
        this.offset = offset;
    }

    static ByteBuffer head() {
        return ByteBuffer.allocate(HEAD_BYTES).putLong(0, MAGIC);
    }

    static boolean isHead(ByteBuffer bytes) {
        return bytes.limit() >= HEAD_BYTES && bytes.getLong(0) == MAGIC;
    }

    /** Where the ring begins in the file. */
    int offset() {
        return offset;
    }

    int bytes() {
        return count * RECORD_BYTES;
    }

    /** How far back it goes, in minutes. */
    long reach() {
        return (long) count * minutes;
    }

    /** The first minute of the record that a minute falls into. */
    long slot(long minute) {
        return minute - Math.floorMod(minute, (long) minutes);
    }

    /** Where in the file the record of that minute stands. */
    int position(long minute) {
        return offset + (int) Math.floorMod(minute / minutes, (long) count) * RECORD_BYTES;
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

    /**
     * The records from a minute up to and with another one, in the order of time. Those of an earlier turn of the ring are left out.
     *
     * @param ring its bytes
     */
    List<UsageRecord> read(ByteBuffer ring, long from, long to) {
        var found = new ArrayList<UsageRecord>();
        var first = Math.max(slot(from), slot(to) - reach() + minutes);
        for (var minute = first; minute <= to; minute += minutes) {
            var expected = minute;
            read(ring, position(minute) - offset)
                    .filter(record -> record.minute() == expected)
                    .ifPresent(found::add);
        }
        return found;
    }

    private static int sum(ByteBuffer bytes, int at) {
        var sum = new CRC32C();
        sum.update(bytes.duplicate().clear().position(at).limit(at + RECORD_BYTES - SUM_BYTES));
        return (int) sum.getValue();
    }
}
