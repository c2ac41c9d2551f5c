package io.github.batonha.supervision.drain.store;

import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.drain.DrainOrder;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.supervision.drain.DrainState.Drained;
import io.github.batonha.supervision.drain.DrainState.Draining;
import io.github.batonha.supervision.drain.DrainState.Leaving;
import io.github.batonha.supervision.drain.DrainState.Ordered;
import io.github.batonha.supervision.drain.DrainState.Serving;
import io.github.batonha.supervision.drain.DrainState.Stopping;
import io.github.batonha.supervision.os.AtomicFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code run/NODE/drain}: the drain of a node, kept over restarts of the agent and of the host: with times of the wall clock, by which
 * nobody is made to wait for longer than was ordered. Replaced as a whole. Methods
 * block; one thread at a time.
 */
public final class DrainStore {

    private final Clocks clocks;
    private final Path directory;
    private final Path file;

    /**
     * Keeps the drain of one node.
     *
     * @param directory {@code run/NODE}
     */
    public DrainStore(Path directory, Clocks clocks) {
        this.clocks = clocks;
        this.directory = directory;
        this.file = directory.resolve("drain");
    }

    /**
     * What was last written; serving, where nothing was.
     *
     * @throws IOException also where the file is no record of a drain; the message says what to do
     */
    public DrainState read() throws IOException {
        if (!Files.exists(file)) {
            return new Serving();
        }
        var lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(file)));
            return state(lines);
        } catch (RuntimeException e) {
            throw new IOException(
                    "%s is no record of a drain (%s): delete it, and drain the node again if it is to be drained"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Durable when it returns. */
    public void write(DrainState state) throws IOException {
        switch (state) {
            case Serving() -> {
                Files.deleteIfExists(file);
                AtomicFile.force(directory);
            }
            case Ordered ordered -> AtomicFile.write(file, text(ordered), AtomicFile.Durability.POWER_LOSS);
        }
    }

    private String text(Ordered state) throws IOException {
        var lines = new Properties();
        lines.setProperty("by", state.order().by());
        lines.setProperty("within", state.order().within().toString());
        lines.setProperty("stop", Boolean.toString(state.order().stop()));
        lines.setProperty("force", Boolean.toString(state.order().force()));
        lines.setProperty("close", Boolean.toString(state.order().close()));
        lines.setProperty("since", state.since().toString());
        switch (state) {
            case Draining draining -> {
                lines.setProperty("state", "draining");
                lines.setProperty("deadline", wall(draining.deadline()).toString());
            }
            case Leaving _ -> lines.setProperty("state", "leaving");
            case Stopping stopping -> {
                lines.setProperty("state", "stopping");
                lines.setProperty("stopped", String.join(" ", new TreeSet<>(stopping.stopped())));
            }
            case Drained drained -> {
                lines.setProperty("state", drained.isStopped() ? "stopped" : "drained");
                lines.setProperty("stopped", String.join(" ", new TreeSet<>(drained.stopped())));
            }
        }
        var text = new StringWriter();
        lines.store(text, null);
        return text.toString();
    }

    private DrainState state(Properties lines) {
        var order = new DrainOrder(
                line(lines, "by"),
                Duration.parse(line(lines, "within")),
                Boolean.parseBoolean(line(lines, "stop")),
                Boolean.parseBoolean(line(lines, "force")),
                Boolean.parseBoolean(lines.getProperty("close", "false")));
        var since = Instant.parse(line(lines, "since"));
        var word = line(lines, "state");
        return switch (word) {
            case "draining" -> {
                var deadline = deadline(Instant.parse(line(lines, "deadline")), order.within());
                yield new Draining(order, since, deadline, clocks.steady().instant());
            }
            case "leaving" -> new Leaving(order, since, clocks.steady().instant());
            case "stopping" -> new Stopping(order, since, names(lines));
            case "stopped" -> new Drained(order, since, true, names(lines));
            case "drained" -> new Drained(order, since, false, names(lines));
            default -> throw new IllegalArgumentException("there is no state '%s'".formatted(word));
        };
    }

    private Instant wall(Instant steady) {
        return clocks.wall().instant().plus(Duration.between(clocks.steady().instant(), steady));
    }

    /** Not later than if it had been ordered now: the clock may have been set back since. */
    private Instant deadline(Instant ofWall, Duration within) {
        var now = clocks.steady().instant();
        var left = Duration.between(clocks.wall().instant(), ofWall);
        return now.plus(left.compareTo(within) < 0 ? left : within);
    }

    private static Set<String> names(Properties lines) {
        return Arrays.stream(line(lines, "stopped").split(" ", -1))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private static String line(Properties lines, String key) {
        var value = lines.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("there is no line '%s='".formatted(key));
        }
        return value;
    }
}
