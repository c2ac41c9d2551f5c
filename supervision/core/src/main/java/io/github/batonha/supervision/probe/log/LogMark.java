package io.github.batonha.supervision.probe.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A place in a log: the file, which may be renamed and followed by another one of its name, and how far it was written.
 *
 * @param inode 0 where there was no file
 */
public record LogMark(long inode, long size) {

    public static final LogMark NONE = new LogMark(0, 0);

    /** Of which nobody took note. */
    public static final LogMark UNKNOWN = new LogMark(-1, -1);

    public boolean isKnown() {
        return inode >= 0;
    }

    /** The end of a log as it is now. Blocks. */
    public static LogMark endOf(Path log) {
        try {
            var now = Files.readAttributes(log, "unix:ino,size");
            return now.get("ino") instanceof Long inode && now.get("size") instanceof Long size
                    ? new LogMark(inode, size)
                    : NONE;
        } catch (IOException notThere) {
            return NONE;
        }
    }

    /**
     * What {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static LogMark parse(String text) {
        var parts = text.split(":", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("'%s' is no place in a log".formatted(text));
        }
        return new LogMark(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    @Override
    public String toString() {
        return inode + ":" + size;
    }
}
