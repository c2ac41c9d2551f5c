package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.app.App;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real commands under their small parent. */
class CommandParentTest {

    private static final long EPOCH = 42;
    private static final Duration LONG_LEASE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private Path pageFile;
    private Path file;

    @BeforeEach
    void nameFiles() {
        pageFile = folder.resolve("lease.page");
        file = folder.resolve("file");
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenALease_whenTheProgramEnds_thenOutputEnvironmentAndStatusAreIts(Path java) throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm =
                        start(java, "sh", "-c", "echo \"$1 $BATON_EPOCH\"; echo oops >&2; exit 9", "sh", "two words")) {
            assertThat(jvm.awaitExit()).isEqualTo(9);
            assertThat(jvm.out()).isEqualTo("two words 42\n");
            assertThat(jvm.err()).isEqualTo("oops\n");
            assertThat(pushes.stop().read().intact()).isTrue();
        }
    }

    @Test
    void givenALease_whenASignalKillsTheProgram_thenTheStatusIsAsAShellShowsIt() throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm = start(Jvm.OWN, "sh", "-c", "kill -KILL $$")) {
            assertThat(jvm.awaitExit()).isEqualTo(137);
            assertThat(pushes.stop().read().intact()).isTrue();
        }
    }

    @Test
    void givenNoLease_whenStarted_thenTheProgramNeverRuns() throws Exception {
        try (var jvm = start(Jvm.OWN, "touch", file.toString())) {
            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_PAGE_MISSING);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void givenAProgramThatIsNotThere_whenStarted_thenItIsNamedAndTheStatusIs127() throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm = start(Jvm.OWN, "no-such-program")) {
            assertThat(jvm.awaitExit()).isEqualTo(127);
            assertThat(jvm.err()).hasLineCount(1).startsWith("baton: can't start 'no-such-program'");
            assertThat(pushes.stop().read().intact()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenAProgramWithChildren_whenTheLeaseEnds_thenAllOfThemAreGone(Path java) throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, Duration.ofSeconds(2));
                var jvm = start(java, "sh", "-c", App.family(file))) {
            List<ProcessHandle> family = PrimaryOnlyTest.awaitFamily(file);

            pushes.stop();

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_EXPIRED);
            for (ProcessHandle member : family) {
                Await.until("nothing is left of " + member.pid(), () -> !PrimaryOnlyTest.isRunning(member));
            }
        }
    }

    @Test
    void givenARunningProgram_whenAnotherEpochFollows_thenItsWholeFamilyIsGone() throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm = start(Jvm.OWN, "sh", "-c", App.family(file))) {
            List<ProcessHandle> family = PrimaryOnlyTest.awaitFamily(file);

            pushes.stop().push(EPOCH + 1, System.nanoTime() + LONG_LEASE.toNanos());

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_REVOKED);
            assertThat(jvm.err()).contains("another epoch", "exit status 92");
            for (ProcessHandle member : family) {
                Await.until("nothing is left of " + member.pid(), () -> !PrimaryOnlyTest.isRunning(member));
            }
        }
    }

    @Test
    void givenAProgramThatLeavesAChildBehind_whenItEnds_thenTheChildIsEndedToo() throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm = start(Jvm.OWN, "sh", "-c", "sleep 1000 & echo $! >%s".formatted(file))) {
            assertThat(jvm.awaitExit()).isZero();
            var child = ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));

            for (ProcessHandle left : child.stream().toList()) {
                Await.until("the child is gone", () -> !PrimaryOnlyTest.isRunning(left));
            }
            assertThat(pushes.stop().read().intact()).isTrue();
        }
    }

    @Test
    void givenTheWholeSessionIsSignalled_whenTheProgramEndsInItsOwnTime_thenTheParentStaysAndHasItsStatus()
            throws Exception {
        String program =
                "trap 'echo term; sleep 1; exit 5' TERM; echo $PPID >%s; while :; do sleep 0.1; done".formatted(file);
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm = start(Jvm.OWN, "sh", "-c", program)) {
            Await.until(
                    "the program runs",
                    () -> Files.exists(file) && Files.readString(file).endsWith("\n"));

            signal("-" + Files.readString(file).strip());

            assertThat(jvm.awaitExit()).isEqualTo(5);
            assertThat(jvm.out()).as("one SIGTERM, not two").isEqualTo("term\n");
            assertThat(pushes.stop().read().intact()).isTrue();
        }
    }

    @Test
    void givenAParentThatLeadsNoSession_whenItAloneIsSignalled_thenItPassesTheSignalOn() throws Exception {
        String program = "trap 'exit 5' TERM; echo $PPID >%s; while :; do sleep 0.1; done".formatted(file);
        var command = Stream.concat(
                        Stream.of(Jvm.OWN.toString(), "-cp", System.getProperty("java.class.path")),
                        Stream.of(Leash.class.getName(), "--command", "sh", "-c", program))
                .toList();
        try (var jvm = Jvm.start(folder, Map.of(), command)) {
            Await.until(
                    "the program runs",
                    () -> Files.exists(file) && Files.readString(file).endsWith("\n"));

            signal(Files.readString(file).strip());

            assertThat(jvm.awaitExit()).isEqualTo(5);
        }
    }

    private static void signal(String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", "TERM", "--", pid).start().waitFor())
                .isZero();
    }

    private Jvm start(Path java, String... command) throws IOException {
        String[] arguments = Stream.concat(Stream.of(Leash.class.getName(), "--command"), Stream.of(command))
                .toArray(String[]::new);
        return Jvm.start(java, folder, Jvm.environment(pageFile, EPOCH), arguments);
    }
}
