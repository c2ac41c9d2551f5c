package io.github.batonha.actors.launch;

import io.github.batonha.supervision.logs.LastLines;
import io.github.batonha.supervision.probe.log.LogMark;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.secrets.Masking;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.EnvironmentSource.Resolution;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The last lines that one run wrote, of its output and its errors: what tells why it ended. Secrets are masked. */
public final class LogTail {

    private static final int BYTES = 16 << 10;
    /** Of a line that begins before what is read: no secret is longer, so that none is left in half. */
    private static final int UNSURE_BYTES = 512;

    private static final int LINES = 3;

    private LogTail() {}

    /** How much of a log there was at an end, and when it was last written: what follows in it is of the next run. */
    record Written(long size, Instant at) {

        static final Written NOW = new Written(Long.MAX_VALUE, Instant.MAX);

        /** Blocks. */
        static Written of(Path file) {
            try {
                var now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Written(now.size(), now.lastModifiedTime().toInstant());
            } catch (IOException e) {
                return NOW;
            }
        }
    }

    /** The same of both logs. */
    public record Until(Written output, Written errors) {

        public static final Until NOW = new Until(Written.NOW, Written.NOW);
    }

    /** Where a process writes. */
    public record LogFiles(Path output, Path errors) {

        public LogFiles(Path logs, String process) {
            this(logs.resolve(process + ".log"), logs.resolve(process + ".log.err"));
        }

        /** How much there is of them. Blocks. */
        public Until until() {
            return new Until(Written.of(output), Written.of(errors));
        }
    }

    /** Of the last run of a process, without blocking; empty where it wrote nothing. */
    public static CompletableFuture<String> read(ProcessDeps deps, String process, Until until) {
        return CompletableFuture.supplyAsync(
                () -> deps.runs().last(process).map(run -> of(deps, run, until)).orElse(""), deps.blocking());
    }

    /** The same of one run. */
    public static CompletableFuture<String> read(ProcessDeps deps, Run run, Until until) {
        return CompletableFuture.supplyAsync(() -> of(deps, run, until), deps.blocking());
    }

    /** In one line, and empty where it wrote nothing: the newest lines of a run until that time. Blocks. */
    public static String of(ProcessDeps deps, Run run, Until until) {
        var files = new LogFiles(deps.home().logs(deps.node()), run.process());
        return of(files, run, until, secrets(deps, run.process()));
    }

    static String of(LogFiles files, Run run, Until until, Collection<String> secrets) {
        var output = new Log(files.output(), run.logs().output(), until.output(), run.startedAt(), secrets);
        var errors = new Log(files.errors(), run.logs().errors(), until.errors(), run.startedAt(), secrets);
        var isOutputNewest = output.writtenAt().isAfter(errors.writtenAt());
        var other = (isOutputNewest ? errors : output).lines();
        var words = new ArrayList<>((isOutputNewest ? output : errors).lines());
        if (!other.isEmpty()) {
            // The newest line of each, for either may tell why.
            var room = words.size() < LINES ? LINES - words.size() : 1;
            words.subList(0, Math.max(0, words.size() - (LINES - room))).clear();
            words.addAll(0, other.subList(Math.max(0, other.size() - room), other.size()));
        }
        return String.join(" | ", words);
    }

    /** Of the end of what a program wrote, and empty where it wrote nothing. */
    public static String lastLine(byte[] output) {
        var lines = LastLines.of(output, 0, 1, List.of());
        return lines.isEmpty() ? "" : lines.getLast();
    }

    /** The values that the definition keeps secret, and those of variables that are called like a secret. Never kept. */
    private static Collection<String> secrets(ProcessDeps deps, String process) {
        return deps.definition().processes().stream()
                .filter(spec -> spec.name().equals(process))
                .findFirst()
                .map(spec -> secrets(deps, spec))
                .orElse(List.of());
    }

    private static Collection<String> secrets(ProcessDeps deps, ChildSpec spec) {
        var source = deps.definition().environment();
        var values = new ArrayList<>(source.secrets());
        if (source.resolve(spec) instanceof Resolution.Resolved(var variables, var _)) {
            variables.forEach((name, value) -> {
                if (Masking.isSecretName(name)) {
                    values.add(value);
                }
            });
        }
        return values;
    }

    /** What one of the logs has of the run. */
    private record Log(Path file, LogMark from, Written until, Instant startedAt, Collection<String> secrets) {

        /** When it was last written; long ago where that was not by this run. */
        Instant writtenAt() {
            var at = until.equals(Written.NOW) ? Written.of(file).at() : until.at();
            return lines().isEmpty() || at.equals(Instant.MAX) ? Instant.MIN : at;
        }

        List<String> lines() {
            try (var channel = FileChannel.open(file)) {
                var end = Math.min(until.size(), channel.size());
                var begin = begin();
                if (begin.isEmpty()) {
                    return List.of();
                }
                var first = Math.max(begin.get(), end - BYTES);
                if (first >= end) {
                    return List.of();
                }
                channel.position(first);
                var bytes = Channels.newInputStream(channel).readNBytes((int) (end - first));
                return LastLines.of(bytes, first > begin.get() ? UNSURE_BYTES : 0, from.isKnown() ? LINES : 1, secrets);
            } catch (IOException e) {
                return List.of();
            }
        }

        /** Empty where it can't be told to be of this run. */
        private Optional<Long> begin() throws IOException {
            if (!from.isKnown()) {
                var isOurs = Written.of(file).at().isAfter(startedAt);
                return isOurs ? Optional.of(0L) : Optional.empty();
            }
            var now = LogMark.endOf(file);
            return Optional.of(now.inode() == from.inode() && now.size() >= from.size() ? from.size() : 0L);
        }
    }
}
