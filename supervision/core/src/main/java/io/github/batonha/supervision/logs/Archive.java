package io.github.batonha.supervision.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A part of a log that was put away. Its name says all that is known of it, so that there is no other record that a crash could
 * contradict: {@code FEED.log.20260728T061500Z.g1.0-67108864.gz}.
 *
 * @param log name of the current file
 * @param at when it was put away
 * @param generation a new one begins when the current file is replaced
 * @param start offset of its first byte in the current file of that generation
 * @param end offset behind its last byte
 * @param isLast whether the current file itself was put away: the generation ends with it
 * @param isCompressed otherwise each byte stands at its own offset, behind a hole
 */
record Archive(
        Path folder,
        String log,
        Instant at,
        long generation,
        long start,
        long end,
        boolean isLast,
        boolean isCompressed) {

    static final String PART = ".part";

    /** In the order of what was written; of the two forms of one part the compressed one last. */
    static final Comparator<Archive> ORDER = Comparator.comparingLong(Archive::generation)
            .thenComparingLong(Archive::start)
            .thenComparing(Archive::isLast)
            .thenComparing(Archive::isCompressed);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("(?<log>.+\\.log(?:\\.err)?)\\.(?<at>\\d{8}T\\d{6}Z)"
            + "\\.g(?<generation>\\d{1,18})\\.(?<start>\\d{1,18})-(?<end>\\d{1,18})(?<last>\\.last)?(?<gz>\\.gz)?");

    static Optional<Archive> of(Path file) {
        var name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Archive(
                Optional.ofNullable(file.getParent()).orElse(Path.of("")),
                name.group("log"),
                STAMP.parse(name.group("at"), Instant::from),
                Long.parseLong(name.group("generation")),
                Long.parseLong(name.group("start")),
                Long.parseLong(name.group("end")),
                name.group("last") != null,
                name.group("gz") != null));
    }

    Path file() {
        return folder.resolve("%s.%s.g%d.%d-%d%s%s"
                .formatted(
                        log,
                        STAMP.format(at),
                        generation,
                        start,
                        end,
                        isLast ? ".last" : "",
                        isCompressed ? ".gz" : ""));
    }

    /** Where it is written before it counts. */
    Path part() {
        return folder.resolve(file().getFileName() + PART);
    }

    Archive compressed(long newEnd) {
        return new Archive(folder, log, at, generation, start, newEnd, isLast, true);
    }

    boolean holds(long atGeneration, long offset) {
        return generation == atGeneration && start <= offset && offset < end;
    }

    /** Its bytes from an offset on. To be closed. */
    InputStream open(long offset) throws IOException {
        if (isCompressed) {
            var stream = new GZIPInputStream(Files.newInputStream(file()), 64 * 1024);
            try {
                stream.skipNBytes(offset - start);
                return stream;
            } catch (IOException e) {
                stream.close();
                throw e;
            }
        }
        var channel = FileChannel.open(file(), StandardOpenOption.READ);
        channel.position(offset);
        return Channels.newInputStream(channel);
    }
}
