package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.app.App;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications that listen, in real JVMs. */
class PrimaryTest {

    private static final long EPOCH = 42;
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LONG_LEASE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private Path page;
    private Path file;

    @BeforeEach
    void nameFiles() {
        page = folder.resolve("lease.page");
        file = folder.resolve("file");
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenAPrimaryOnlyListener_whenTheLeaseIsRevoked_thenItIsToldBeforeTheHalt(Path java) throws Exception {
        try (var pushes = Pushes.start(page, EPOCH, LONG_LEASE);
                var jvm = start(java, Jvm.environment(page, EPOCH), "listen")) {
            awaitLine("promoted 42 held true");

            pushes.stop().revoke();

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_REVOKED);
            assertThat(file).hasContent("promoted 42 held true\ndemoted 42 held false\n");
        }
    }

    @Test
    void givenAPrimaryOnlyListener_whenTheDeadlinePasses_thenItIsToldBeforeTheHalt() throws Exception {
        try (var pushes = Pushes.start(page, EPOCH, LEASE);
                var jvm = start(Jvm.OWN, Jvm.environment(page, EPOCH), "listen")) {
            awaitLine("promoted 42 held true");

            pushes.stop();

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_EXPIRED);
            assertThat(file).hasContent("promoted 42 held true\ndemoted 42 held false\n");
        }
    }

    @Test
    void givenAListenerThatDoesNotReturn_whenTheLeaseEnds_thenTheJvmIsHaltedAllTheSame() throws Exception {
        try (var pushes = Pushes.start(page, EPOCH, LONG_LEASE);
                var jvm = start(Jvm.OWN, Jvm.environment(page, EPOCH), "block")) {
            awaitLine("promoted 42 held true");

            pushes.stop().revoke();

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_REVOKED);
            assertThat(Files.readString(file)).contains("demoted 42");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenAProcessThatIsNotPrimaryOnly_whenThePrimaryGoesAndComesBack_thenItIsToldAndLives(Path java)
            throws Exception {
        try (var pushes = Pushes.start(page, EPOCH, LONG_LEASE);
                var jvm = start(java, Map.of("BATON_LEASE_PAGE", page.toString()), "listen")) {
            awaitLine("promoted 42 held true");
            LeasePage stopped = pushes.stop();

            stopped.revoke();
            awaitLine("demoted 42 held false");
            stopped.push(EPOCH + 1, System.nanoTime() + LONG_LEASE.toNanos());
            awaitLine("promoted 43 held true");

            assertThat(jvm.isAlive()).isTrue();
        }
    }

    private void awaitLine(String line) throws Exception {
        Await.until(
                line + " is written",
                () -> Files.exists(file) && Files.readString(file).contains(line + "\n"));
    }

    private Jvm start(Path java, Map<String, String> environment, String what) throws IOException {
        return Jvm.start(java, folder, environment, Leash.class.getName(), App.class.getName(), what, file.toString());
    }
}
