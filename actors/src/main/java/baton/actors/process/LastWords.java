package baton.actors.process;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The last lines that a process wrote: of its errors, else of its output. */
final class LastWords {

    private static final int BYTES = 4096;
    private static final int LINES = 3;
    private static final int MOST_CHARACTERS = 200;

    private LastWords() {}

    /** How much of its output and its errors there was at an end: what follows in these files is of the next run. */
    record Until(long output, long errors) {

        static final Until NOW = new Until(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Where a process writes. */
    record LogFiles(Path output, Path errors) {

        LogFiles(Path logs, String process) {
            this(outputOf(logs, process), errorsOf(logs, process));
        }

        /** How much there is of them. Blocks. */
        Until until() {
            return new Until(size(output), size(errors));
        }

        private static long size(Path file) {
            try {
                return Files.size(file);
            } catch (IOException e) {
                return Long.MAX_VALUE;
            }
        }
    }

    private static Path outputOf(Path logs, String process) {
        return logs.resolve(process + ".log");
    }

    private static Path errorsOf(Path logs, String process) {
        return logs.resolve(process + ".log.err");
    }

    /** As {@link #of}, without blocking. */
    static CompletableFuture<String> read(ProcessDeps deps, String process) {
        return CompletableFuture.supplyAsync(() -> of(deps.home().logs(deps.node()), process), deps.blocking());
    }

    /** In one line, and empty where it wrote nothing. Blocks. */
    static String of(Path logs, String process) {
        return of(logs, process, Until.NOW);
    }

    /** As above, of what stood there at that time. */
    static String of(Path logs, String process, Until until) {
        var errors = lines(errorsOf(logs, process), until.errors());
        return String.join(" | ", errors.isEmpty() ? lines(outputOf(logs, process), until.output()) : errors);
    }

    /** Of the end of what a program wrote, and empty where it wrote nothing. */
    static String lastLine(byte[] output) {
        var lines = lines(output);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private static List<String> lines(Path file, long until) {
        try (var channel = FileChannel.open(file)) {
            var end = Math.min(until, channel.size());
            var begin = Math.max(0, end - BYTES);
            channel.position(begin);
            return lines(Channels.newInputStream(channel).readNBytes((int) (end - begin)));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<String> lines(byte[] bytes) {
        var lines = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        var last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        return last.stream().map(LastWords::cut).toList();
    }

    private static String cut(String line) {
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
