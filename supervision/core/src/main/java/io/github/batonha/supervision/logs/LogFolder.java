package io.github.batonha.supervision.logs;

import io.github.batonha.supervision.os.SparseFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One log: the current file in the node's folder, and its archives in {@code archive/PROCESS}. All methods block.
 *
 * @param file the current file, {@code PROCESS.log} or {@code PROCESS.log.err}
 * @param folder of the archives
 */
record LogFolder(Path file, Path folder) {

    /** An archive ends with a line, unless that is longer: what never ends a line would never be put away. */
    static final int LONGEST_LINE = 256 * 1024;

    private static final int BLOCK = 64 * 1024;
    private static final int ATTEMPTS = 100;
    static final int LONGEST_CHARACTER = 4;

    static LogFolder of(Path logs, String log) {
        var process = log.substring(0, log.lastIndexOf(".log"));
        return new LogFolder(logs.resolve(log), logs.resolve("archive").resolve(process));
    }

    String process() {
        return String.valueOf(folder.getFileName());
    }

    String log() {
        return String.valueOf(file.getFileName());
    }

    /**
     * What is where at one moment.
     *
     * @param archives in order, each part once
     * @param generation of the current file
     * @param archived what stands before this offset is in archives, whether it was given back already or not
     */
    record Layout(List<Archive> archives, long generation, long archived) {
        Layout {
            archives = List.copyOf(archives);
        }
    }

    Layout layout() throws IOException {
        for (var found = archives(); ; ) {
            if (!found.isEmpty()) {
                return layout(found);
            }
            var first = firstByte();
            found = archives();
            // Where the first archive came meanwhile, the hole is of what stands in that one, and hides nothing.
            if (found.isEmpty()) {
                return new Layout(List.of(), 1, first);
            }
        }
    }

    private static Layout layout(List<Archive> found) {
        var parts = new ArrayList<Archive>();
        for (var archive : found) {
            var before = parts.isEmpty() ? null : parts.getLast();
            if (before != null
                    && before.generation() == archive.generation()
                    && before.start() == archive.start()
                    && before.isLast() == archive.isLast()) {
                parts.removeLast(); // the same, uncompressed
            }
            parts.add(archive);
        }
        var newest = parts.getLast();
        return newest.isLast()
                ? new Layout(parts, newest.generation() + 1, 0)
                : new Layout(parts, newest.generation(), newest.end());
    }

    /**
     * All, in order, with both forms of what was just compressed. A folder that changes while it is listed may show neither the
     * old name of a file nor its new one; what was there all the time is shown. So it is listed until two lists say the same.
     */
    List<Archive> archives() throws IOException {
        var first = list();
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var second = list();
            if (second.equals(first)) {
                break;
            }
            first = second;
        }
        return first;
    }

    private List<Archive> list() throws IOException {
        var found = new ArrayList<Archive>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, log() + ".*")) {
            for (var path : files) {
                Archive.of(path).filter(archive -> archive.log().equals(log())).ifPresent(found::add);
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
        found.sort(Archive.ORDER);
        return found;
    }

    /** Size in bytes of the current file, 0 where there is none. */
    long size() throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    /** A link in place of the file is not followed: it could lead out of the folder. */
    FileChannel open() throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * The first byte that no hole swallowed, where the archives that would tell have been removed. A hole ends with a block of the file
     * system, of which the first bytes may be its zeros still; further ones were written.
     */
    private long firstByte() throws IOException {
        try {
            var data = SparseFile.firstData(file);
            if (data == 0) {
                return 0;
            }
            try (var channel = open()) {
                return skipZeros(channel, data);
            }
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    /** Where the first byte stands that is no zero, within the first block. */
    static long skipZeros(FileChannel channel, long from) throws IOException {
        var block = ByteBuffer.allocate(BLOCK);
        fill(channel, from, block);
        for (var i = 0; i < block.position(); i++) {
            if (block.get(i) != 0) {
                return from + i;
            }
        }
        return from + block.position();
    }

    /**
     * Where an archive may end: behind the last end of a line before {@code to}. In a line that is longer than the longest one, behind
     * its last carriage return, as a progress bar has it, or within it; {@code from} where a line has only begun.
     */
    static long lineEnd(FileChannel channel, long from, long to) throws IOException {
        var least = Math.max(from, to - LONGEST_LINE);
        var found = lastOf('\n', channel, least, to);
        if (found < 0 && least > from) {
            var inLine = lastOf('\r', channel, least, to);
            return inLine < 0 ? characterStart(channel, least, to) : inLine + 1;
        }
        return found < 0 ? from : found + 1;
    }

    private static long lastOf(char wanted, FileChannel channel, long from, long to) throws IOException {
        var block = ByteBuffer.allocate(BLOCK);
        for (var end = to; end > from; end -= Math.min(BLOCK, end - from)) {
            var start = Math.max(from, end - BLOCK);
            block.clear().limit((int) (end - start));
            fill(channel, start, block);
            for (var i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == wanted) {
                    return start + i;
                }
            }
        }
        return -1;
    }

    /** The place itself, or where the character begins that it would cut in two. */
    private static long characterStart(FileChannel channel, long from, long place) throws IOException {
        var start = Math.max(from, place - LONGEST_CHARACTER);
        var last = ByteBuffer.allocate((int) (place - start));
        fill(channel, start, last);
        for (var i = last.position() - 1; i >= 0; i--) {
            if (!isWithinCharacter(last.get(i))) {
                return start + i + lengthOfCharacter(last.get(i)) > place ? start + i : place;
            }
        }
        return place;
    }

    private static int lengthOfCharacter(byte first) {
        var ones = Integer.numberOfLeadingZeros(~(first << 24));
        return Math.max(1, Math.min(ones, LONGEST_CHARACTER));
    }

    /** Of text in UTF-8. */
    static boolean isWithinCharacter(byte one) {
        return (one & 0xC0) == 0x80;
    }

    /** Fills as much as there is. */
    static void fill(FileChannel channel, long from, ByteBuffer buffer) throws IOException {
        var at = from;
        while (buffer.hasRemaining()) {
            var read = channel.read(buffer, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }
}
