package io.github.batonha.sessions.journal;

import io.github.batonha.sessions.store.Loaded;
import io.github.batonha.sessions.store.SessionStore;
import io.github.batonha.sessions.store.Watermarks;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what an earlier life of the agent left. A record that was cut short at the very end is one that was never answered. Any
 * other damage is reported, what follows it in that file is left out, and the node no longer claims to know what others deleted.
 */
public final class JournalReader {

    private static final Logger log = LoggerFactory.getLogger(JournalReader.class);
    private static final int MOST = 64 * 1024 * 1024;

    private final SessionStore store;
    private Watermarks marks = Watermarks.NONE;
    private boolean isWhole = true;

    private JournalReader(SessionStore store) {
        this.store = store;
    }

    /** Fills an empty store from the folder; one that is not there is an empty one. */
    public static Loaded load(SessionStore empty, Path folder) throws IOException {
        var reader = new JournalReader(empty);
        if (Files.isDirectory(folder)) {
            var files = JournalFiles.toRead(folder);
            for (var file : files) {
                reader.read(file, file.equals(files.getLast()));
            }
        }
        empty.sweep();
        return new Loaded(empty, reader.isWhole ? reader.marks : reader.marks.withoutHave());
    }

    private void read(Path file, boolean isLast) throws IOException {
        var records = 0L;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            while (true) {
                in.mark(1);
                if (in.read() < 0) {
                    break;
                }
                in.reset();
                readRecord(in);
                records++;
            }
        } catch (EOFException cut) {
            if (!isLast) {
                isWhole = false;
                log.info("The last record of {} is cut short; records={}", file, records);
            }
        } catch (IOException damaged) {
            isWhole = false;
            log.error(
                    "The journal of sessions is damaged in {} after {} records ({}): what follows in it is left out; what other nodes"
                            + " have comes from them",
                    file,
                    records,
                    damaged.getMessage());
        }
    }

    private void readRecord(DataInputStream in) throws IOException {
        var length = in.readInt();
        var checksum = in.readInt();
        if (length < 1 || length > MOST) {
            throw new IOException("a record of %d bytes".formatted(length));
        }
        var number = in.readUnsignedByte();
        var body = in.readNBytes(length - 1);
        if (body.length < length - 1) {
            throw new EOFException();
        }
        var kind = Frame.Kind.of(number).orElseThrow(() -> new IOException("a record of kind " + number));
        if (Frame.checksum(kind, body) != checksum) {
            throw new IOException("a record whose checksum does not match");
        }
        take(kind, body);
    }

    private void take(Frame.Kind kind, byte[] body) throws IOException {
        switch (kind) {
            case ENTRIES -> store.load(body);
            case MARKS -> marks = Watermarks.decode(body);
            case DISCARDED -> store.discard(ByteBuffer.wrap(body).getLong());
        }
    }
}
