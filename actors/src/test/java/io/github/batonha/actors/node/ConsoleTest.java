package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whoever reads the agent's output may stop reading at any time. */
class ConsoleTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] LINE = ("x".repeat(99) + "\n").getBytes(StandardCharsets.UTF_8);

    @Test
    void givenAPipeThatNobodyReads_whenMuchMoreIsWrittenThanItHolds_thenNobodyWaits() throws Exception {
        var process = new ProcessBuilder("sleep", "600").start();
        try {
            var console = Console.to(process.getOutputStream(), Duration.ofMillis(50));

            assertTimeoutPreemptively(SOON, () -> {
                for (var i = 0; i < 100_000; i++) {
                    console.write(LINE);
                }
                console.flush();
            });
        } finally {
            process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void givenLinesWereDropped_whenTheyAreReadAgain_thenTheirNumberIsTold() throws IOException {
        var reader = new Reader();
        var console = Console.to(reader, SOON);
        synchronized (reader) {
            for (var i = 0; i < 10_000; i++) {
                console.write(LINE);
            }
        }

        console.flush();
        console.write("after\n".getBytes(StandardCharsets.UTF_8));
        console.flush();

        var lines = reader.text().lines().toList();
        var shown = lines.stream().filter(line -> line.startsWith("x")).count();
        assertThat(shown).isLessThan(10_000);
        assertThat(lines)
                .endsWith(
                        "%d lines were not shown here, as nobody read them in time: see agent.log"
                                .formatted(10_000 - shown),
                        "after");
    }

    @Test
    void givenAReaderThatHasGone_whenWritten_thenNothingHappens() throws Exception {
        var process = new ProcessBuilder("true").start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var console = Console.to(process.getOutputStream(), SOON);

        assertTimeoutPreemptively(SOON, () -> {
            for (var i = 0; i < 10_000; i++) {
                console.write(LINE);
            }
            console.flush();
        });
    }

    /** Stands still while somebody holds its monitor. */
    private static final class Reader extends OutputStream {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int one) {
            read.write(one);
        }

        @Override
        public synchronized void write(byte[] text, int from, int length) {
            read.write(text, from, length);
        }

        synchronized String text() {
            return read.toString(StandardCharsets.UTF_8);
        }
    }
}
