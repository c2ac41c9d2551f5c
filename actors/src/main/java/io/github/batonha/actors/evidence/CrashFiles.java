package io.github.batonha.actors.evidence;

import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.supervision.logs.LastLines;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a JVM leaves in its directory when it crashes or its heap is full: {@code hs_err_pidN.log}, {@code replay_pidN.log} and
 * {@code java_pidN.hprof}. It is moved to the evidence of the process, of which the newest is kept, as it would fill the home otherwise.
 * All of it blocks.
 */
public final class CrashFiles {

    private static final Logger log = LoggerFactory.getLogger(CrashFiles.class);
    private static final Pattern NAME =
            Pattern.compile("(?:hs_err_pid|replay_pid|java_pid)(?<pid>\\d{1,19})\\.(?:log|hprof)(?:\\.\\d+)?");
    private static final int HEAD_LINES = 60;
    /** What is copied at most, where a file can't be moved because the evidence is on another file system. */
    private static final long MOST_COPIED = 16 << 20;

    private final ProcessDeps deps;
    private final Run run;
    private final Path folder;
    private final List<String> left = new ArrayList<>();
    private String crash = "";

    private CrashFiles(ProcessDeps deps, Run run) {
        this.deps = deps;
        this.run = run;
        this.folder = EvidenceFolders.next(deps, run.process());
    }

    /** Of a run that has ended; empty where it left nothing. Never fails. */
    public static Optional<NodeEvent> collect(ProcessDeps deps, Run run) {
        return deps.definition().processes().stream()
                .filter(spec -> spec.name().equals(run.process()))
                .findFirst()
                .flatMap(spec -> new CrashFiles(deps, run).collect(spec));
    }

    private Optional<NodeEvent> collect(ChildSpec spec) {
        try {
            var found = found(spec.directory());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Files.createDirectories(folder);
            for (var file : found) {
                head(file);
                take(file);
            }
            EvidenceFolders.tidy(deps, run.process());
            return Optional.of(told());
        } catch (IOException | UncheckedIOException e) {
            log.warn("Could not take what process={} run={} left of a crash", run.process(), run.id(), e);
            return Optional.empty();
        }
    }

    /** A program that starts its JVM as a child leaves files with a pid that is known of no run. */
    private List<Path> found(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory, "{hs_err_pid,replay_pid,java_pid}*")) {
            var found = new ArrayList<Path>();
            for (var file : files) {
                var name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches() && isOurs(Long.parseLong(name.group("pid")), file)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    private boolean isOurs(long pid, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        var isOfThisRun = !writtenAt(file).isBefore(run.startedAt().minusSeconds(1));
        return isOfThisRun && (pid == run.pid() || isNobodys(pid));
    }

    private boolean isNobodys(long pid) {
        return ProcessHandle.of(pid).isEmpty()
                && deps.definition().processes().stream()
                        .flatMap(spec -> deps.runs().last(spec.name()).stream())
                        .noneMatch(other -> other.pid() == pid);
    }

    private static Instant writtenAt(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private void head(Path file) throws IOException {
        if (!file.toString().endsWith(".hprof")) {
            try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                crash = LastLines.crash(lines.limit(HEAD_LINES).toList()).orElse(crash);
            }
        }
    }

    private void take(Path file) throws IOException {
        var to = folder.resolve(file.getFileName());
        try {
            Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            if (Files.size(file) > MOST_COPIED) {
                left.add("%s stays, as it is on another file system: move or remove it".formatted(file));
            } else {
                Files.move(file, to);
            }
        } catch (IOException notOurs) {
            left.add("%s can't be moved (%s): move or remove it".formatted(file, notOurs.getMessage()));
        }
    }

    private NodeEvent told() throws IOException {
        var where = EvidenceFolders.where(deps, folder);
        String names;
        try (var files = Files.list(folder)) {
            names = files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.joining(", "));
        }
        var text = Stream.concat(
                        Stream.of(
                                crash.isEmpty() ? "the JVM wrote what it was doing when it failed" : crash,
                                names.isEmpty() ? "" : where + ": " + names),
                        left.stream())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
        log.warn("Took what process={} run={} pid={} left: {}", run.process(), run.id(), run.pid(), text);
        var path =
                names.isEmpty() ? null : deps.home().path().relativize(folder).toString();
        return new NodeEvent.EvidenceTaken(run.process(), run.id(), run.pid(), path, text);
    }
}
