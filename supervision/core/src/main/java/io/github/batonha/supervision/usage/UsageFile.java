package io.github.batonha.supervision.usage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The records of one process, in a file of a fixed size of less than 1 MiB. It is open only while it is read or written. An end of the agent
 * loses no minute but the one that it had not written; one of the host, what the kernel had not yet written. One thread at a time writes.
 */
public final class UsageFile {

    private final Path path;
    private boolean isMended;

    public UsageFile(Path path) {
        this.path = path;
    }

    /** Writes a minute, and the quarter of an hour that it is in, from what the minutes say. */
    public void write(UsageRecord record) throws IOException {
        try (var channel = open()) {
            if (!isMended) {
                mend(channel, record.minute());
                isMended = true;
            }
            FixedFile.write(channel, UsageRing.bytes(record), UsageRing.MINUTES.position(record.minute()));
            writeQuarter(channel, UsageRing.QUARTERS.slot(record.minute()));
        }
    }

    private FileChannel open() throws IOException {
        return FixedFile.open(path, UsageRing.FILE_BYTES, UsageRing.head());
    }

    /** The last quarter of a former agent may have been written in part. */
    private static void mend(FileChannel channel, long now) throws IOException {
        var ring = FixedFile.read(channel, UsageRing.MINUTES.offset(), UsageRing.MINUTES.bytes());
        var known = UsageRing.read(UsageRing.MINUTES, ring, now - UsageRing.MINUTES.reach(), now);
        if (!known.isEmpty()) {
            writeQuarter(channel, UsageRing.QUARTERS.slot(known.getLast().minute()));
        }
    }

    /** Its minutes stand beside each other, as their ring is made of whole quarters. */
    private static void writeQuarter(FileChannel channel, long quarter) throws IOException {
        var position = UsageRing.MINUTES.position(quarter);
        var bytes = FixedFile.read(channel, position, UsageRing.QUARTER * UsageRing.RECORD_BYTES);
        var minutes = IntStream.range(0, UsageRing.QUARTER)
                .mapToObj(i -> UsageRing.read(bytes, i * UsageRing.RECORD_BYTES)
                        .filter(record -> record.minute() == quarter + i))
                .flatMap(Optional::stream)
                .toList();
        if (!minutes.isEmpty()) {
            FixedFile.write(
                    channel,
                    UsageRing.bytes(UsageRecord.merged(quarter, minutes)),
                    UsageRing.QUARTERS.position(quarter));
        }
    }

    /**
     * The records from one minute to another, in the order of time: of minutes if those reach back so far, else of quarters of an hour. None
     * where there is no file, or it is none of ours.
     */
    public List<UsageRecord> read(long from, long to) throws IOException {
        var ring = isOfMinutes(from, to) ? UsageRing.MINUTES : UsageRing.QUARTERS;
        return FixedFile.read(path, UsageRing.FILE_BYTES, UsageRing.head(), ring.offset(), ring.bytes())
                .map(bytes -> UsageRing.read(ring, bytes, from, to))
                .orElse(List.of());
    }

    /** What is older is told of no process. */
    public static Duration reach() {
        return Duration.ofMinutes(UsageRing.QUARTERS.reach());
    }

    /** How many minutes a record of that time is for. */
    public static int step(long from, long to) {
        return isOfMinutes(from, to) ? 1 : UsageRing.QUARTER;
    }

    private static boolean isOfMinutes(long from, long to) {
        return to - from < UsageRing.MINUTES.reach();
    }
}
