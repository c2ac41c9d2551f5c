package io.github.batonha.actors.evidence;

import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.logs.KeptEvidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where evidence lies, and how much of it: the newest of each process, and no file without an end. All of it blocks. */
public final class EvidenceFolders {

    private static final Logger log = LoggerFactory.getLogger(EvidenceFolders.class);
    private static final int MOST_OF_A_PROCESS = 5;
    /** Of a node: dumps of heaps are as large as these. */
    private static final long MOST_BYTES_OF_ALL = 8L << 30;

    private static final Pattern TAKEN = Pattern.compile(".+-(?<at>\\d{8}-\\d{6}-\\d{3})");
    private static final int END_BYTES = 64 << 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private EvidenceFolders() {}

    static Path next(ProcessDeps deps, String process) {
        return all(deps).resolve(process + "-" + TIME.format(deps.clock().instant()));
    }

    /** Where it lies, for people. */
    static String where(ProcessDeps deps, Path folder) {
        return "evidence in " + deps.home().path().relativize(folder);
    }

    /**
     * What there is of evidence.
     *
     * @param path of its folder, below {@code BATON_HOME}
     * @param files those that have anything in them
     */
    public record Kept(String path, List<String> files) {}

    /** Empty where there is no folder, or it can't be read. Blocks. */
    public static Optional<Kept> kept(ProcessDeps deps, EvidenceTaken taken) {
        var folder = taken.folder();
        if (folder == null) {
            return Optional.empty();
        }
        try (var files = Files.list(folder)) {
            var names = files.filter(file -> file.toFile().length() > 0)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
            return Optional.of(new Kept(deps.home().path().relativize(folder).toString(), names));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Path all(ProcessDeps deps) {
        return deps.home().logs(deps.node()).resolve("evidence");
    }

    /** Removes the oldest ones beyond what is kept: of the process, and of all of them. */
    static void tidy(ProcessDeps deps, String process) throws IOException {
        tidy(all(deps), process, MOST_BYTES_OF_ALL);
    }

    /** The newest one stays, however large it is. */
    static void tidy(Path evidence, String process, long mostBytes) throws IOException {
        var ofProcess = list(evidence).stream()
                .filter(folder -> KeptEvidence.isOf(folder.getFileName().toString(), process))
                .sorted()
                .toList();
        for (var old : ofProcess.subList(0, Math.max(0, ofProcess.size() - MOST_OF_A_PROCESS))) {
            remove(old);
        }
        var oldest = list(evidence).stream()
                .filter(folder -> TAKEN.matcher(folder.getFileName().toString()).matches())
                .sorted(Comparator.comparing(EvidenceFolders::takenAt))
                .toList();
        var total = oldest.stream().mapToLong(EvidenceFolders::bytes).sum();
        for (var folder : oldest.subList(0, Math.max(0, oldest.size() - 1))) {
            if (total <= mostBytes) {
                break;
            }
            total -= bytes(folder);
            log.info("Removed evidence={}: beyond what is kept of all", folder.getFileName());
            remove(folder);
        }
    }

    private static List<Path> list(Path evidence) throws IOException {
        try (var folders = Files.list(evidence)) {
            return folders.toList();
        }
    }

    private static String takenAt(Path folder) {
        var name = TAKEN.matcher(folder.getFileName().toString());
        return name.matches() ? name.group("at") : "";
    }

    private static long bytes(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException changes) {
            return 0;
        }
    }

    /** One that can't be removed stays, and is tried again with the next. */
    private static void remove(Path old) {
        try (var all = Files.walk(old)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("Could not remove old evidence '{}': remove it by hand", old, e);
        }
    }

    static void cut(Path file, long most) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() > most) {
                channel.truncate(most);
            }
        } catch (IOException notThere) {
            // Nothing to cut.
        }
    }

    static void copyEnd(Path log, Path to) throws IOException {
        if (!Files.exists(log)) {
            return;
        }
        try (var from = FileChannel.open(log);
                var into = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            var start = Math.max(0, from.size() - END_BYTES);
            from.transferTo(start, END_BYTES, into);
        }
    }
}
