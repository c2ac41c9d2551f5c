package io.github.batonha.supervision.primary.store;

import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record's place on disk: two preallocated slots of one file, written in turn and fsynced, so that a full disk can't block a
 * write and a crash in the middle of one leaves the record before it. Used by one thread at a time.
 *
 * <p>The loser of the two slots is spoiled once a write is durable. Hence a slot that fails its checksum while the other
 * is whole can only be the torn write of a crash, on which nobody relied: the other one is the record. If the newest
 * slot rots after its write, no whole slot is left and the store counts as damaged, instead of as one that has silently
 * forgotten its last promise.
 */
public final class PrimaryStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PrimaryStore.class);

    static final int SLOT_BYTES = 16 * 1024;
    private static final int SLOTS = 2;
    private static final int HEADER_BYTES = 8 + 8 + 4 + 4 + 8;
    private static final long MAGIC = 0x4241_544F_4E50_5249L;

    private final Path file;
    private Loaded loaded;
    private @Nullable FileChannel channel;
    private long sequence;
    private int newest;

    /** The record is empty unless the store is intact. */
    public record Loaded(StoreCondition condition, PrimaryRecord record) {}

    /** A slot that is not whole has sequence 0 and a flaw. */
    private record Slot(int index, long sequence, PrimaryRecord record, String flaw) {
        static Slot flawed(int index, String flaw) {
            return new Slot(index, 0, PrimaryRecord.EMPTY, flaw);
        }
    }

    private PrimaryStore(Path file, Loaded loaded) {
        this.file = file;
        this.loaded = loaded;
    }

    /** Reads what is there and leaves it as it is. Blocks. An unreadable file is a {@link StoreCondition.Damaged} store. */
    public static PrimaryStore open(Path file) {
        if (Files.notExists(file)) {
            return new PrimaryStore(file, new Loaded(new StoreCondition.Fresh(), PrimaryRecord.EMPTY));
        }
        try {
            return opened(file);
        } catch (IOException e) {
            var why = "%s: %s".formatted(file, e.getMessage());
            return new PrimaryStore(file, new Loaded(new StoreCondition.Damaged(why), PrimaryRecord.EMPTY));
        }
    }

    private static PrimaryStore opened(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.size() != SLOTS * SLOT_BYTES) {
                throw new IOException("has %d bytes, must have %d".formatted(channel.size(), SLOTS * SLOT_BYTES));
            }
            var first = readSlot(channel, 0);
            var second = readSlot(channel, 1);
            var slot = second.sequence > first.sequence ? second : first;
            if (slot.sequence == 0) {
                throw new IOException(
                        "neither of its two slots is whole: slot 0 %s, slot 1 %s".formatted(first.flaw, second.flaw));
            }
            var store = new PrimaryStore(file, new Loaded(new StoreCondition.Intact(), slot.record));
            store.channel = channel;
            store.sequence = slot.sequence;
            store.newest = slot.index;
            return store;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The newest format of its slots, without a look at what they hold; empty where there is no file, or no head of a record in it. Blocks.
     *
     * @throws IOException if the file can't be read
     */
    public static OptionalInt format(Path file) throws IOException {
        if (Files.notExists(file)) {
            return OptionalInt.empty();
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var newest = OptionalInt.empty();
            for (var slot = 0; slot < SLOTS; slot++) {
                var head = ByteBuffer.allocate(HEADER_BYTES);
                if (channel.read(head, (long) slot * SLOT_BYTES) == HEADER_BYTES && head.getLong(0) == MAGIC) {
                    newest = OptionalInt.of(Math.max(newest.orElse(0), head.getInt(2 * Long.BYTES)));
                }
            }
            return newest;
        }
    }

    /** What it holds now: as found, or as written since. */
    public Loaded loaded() {
        return loaded;
    }

    /**
     * Makes the record durable. Blocks until the disk says so.
     *
     * @throws IOException if it could not; the store then holds the former record or this one, and may be written again
     */
    public void write(PrimaryRecord record) throws IOException {
        if (loaded.condition() instanceof StoreCondition.Damaged(String why)) {
            throw new IOException("the store is damaged and is not written until it is repaired: " + why);
        }
        var target = channel;
        if (target == null) {
            create(slotBytes(record, 1));
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            sequence = 1;
            newest = 0;
            loaded = new Loaded(new StoreCondition.Intact(), record);
            return;
        }
        // Counted up before the write: a write that failed may have reached the disk.
        sequence++;
        var slot = 1 - newest;
        writeFully(target, slotBytes(record, sequence), (long) slot * SLOT_BYTES);
        target.force(false);
        var former = newest;
        newest = slot;
        loaded = new Loaded(new StoreCondition.Intact(), record);
        spoil(target, former);
    }

    /**
     * Puts a fresh file with this record in the place of one that is damaged, which is kept beside it as {@code NAME.damaged}. Blocks
     * until the disk says so.
     *
     * @throws IOException if it could not; the store is as damaged as before
     */
    public void replace(PrimaryRecord record) throws IOException {
        var bytes = slotBytes(record, 1);
        close();
        channel = null;
        if (Files.exists(file)) {
            Files.copy(file, file.resolveSibling(file.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        }
        create(bytes);
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        sequence = 1;
        newest = 0;
        loaded = new Loaded(new StoreCondition.Intact(), record);
    }

    /** Needs no fsync: it only has to be there before the newest slot rots, and a failure leaves what was good enough so far. */
    private static void spoil(FileChannel channel, int slot) {
        try {
            writeFully(channel, ByteBuffer.allocate(HEADER_BYTES), (long) slot * SLOT_BYTES);
        } catch (IOException e) {
            log.warn("Could not spoil the old slot of the primary's store; the new one is written", e);
        }
    }

    /** Whole or not at all, under its name. */
    private void create(ByteBuffer firstSlot) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("%s has no folder".formatted(file));
        }
        Files.createDirectories(folder);
        var slots = ByteBuffer.allocate(SLOTS * SLOT_BYTES).put(firstSlot).rewind();
        AtomicFile.write(file, slots, AtomicFile.Durability.POWER_LOSS);
    }

    private static ByteBuffer slotBytes(PrimaryRecord record, long sequence) throws IOException {
        var payload = RecordCodec.encode(record);
        if (payload.length > SLOT_BYTES - HEADER_BYTES) {
            throw new IOException("a record of %d bytes does not fit into a slot of %d: too many or too long host names"
                    .formatted(payload.length, SLOT_BYTES - HEADER_BYTES));
        }
        var bytes = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        bytes.putLong(MAGIC).putLong(sequence).putInt(RecordCodec.VERSION).putInt(payload.length);
        bytes.putLong(checksum(sequence, RecordCodec.VERSION, payload)).put(payload);
        return bytes.flip();
    }

    /** Sequence 0 for a slot that is not whole. */
    private static Slot readSlot(FileChannel channel, int index) throws IOException {
        var bytes = ByteBuffer.allocate(SLOT_BYTES);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, (long) index * SLOT_BYTES + bytes.position()) < 0) {
                throw new IOException("ends within slot %d".formatted(index));
            }
        }
        bytes.flip();
        var magic = bytes.getLong();
        var sequence = bytes.getLong();
        var version = bytes.getInt();
        var length = bytes.getInt();
        var checksum = bytes.getLong();
        if (magic == 0 && sequence == 0 && checksum == 0) {
            return Slot.flawed(index, "was given up for the other one");
        }
        if (magic != MAGIC || sequence <= 0 || length < 0 || length > bytes.remaining()) {
            return Slot.flawed(index, "begins with 0x%016x, which is no header of a record".formatted(magic));
        }
        var payload = new byte[length];
        bytes.get(payload);
        var found = checksum(sequence, version, payload);
        // A whole slot of a version that we can't read is no reason to fall back to an older record.
        return checksum == found
                ? new Slot(index, sequence, RecordCodec.decode(version, payload), "")
                : Slot.flawed(index, "has the checksum %x but a content of checksum %x".formatted(checksum, found));
    }

    private static long checksum(long sequence, int version, byte[] payload) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putLong(sequence).putInt(version).flip());
        crc.update(payload);
        return crc.getValue();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, position + bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
