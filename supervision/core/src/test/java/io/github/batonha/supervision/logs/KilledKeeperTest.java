package io.github.batonha.supervision.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.logs.LogReader.Place;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program writes numbered lines as fast as it can while its keeper is killed again and again. */
class KilledKeeperTest {

    private static final int LINES = 2_000_000;
    private static final int BATCHES = 50;

    @TempDir
    private Path folder;

    /** Checks that numbered lines come one after the other, however they are cut. */
    private static final class Sequence {
        private long next = 1;
        private long number;

        void take(byte[] bytes) {
            for (var b : bytes) {
                if (b == '\n') {
                    assertThat(number).isEqualTo(next);
                    next++;
                    number = 0;
                } else {
                    assertThat((char) b).isBetween('0', '9');
                    number = number * 10 + b - '0';
                }
            }
        }

        long lines() {
            return next - 1;
        }
    }

    @Test
    void givenAFastWriter_whenTheKeeperIsKilledAgainAndAgain_thenEachLineIsThereOnce() throws Exception {
        var writer = writer();
        var followed = CompletableFuture.supplyAsync(() -> follow(writer));
        try {
            var random = new Random(4);
            var kills = 0;
            while (writer.isAlive() || kills < 3) {
                var keeper = keeper();
                if (kills % 2 == 0) {
                    awaitAnotherArchive(writer);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
                keeper.destroyForcibly().waitFor();
                kills++;
            }
            try (var _ = LogKeeper.open(folder, KeeperMain.POLICY, Clocks.both(InstantSource.system()))) {
                assertThat(followed.get(60, TimeUnit.SECONDS)).isEqualTo(LINES);
                assertThat(readAgain()).isEqualTo(LINES);
            }
            assertThat(LogFolder.of(folder, "FAST.log").layout().archives()).hasSizeGreaterThan(1);
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    /** So that a busy machine, on which a keeper does not come to anything before it is killed, tests something, too. */
    private void awaitAnotherArchive(Process writer) throws IOException {
        var log = LogFolder.of(folder, "FAST.log");
        var before = log.archives().size();
        while (writer.isAlive() && log.archives().size() == before) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private Process writer() throws IOException {
        var batch = LINES / BATCHES;
        var script = "n=0; while [ $n -lt %d ]; do seq $((n * %d + 1)) $(((n + 1) * %d)); n=$((n + 1)); sleep 0.1; done"
                .formatted(BATCHES, batch, batch);
        return new ProcessBuilder("sh", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("FAST.log").toFile()))
                .start();
    }

    private Process keeper() throws IOException {
        var keeper = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeeperMain.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("keeper.err").toFile())
                .redirectOutput(folder.resolve("keeper.out").toFile())
                .start();
        Await.until("the keeper looks", () -> {
            assertThat(keeper.isAlive()).as(() -> "keeper lives: " + errors()).isTrue();
            return Files.readString(folder.resolve("keeper.out")).contains("looking");
        });
        return keeper;
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("keeper.err"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private long follow(Process writer) {
        var sequence = new Sequence();
        try (var reader = LogReader.of(folder, "FAST.log")) {
            var place = new Place(0, 0);
            var until = Instant.now().plusSeconds(90);
            while (sequence.lines() < LINES && Instant.now().isBefore(until)) {
                var chunk = reader.read(place, Place.NEVER, 64 * 1024);
                sequence.take(chunk.bytes());
                place = chunk.next();
                if (chunk.bytes().length == 0) {
                    if (!writer.isAlive() && place.equals(reader.end())) {
                        return sequence.lines();
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
            }
            return sequence.lines();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long readAgain() throws IOException {
        var sequence = new Sequence();
        try (var reader = LogReader.of(folder, "FAST.log")) {
            var end = reader.end();
            for (var place = new Place(0, 0); place.compareTo(end) < 0; ) {
                var chunk = reader.read(place, end, 64 * 1024);
                sequence.take(chunk.bytes());
                place = chunk.next();
            }
        }
        return sequence.lines();
    }
}
