package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.probe.log.LogMark;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a run, {@code runs/PROCESS.run}. It is written as a whole but not forced to the disk: it only has to outlive
 * the agent, since runs end with the boot of the host.
 */
final class RunRecord {

    private static final Logger log = LoggerFactory.getLogger(RunRecord.class);
    private static final Set<StandardOpenOption> OVERWRITTEN =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    private static final String SUFFIX = ".run";
    private static final long LENGTH = 1024;
    /** No name of a process is encoded like that. */
    private static final String ALL_ASKED = "~.asked";

    private RunRecord() {}

    static void write(Path runs, Run run, String bootId) throws IOException {
        // Not by a format, which takes longer than all the rest: this is done at each start.
        var text = "process=" + run.process() + "\nid=" + run.id() + "\npid=" + run.pid() + "\nstartTicks="
                + run.startTicks() + "\nepoch=" + run.epoch() + "\nstartedAt=" + run.startedAt() + "\nrestarts="
                + run.restarts() + "\nrecipe=" + run.digest().text() + "\nboot=" + bootId + "\noutput="
                + run.logs().output() + "\nerrors=" + run.logs().errors() + "\n";
        overwrite(file(runs, run.process()), text);
    }

    /** The records of this boot; what can't be read is told and left out, the run's marks are still in its environment. */
    static List<Run> readAll(Path runs, String bootId) throws IOException {
        var found = new ArrayList<Run>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(runs, "*" + SUFFIX)) {
            for (var file : files) {
                read(file, bootId).ifPresent(found::add);
            }
        }
        return found;
    }

    static void delete(Path runs, String process) throws IOException {
        Files.deleteIfExists(asked(runs, process));
        Files.deleteIfExists(file(runs, process));
    }

    /** That somebody wanted the end of this run: in a file of its own, so that it can't harm the record of a later one. */
    static void markAsked(Path runs, Run run) {
        try {
            if (!isAsked(runs, run)) {
                replace(asked(runs, run.process()), run.id());
            }
        } catch (IOException e) {
            log.warn(
                    "Could not record that run={} process={} was asked to end: an agent that begins meanwhile takes it for a failure",
                    run.id(),
                    run.process(),
                    e);
        }
    }

    /** The same for many at once, in one file. */
    static void markAsked(Path runs, Collection<String> ids) {
        try {
            replace(runs.resolve(ALL_ASKED), String.join("\n", ids));
        } catch (IOException e) {
            log.warn(
                    "Could not record that {} runs were asked to end: an agent that begins meanwhile takes it for failures",
                    ids.size(),
                    e);
        }
    }

    static void deleteAsked(Path runs) throws IOException {
        Files.deleteIfExists(runs.resolve(ALL_ASKED));
    }

    static boolean isAsked(Path runs, Run run) throws IOException {
        return isIn(asked(runs, run.process()), run) || isIn(runs.resolve(ALL_ASKED), run);
    }

    private static boolean isIn(Path file, Run run) throws IOException {
        return Files.exists(file) && Files.readString(file).lines().anyMatch(run.id()::equals);
    }

    private static Path asked(Path runs, String process) {
        return runs.resolve(URLEncoder.encode(process, StandardCharsets.UTF_8) + ".asked");
    }

    /**
     * By a single call of the kernel, never of less than there is, so that no end of this process can leave a part of it. A file that
     * takes the old one's place would do, too, but a new file at each start of a process costs more than the start.
     */
    private static void overwrite(Path file, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var channel = FileChannel.open(file, OVERWRITTEN, FileMode.GROUP.attribute())) {
            var length = Math.max(channel.size(), Math.ceilDiv(bytes.length, LENGTH) * LENGTH);
            var padded = Arrays.copyOf(bytes, (int) length);
            Arrays.fill(padded, bytes.length, padded.length, (byte) '\n');
            channel.write(ByteBuffer.wrap(padded), 0);
        }
    }

    /** Seen either as it was or as it is to be, whatever happens to us in between. */
    static void replace(Path file, String text) throws IOException {
        AtomicFile.write(file, text, AtomicFile.Durability.PROCESS_CRASH);
    }

    private static Optional<Run> read(Path file, String bootId) {
        var record = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            record.load(reader);
            if (!bootId.equals(record.getProperty("boot"))) {
                return Optional.empty();
            }
            return Optional.of(new Run(
                    text(record, "process"),
                    text(record, "id"),
                    Long.parseLong(text(record, "pid")),
                    Long.parseLong(text(record, "startTicks")),
                    Long.parseLong(text(record, "epoch")),
                    Instant.parse(text(record, "startedAt")),
                    Integer.parseInt(text(record, "restarts")),
                    LaunchDigest.parse(record.getProperty("recipe", "")),
                    new RunLogs(mark(record, "output"), mark(record, "errors"))));
        } catch (IOException | RuntimeException e) {
            log.warn("Ignored an unreadable run record file={}: its process is found by its marks instead", file, e);
            return Optional.empty();
        }
    }

    /** Earlier releases did not take note of it. */
    private static LogMark mark(Properties record, String key) {
        var text = record.getProperty(key);
        return text == null ? LogMark.UNKNOWN : LogMark.parse(text);
    }

    private static String text(Properties record, String key) {
        var value = record.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("there is no line '%s='".formatted(key));
        }
        return value;
    }

    private static Path file(Path runs, String process) {
        return runs.resolve(URLEncoder.encode(process, StandardCharsets.UTF_8) + SUFFIX);
    }
}
