package baton.actors.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Where evidence lies, and how much of it: the newest of each process, and no file without an end. All of it blocks. */
final class EvidenceFolders {

    private static final int MOST_OF_A_PROCESS = 5;
    private static final int END_BYTES = 64 << 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private EvidenceFolders() {}

    static Path next(ProcessDeps deps, String process) {
        return all(deps).resolve(process + "-" + TIME.format(deps.clock().instant()));
    }

    private static Path all(ProcessDeps deps) {
        return deps.home().logs(deps.node()).resolve("evidence");
    }

    /** Removes the oldest ones beyond what is kept. */
    static void tidy(ProcessDeps deps, String process) throws IOException {
        List<Path> ofProcess;
        try (var folders = Files.list(all(deps))) {
            ofProcess = folders.filter(folder -> isOf(folder, process)).sorted().toList();
        }
        for (var old : ofProcess.subList(0, Math.max(0, ofProcess.size() - MOST_OF_A_PROCESS))) {
            try (var files = Files.list(old)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(old);
        }
    }

    /** Names of processes may begin alike, but not go on with a time. */
    private static boolean isOf(Path folder, String process) {
        var name = folder.getFileName().toString();
        return name.startsWith(process + "-")
                && name.substring(process.length() + 1).matches("\\d{8}-\\d{6}-\\d{3}");
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
                var into = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var start = Math.max(0, from.size() - END_BYTES);
            from.transferTo(start, END_BYTES, into);
        }
    }
}
