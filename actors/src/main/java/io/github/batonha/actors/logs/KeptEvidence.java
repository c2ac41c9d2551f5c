package io.github.batonha.actors.logs;

import io.github.batonha.actors.api.EvidenceList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists and reads the evidence in a node's folder of logs: of one process, in folders of that name, and no link. Blocks. */
public final class KeptEvidence {
    /** A piece fits into a message between nodes. */
    static final int PIECE = 64 << 10;

    private static final int MOST_FILES = 100;
    private static final int MOST_CONTINUATIONS = 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Path folder;

    /** {@code logs}: the node's folder of logs. */
    KeptEvidence(Path logs) {
        this.folder = logs.resolve("evidence");
    }

    /** Names of processes may begin alike, but not go on with a time. */
    public static boolean isOf(String folder, String process) {
        return at(folder, process).isPresent();
    }

    private static Optional<Instant> at(String folder, String process) {
        var start = process + "-";
        try {
            return folder.startsWith(start)
                    ? Optional.of(TIME.parse(folder.substring(start.length()), Instant::from))
                    : Optional.empty();
        } catch (DateTimeParseException otherProcess) {
            return Optional.empty();
        }
    }

    Logs.EvidenceAnswer list(String process) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return new Logs.EvidenceListed(List.of());
        }
        try (var all = Files.list(folder)) {
            var kept = all.filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .flatMap(each -> {
                        var name = each.getFileName().toString();
                        return at(name, process).map(at -> new EvidenceList.Folder(name, at, files(each))).stream();
                    })
                    .sorted(Comparator.comparing(EvidenceList.Folder::at).reversed())
                    .toList();
            return new Logs.EvidenceListed(kept);
        } catch (IOException | UncheckedIOException e) {
            return failed(e);
        }
    }

    private static List<EvidenceList.File> files(Path folder) {
        try (var all = Files.list(folder)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> new EvidenceList.File(
                            file.getFileName().toString(), file.toFile().length()))
                    .filter(file -> file.bytes() > 0)
                    .sorted(Comparator.comparing(EvidenceList.File::name))
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At most {@link #PIECE} bytes from there on, whole lines if possible; none at the end of the file. */
    Logs.EvidenceAnswer read(String process, String name, String file, long offset) {
        if (!isOf(name, process) || file.contains("/")) {
            return missing(name, file);
        }
        try {
            var taken = folder.resolve(name);
            var path = taken.resolve(file);
            if (!Files.isDirectory(taken, LinkOption.NOFOLLOW_LINKS)
                    || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                return missing(name, file);
            }
            var piece = piece(path, offset);
            return isText(piece)
                    ? new Logs.EvidencePiece(piece)
                    : new Logs.NoEvidence(Logs.NoEvidence.Why.NO_TEXT, "the file %s is no text".formatted(file));
        } catch (InvalidPathException | NoSuchFileException e) {
            return missing(name, file);
        } catch (IOException e) {
            return failed(e);
        }
    }

    private static byte[] piece(Path path, long offset) throws IOException {
        try (var channel = Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            var buffer = ByteBuffer.allocate(PIECE);
            channel.position(offset);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // A read may take less than there is.
            }
            var isRest = offset + buffer.position() >= channel.size();
            return Arrays.copyOf(buffer.array(), isRest ? buffer.position() : whole(buffer.array(), buffer.position()));
        }
    }

    /** Up to the last end of a line; where there is none, up to the last whole character. */
    private static int whole(byte[] bytes, int length) {
        for (var end = length; end > 0; end--) {
            if (bytes[end - 1] == '\n') {
                return end;
            }
        }
        var end = length;
        while (end > length - MOST_CONTINUATIONS && (bytes[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return bytes[end - 1] < 0 ? end - 1 : end;
    }

    private static boolean isText(byte[] bytes) {
        for (var each : bytes) {
            if (each == 0) {
                return false;
            }
        }
        return true;
    }

    private static Logs.NoEvidence missing(String name, String file) {
        return new Logs.NoEvidence(Logs.NoEvidence.Why.MISSING, "there is no evidence %s/%s".formatted(name, file));
    }

    private static Logs.NoEvidence failed(Exception failure) {
        return new Logs.NoEvidence(Logs.NoEvidence.Why.FAILED, "its evidence can't be read: %s".formatted(failure));
    }
}
