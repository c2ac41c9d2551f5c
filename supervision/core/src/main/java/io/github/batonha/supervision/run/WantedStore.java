package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators started and stopped by hand, in {@code run/NODE/wanted}. Holds through a crash of the agent; forgotten with
 * a boot of the host and by {@link #reset()} at the orderly end of an agent. What was said of a primaryOnly process holds
 * for the epoch in which it was said. Any thread; writing blocks.
 */
public final class WantedStore {

    private static final Logger log = LoggerFactory.getLogger(WantedStore.class);
    private static final String HEAD = "boot=";

    private record Said(boolean wanted, long epoch) {}

    private final Path file;
    private final String bootId;
    private final Map<String, Said> said = new TreeMap<>();

    private WantedStore(Path file, String bootId) {
        this.file = file;
        this.bootId = bootId;
    }

    /** Reads the file {@code wanted} in the directory, where it is of this boot. Blocks. */
    public static WantedStore open(Path directory) throws IOException {
        return open(directory, Host.bootId());
    }

    static WantedStore open(Path directory, String bootId) throws IOException {
        Files.createDirectories(directory);
        var store = new WantedStore(directory.resolve("wanted"), bootId);
        if (Files.exists(store.file)) {
            store.read();
        }
        return store;
    }

    private synchronized void read() throws IOException {
        var lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.getFirst().equals(HEAD + bootId)) {
            log.info("Forgot what operators started and stopped by hand: the host was booted since, file={}", file);
            return;
        }
        for (var line : lines.subList(1, lines.size())) {
            var words = line.split(" ", 3);
            if (words.length == 3) {
                said.put(words[2], new Said(words[0].equals("started"), Long.parseLong(words[1])));
            }
        }
    }

    /**
     * What an operator last wanted, else what the definition says.
     *
     * @param epoch 0 for a process that is not primaryOnly
     */
    public synchronized boolean isWanted(String process, long epoch, boolean byDefinition) {
        var last = said.get(process);
        return (last != null && last.epoch() == epoch) ? last.wanted() : byDefinition;
    }

    /** Durable when it returns. The change holds in memory also where writing fails. Blocks. */
    public synchronized void set(Collection<String> processes, long epoch, boolean wanted) throws IOException {
        processes.forEach(process -> said.put(process, new Said(wanted, epoch)));
        write();
    }

    /** Says of processes that are not primaryOnly that they are not wanted, where no operator has said anything of them. */
    public synchronized void unlessSaidNotWanted(Collection<String> processes) {
        processes.forEach(process -> said.putIfAbsent(process, new Said(false, 0)));
    }

    /** Forgets everything, durably. Blocks. */
    public synchronized void reset() throws IOException {
        said.clear();
        write();
    }

    /** Not forced to the disk: a boot of the host resets it anyway. */
    private void write() throws IOException {
        var text = new StringBuilder(HEAD).append(bootId).append('\n');
        said.forEach((process, last) -> text.append(last.wanted() ? "started " : "stopped ")
                .append(last.epoch())
                .append(' ')
                .append(process)
                .append('\n'));
        RunRecord.replace(file, text.toString());
    }
}
