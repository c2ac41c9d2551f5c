package io.github.batonha.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The work that may be done on one node only. It writes down that it is at it, so that {@link RecordChecker} can prove
 * afterwards that it was never done twice at once. Nodes on one machine share the file: each line is one appending write.
 */
final class Consolidator {

    private static final String RECORD_ITEM = "ConsolidatorRecord";
    private static final String DEFAULT_RECORD = "shared/consolidator.record";
    private static final long TICK_NANOS = 100_000_000;

    private final FileChannel file;
    private final RecordLine.Run run;
    private final InstantSource clock;
    private final LongSupplier monotonicTicker;
    private boolean isStopped;

    private Consolidator(FileChannel file, RecordLine.Run run, InstantSource clock, LongSupplier monotonicTicker) {
        this.file = file;
        this.run = run;
        this.clock = clock;
        this.monotonicTicker = monotonicTicker;
    }

    /** Has written its START when it returns; goes on until the JVM ends. */
    static void start(Surroundings surroundings, InstantSource clock, LongSupplier monotonicTicker) throws IOException {
        Path record =
                surroundings.home().resolve(surroundings.variable(RECORD_ITEM).orElse(DEFAULT_RECORD));
        Files.createDirectories(record.toAbsolutePath().getParent());
        var channel = FileChannel.open(record, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        var run = new RecordLine.Run(
                surroundings.node(), ProcessHandle.current().pid(), surroundings.epoch(), surroundings.run());
        var consolidator = new Consolidator(channel, run, clock, monotonicTicker);
        consolidator.write(RecordLine.Event.START);
        Runtime.getRuntime().addShutdownHook(new Thread(consolidator::stop, "stop-consolidating"));
        var thread = new Thread(consolidator::tickUntilStopped, "consolidate");
        thread.setDaemon(true);
        thread.start();
    }

    private void tickUntilStopped() {
        while (tick()) {
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private synchronized boolean tick() {
        if (!isStopped) {
            writeOrDie(RecordLine.Event.TICK);
        }
        return !isStopped;
    }

    private synchronized void stop() {
        isStopped = true;
        writeOrDie(RecordLine.Event.STOP);
    }

    /** Work that can't be recorded must not go on. */
    private void writeOrDie(RecordLine.Event event) {
        try {
            write(event);
        } catch (IOException e) {
            System.err.println(
                    "the consolidator's record can't be written (%s): make room, then start it again".formatted(e));
            Runtime.getRuntime().halt(1);
        }
    }

    private void write(RecordLine.Event event) throws IOException {
        var line = new RecordLine(event, run, clock.instant(), monotonicTicker.getAsLong()).text() + "\n";
        var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
