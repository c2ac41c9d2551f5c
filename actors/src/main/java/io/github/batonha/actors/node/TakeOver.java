package io.github.batonha.actors.node;

import io.github.batonha.conf.upgrade.FormatsFile;
import io.github.batonha.conf.upgrade.ThisVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent takes the records of a node over from the agent before it, whatever version that was of. */
final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);

    private TakeOver() {}

    /**
     * Takes note of the formats that this agent writes. Blocks.
     *
     * @param directory {@code run/NODE}
     * @throws AgentRefusal if a later version wrote a record that this one would misread; then nothing is changed
     */
    static void of(Path directory, String node) throws IOException {
        var found = FormatsFile.read(directory);
        var obstacles = found.obstacles();
        if (!obstacles.isEmpty()) {
            throw new AgentRefusal(
                    "node %s can't be taken over by this version of baton (%s): %s; nothing was changed, and its processes run on"
                            .formatted(node, ThisVersion.TEXT, String.join("; ", obstacles)));
        }
        var isNew = found.version().isEmpty() && Files.notExists(directory.resolve("runs"));
        if (!isNew && !found.version().equals(ThisVersion.TEXT)) {
            LOG.info("Took over from version={}", found.version().isEmpty() ? "before 0.2" : found.version());
        }
        try {
            FormatsFile.write(directory, ThisVersion.TEXT);
        } catch (IOException e) {
            // A full disk must not keep an agent from its processes.
            LOG.warn(
                    "Could not take note of the formats of records: an earlier version would not know that it must not start",
                    e);
        }
    }
}
