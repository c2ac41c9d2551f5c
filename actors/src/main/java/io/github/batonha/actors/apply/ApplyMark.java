package io.github.batonha.actors.apply;

import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.supervision.os.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** {@code run/NODE/applying}: a revision is being applied, so that an agent that dies meanwhile is followed by one that goes on. Blocks. */
final class ApplyMark {

    private final Path file;

    ApplyMark(BatonHome home, String node) {
        this.file = home.run(node).resolve("applying");
    }

    /** What was being restarted; empty where nothing was being applied. */
    Optional<Set<String>> read() throws IOException {
        return Files.exists(file) ? Optional.of(Set.copyOf(Files.readAllLines(file))) : Optional.empty();
    }

    /** What is about to be stopped, to be started again. */
    void set(Set<String> restarting) throws IOException {
        FileMode.GROUP.make(file);
        Files.write(file, restarting);
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
