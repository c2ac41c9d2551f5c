package io.github.batonha.supervision.primary.store;

import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.primary.schedule.ScheduleState;
import io.github.batonha.supervision.primary.schedule.ScheduleState.Begun;
import io.github.batonha.supervision.primary.schedule.ScheduleState.None;
import io.github.batonha.supervision.primary.schedule.ScheduleState.Waiting;
import io.github.batonha.supervision.primary.schedule.TimedOrder;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * {@code run/NODE/scheduled}: the SetPrimary that this node is to give itself, kept over restarts of the agent. Replaced as a whole.
 * Methods block; one thread at a time.
 */
public final class ScheduleStore {

    private final Path directory;
    private final Path file;

    /**
     * Keeps what is scheduled on one node.
     *
     * @param directory {@code run/NODE}
     */
    public ScheduleStore(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("scheduled");
    }

    /**
     * What was last written; none, where nothing was.
     *
     * @throws IOException also where the file is no such record; the message says what to do
     */
    public ScheduleState read() throws IOException {
        if (!Files.exists(file)) {
            return new None();
        }
        var lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(file)));
            var order = order(lines);
            return Boolean.parseBoolean(line(lines, "begun")) ? new Begun(order, false) : new Waiting(order);
        } catch (RuntimeException e) {
            throw new IOException(
                    "%s is no record of a scheduled switchover (%s): delete it, and schedule it again if it is still wanted"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Durable when it returns. */
    public void write(ScheduleState state) throws IOException {
        switch (state) {
            case None() -> {
                Files.deleteIfExists(file);
                AtomicFile.force(directory);
            }
            case Waiting(var order) -> write(order, false);
            case Begun begun -> write(begun.order(), true);
        }
    }

    private void write(TimedOrder order, boolean isBegun) throws IOException {
        var lines = new Properties();
        lines.setProperty("target", order.target());
        lines.setProperty("at", order.at().toString());
        lines.setProperty("by", order.by());
        lines.setProperty("caller", order.caller());
        lines.setProperty("reason", order.reason());
        lines.setProperty("override", String.join(" ", order.override()));
        lines.setProperty("when-ready", Integer.toString(order.whenReadySeconds()));
        lines.setProperty("epoch", Long.toString(order.epoch()));
        lines.setProperty("begun", Boolean.toString(isBegun));
        var text = new StringWriter();
        lines.store(text, null);
        AtomicFile.write(file, text.toString(), AtomicFile.Durability.POWER_LOSS);
    }

    private static TimedOrder order(Properties lines) {
        var codes = Stream.of(line(lines, "override").split(" ", -1))
                .filter(code -> !code.isEmpty())
                .toList();
        return new TimedOrder(
                line(lines, "target"),
                Instant.parse(line(lines, "at")),
                line(lines, "by"),
                line(lines, "caller"),
                line(lines, "reason"),
                List.copyOf(codes),
                Integer.parseInt(line(lines, "when-ready")),
                Long.parseLong(line(lines, "epoch")));
    }

    private static String line(Properties lines, String key) {
        var value = lines.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("there is no line '%s='".formatted(key));
        }
        return value;
    }
}
