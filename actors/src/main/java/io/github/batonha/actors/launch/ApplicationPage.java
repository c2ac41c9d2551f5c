package io.github.batonha.actors.launch;

import io.github.batonha.client.metrics.MetricsPage;
import io.github.batonha.client.metrics.MetricsPage.Content;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code run/NODE/application-metrics/PROCESS}: the page that a run records its own numbers in. It stays until the next start, and belongs
 * to no agent, so any agent reads it. Blocks.
 */
public final class ApplicationPage {
    static final String VARIABLE = "BATON_METRICS_PAGE";

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationPage.class);
    private static final String FOLDER = "application-metrics";

    private ApplicationPage() {}

    /**
     * Makes an empty one for a run. Empty where it can't be made: the process starts without it, and nobody sees its numbers.
     *
     * @param directory {@code run/NODE}
     * @param user as {@code <user>} has it, empty for the agent's own
     */
    static Optional<Path> give(Path directory, String process, String user) {
        var file = file(directory, process);
        try {
            var owner = TokenFile.owner(user);
            FileMode.ENTERED_FOLDER.folder(directory.resolve(FOLDER));
            MetricsPage.create(file);
            if (owner != UserAccount.ownId()) {
                Files.setAttribute(file, "unix:uid", (int) owner);
            }
            return Optional.of(file);
        } catch (IOException e) {
            LOG.warn(
                    "Could not make the page for the metrics of process={}, which are not seen without it: {}",
                    process,
                    e);
            return Optional.empty();
        }
    }

    /** The one that the newest run has; empty where it has none. */
    static Optional<Path> given(Path directory, String process) {
        return Optional.of(file(directory, process)).filter(Files::exists);
    }

    /** What the newest run has recorded, whether it lives or not; empty where no run had a page. */
    public static Optional<Content> read(Path directory, String process) {
        try {
            return Optional.of(MetricsPage.read(file(directory, process)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.debug("Could not read the metrics of process={}", process, e);
            return Optional.empty();
        }
    }

    private static Path file(Path directory, String process) {
        return directory.resolve(FOLDER).resolve(process);
    }
}
