package io.github.batonha.client;

import java.io.IOException;
import java.io.Serial;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A small memory-mapped file that says how long the primaryOnly processes of this node may go on. The agent writes it, every
 * primaryOnly JVM reads it; neither needs the other to answer, which is why it works while either is dead or stopped.
 *
 * <p>Deadlines are values of {@link System#nanoTime()}, which HotSpot on Linux takes from CLOCK_MONOTONIC: comparable between
 * the processes of one boot, and meaningless after it. Hence the boot id in the page.
 *
 * <p>A write goes to the older of two checksummed slots. It counts from the moment when its last word is there, so a writer
 * that is killed half way through leaves what was said before. Safe for use by several threads; one writer at a time.
 */
public final class LeasePage {

    /** What {@link Reading#epoch()} is of a page that holds no lease. */
    public static final long REVOKED = 0;

    /** A whole page, so that a full disk is met when the file is made and never by a push. */
    static final int FILE_BYTES = 4096;

    static final int SLOT_WORDS = 8;

    /** Magic in the upper half, version of the layout in the lower. */
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");

    private static final long MAGIC = 0x4241_544F_0000_0001L;

    private static final int MAGIC_WORD = 0;
    private static final int BOOT_HIGH_WORD = 1;
    private static final int BOOT_LOW_WORD = 2;
    private static final int SEQUENCE_WORD = 3;
    static final int EPOCH_WORD = 4;
    static final int DEADLINE_WORD = 5;
    private static final int CHECKSUM_WORD = 6;

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int READ_ATTEMPTS = 20;
    private static final long RETRY_NANOS = 500_000;

    /** What {@link #granted(int)} makes of a slot that is not whole. */
    private static final long TORN = -1;

    private final Path file;
    private final @Nullable Object identity;
    private final LongBuffer words;
    private final UUID boot;
    private final long bootHigh;
    private final long bootLow;
    private final boolean writable;
    private long sequence;

    /** What has become of the file that was mapped. A page that is mapped goes on working without its name. */
    enum Fate {
        IN_PLACE,
        DELETED,
        REPLACED
    }

    /**
     * What the page says.
     *
     * @param intact false if no slot is whole: damaged, or never written; nothing else counts then
     * @param ofThisBoot false if it was written before the machine last started: its deadline means nothing
     * @param epoch the activation that holds the lease, or {@link #REVOKED}
     * @param deadlineNanos {@link System#nanoTime()} at which the lease ends; compare by subtraction
     */
    public record Reading(boolean intact, boolean ofThisBoot, long epoch, long deadlineNanos) {
        private static final Reading DAMAGED = new Reading(false, false, REVOKED, 0);
    }

    /** The file can't be a whole page. */
    static final class WrongSize extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        WrongSize(Path file, long bytes) {
            super(
                    ("lease page %s has %d bytes but must have %d: it is no lease page, or damaged; stop the agent, remove the "
                                    + "file, start the agent")
                            .formatted(file, bytes, FILE_BYTES));
        }
    }

    /** @param identity taken before the file was opened: if it was replaced in between, that shows */
    private LeasePage(Path file, @Nullable Object identity, ByteBuffer mapped, UUID boot, boolean writable) {
        this.file = file;
        this.identity = identity;
        this.words = mapped.order(ByteOrder.nativeOrder()).asLongBuffer();
        this.boot = boot;
        this.bootHigh = boot.getMostSignificantBits();
        this.bootLow = boot.getLeastSignificantBits();
        this.writable = writable;
    }

    /**
     * Opens the page for its one writer. A page that exists is left as it is, in place, because running JVMs have it mapped;
     * a missing one, or one of the wrong size, is put there whole, without a lease. Everybody may read it, for primaryOnly processes may
     * run as another user than the agent; there is nothing secret in it.
     *
     * @throws IOException if the file can't be made, or this is no Linux
     */
    public static LeasePage openForWriting(Path file) throws IOException {
        UUID boot = bootId();
        if (!Files.isRegularFile(file) || Files.size(file) != FILE_BYTES) {
            create(file, boot);
        }
        Files.setPosixFilePermissions(file, MODE);
        @Nullable Object identity = identity(file);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var page = new LeasePage(file, identity, channel.map(MapMode.READ_WRITE, 0, FILE_BYTES), boot, true);
            long[] newest = new long[SLOT_WORDS];
            page.sequence = page.readNewest(newest) ? newest[SEQUENCE_WORD] : 0;
            return page;
        }
    }

    /**
     * Opens the page for reading.
     *
     * @throws NoSuchFileException if there is none
     * @throws WrongSize if it is no page, or was cut off
     * @throws IOException if it can't be mapped
     */
    public static LeasePage openForReading(Path file) throws IOException {
        UUID boot = bootId();
        @Nullable Object identity = identity(file);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() != FILE_BYTES) {
                throw new WrongSize(file, channel.size());
            }
            return new LeasePage(file, identity, channel.map(MapMode.READ_ONLY, 0, FILE_BYTES), boot, false);
        }
    }

    /**
     * Grants or prolongs: the processes of this epoch may go on until the deadline. The caller takes the clock reading that the
     * deadline is computed from <em>before</em> it checks that the old deadline has not passed.
     *
     * @param epoch positive
     * @param deadlineNanos a value of {@link System#nanoTime()}
     */
    public void push(long epoch, long deadlineNanos) {
        if (epoch <= REVOKED) {
            throw new IllegalArgumentException(
                    "epoch %d pushed to lease page %s must be positive".formatted(epoch, file));
        }
        write(epoch, deadlineNanos);
    }

    /** Ends the lease at once, whatever its deadline was; each primaryOnly JVM halts when it next looks (about 100 ms). */
    public void revoke() {
        write(REVOKED, 0);
    }

    /** Reads the newest whole slot; where none is whole, looks again for about 10 ms before it calls the page damaged. */
    public Reading read() {
        long[] slot = new long[SLOT_WORDS];
        if (!readInto(slot)) {
            return Reading.DAMAGED;
        }
        return new Reading(true, isOfThisBoot(slot), slot[EPOCH_WORD], slot[DEADLINE_WORD]);
    }

    /**
     * The epoch that holds the lease at this moment, {@link #REVOKED} if none does or the page can't be read. No allocation, no lock and no
     * system call but the clock's; any number of threads. The clock is read last, so that a thread that was stopped in between
     * finds the deadline passed.
     */
    long grantedEpoch() {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            VarHandle.acquireFence(); // or a loop of calls could be compiled into one read
            int newer = words.get(SLOT_WORDS + SEQUENCE_WORD) > words.get(SEQUENCE_WORD) ? 1 : 0;
            long epoch = granted(newer);
            if (epoch == TORN) {
                epoch = granted(1 - newer); // the newer one is being written, and does not count yet
            }
            if (epoch != TORN) {
                return epoch;
            }
            Thread.onSpinWait();
        }
        return REVOKED;
    }

    private long granted(int slot) {
        int at = slot * SLOT_WORDS;
        long magic = words.get(at + MAGIC_WORD);
        long high = words.get(at + BOOT_HIGH_WORD);
        long low = words.get(at + BOOT_LOW_WORD);
        long number = words.get(at + SEQUENCE_WORD);
        long epoch = words.get(at + EPOCH_WORD);
        long deadline = words.get(at + DEADLINE_WORD);
        long checksum = mix(mix(mix(mix(mix(mix(0, magic), high), low), number), epoch), deadline);
        if (magic != MAGIC || number < 0 || words.get(at + CHECKSUM_WORD) != ~checksum) {
            return TORN;
        }
        boolean isHeld = high == bootHigh && low == bootLow && deadline - System.nanoTime() > 0;
        return isHeld ? epoch : REVOKED;
    }

    /** Whether the file that was opened is still the one of that name. Blocks on the file system. */
    Fate fate() {
        try {
            @Nullable Object now = identity(file);
            return now == null || now.equals(identity) ? Fate.IN_PLACE : Fate.REPLACED;
        } catch (NoSuchFileException e) {
            return Fate.DELETED;
        } catch (IOException e) {
            return Fate.IN_PLACE; // not known, so nothing is claimed
        }
    }

    /** Device and inode; null where the file system has no such thing. */
    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** As {@link #read()}, without allocating: for a JVM whose heap is full. */
    boolean readInto(long[] slot) {
        for (int attempt = 1; attempt < READ_ATTEMPTS; attempt++) {
            if (readNewest(slot)) {
                return true;
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
        return readNewest(slot);
    }

    boolean isOfThisBoot(long[] slot) {
        return slot[BOOT_HIGH_WORD] == bootHigh && slot[BOOT_LOW_WORD] == bootLow;
    }

    private synchronized void write(long epoch, long deadlineNanos) {
        if (!writable) {
            throw new IllegalStateException("lease page %s is open for reading only".formatted(file));
        }
        sequence++;
        writeSlot(words, (int) (sequence & 1), boot, sequence, epoch, deadlineNanos);
    }

    static void writeSlot(LongBuffer words, int slot, UUID boot, long sequence, long epoch, long deadlineNanos) {
        long[] content = {
            MAGIC, boot.getMostSignificantBits(), boot.getLeastSignificantBits(), sequence, epoch, deadlineNanos, 0, 0
        };
        content[CHECKSUM_WORD] = checksum(content);
        for (int word = 0; word < SLOT_WORDS; word++) {
            words.put(slot * SLOT_WORDS + word, content[word]);
        }
        VarHandle.fullFence();
    }

    private boolean readNewest(long[] slot) {
        VarHandle.fullFence();
        long first = readSlot(0, slot) ? slot[SEQUENCE_WORD] : -1;
        long second = readSlot(1, slot) ? slot[SEQUENCE_WORD] : -1;
        if (second > first) {
            return true;
        }
        // It was whole a moment ago; if it is being written just now, the caller looks again.
        return first >= 0 && readSlot(0, slot);
    }

    private boolean readSlot(int index, long[] slot) {
        for (int word = 0; word < SLOT_WORDS; word++) {
            slot[word] = words.get(index * SLOT_WORDS + word);
        }
        return slot[MAGIC_WORD] == MAGIC && slot[SEQUENCE_WORD] >= 0 && slot[CHECKSUM_WORD] == checksum(slot);
    }

    /** Mixes every word before the checksum; a slot of words from two writes passes with a chance of 2^-64. */
    private static long checksum(long[] content) {
        long hash = 0;
        for (int word = 0; word < CHECKSUM_WORD; word++) {
            hash = mix(hash, content[word]);
        }
        return ~hash;
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ (mixed >>> 29);
    }

    private static void create(Path file, UUID boot) throws IOException {
        var bytes = ByteBuffer.allocate(FILE_BYTES).order(ByteOrder.nativeOrder());
        writeSlot(bytes.asLongBuffer(), 0, boot, 0, REVOKED, 0);
        Path folder = file.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(folder, "lease", ".new");
        try {
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static UUID bootId() throws IOException {
        try {
            return UUID.fromString(Files.readString(BOOT_ID).strip());
        } catch (IOException e) {
            throw new IOException(
                    "can't read the boot id from %s: a lease page needs Linux with /proc mounted".formatted(BOOT_ID),
                    e);
        }
    }
}
