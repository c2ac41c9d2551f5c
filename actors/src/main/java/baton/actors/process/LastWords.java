package baton.actors.process;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The last lines that a process wrote: of its errors, else of its output. */
final class LastWords {

    private static final int BYTES = 4096;
    private static final int LINES = 3;
    private static final int MOST_CHARACTERS = 200;

    private LastWords() {}

    /** In one line, and empty where it wrote nothing. Blocks. */
    static String of(Path logs, String process) {
        var errors = lines(logs.resolve(process + ".log.err"));
        return String.join(" | ", errors.isEmpty() ? lines(logs.resolve(process + ".log")) : errors);
    }

    /** Of any file, and empty where there is none. Blocks. */
    static String lastLine(Path file) {
        var lines = lines(file);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private static List<String> lines(Path file) {
        try (var channel = FileChannel.open(file)) {
            channel.position(Math.max(0, channel.size() - BYTES));
            var bytes = Channels.newInputStream(channel).readNBytes(BYTES);
            var lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toList());
            var last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return last.stream().map(LastWords::cut).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String cut(String line) {
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
