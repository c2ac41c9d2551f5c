package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.app.App;
import io.github.batonha.client.app.Patient;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real JVMs that wait for their promotion. */
@Execution(ExecutionMode.CONCURRENT)
class HeldJvmTest {

    private static final long EPOCH = 1_700_000_000_001L;
    private static final Duration LONG_LEASE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private Path lease;
    private Path page;
    private Path file;

    @BeforeEach
    void makeFiles() throws Exception {
        lease = folder.resolve("lease.page");
        page = folder.resolve("page");
        file = folder.resolve("file");
        StandbyPage.create(page);
        var made = new ProcessBuilder("mkfifo", page + HeldJvm.WAKE).start();
        assertThat(made.waitFor()).isZero();
        LeasePage.openForWriting(lease).revoke();
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenAnyMain_whenPromoted_thenItRunsOnItsLeaseAndNotBefore(Path java) throws Exception {
        try (var jvm = start(java, App.class, "hold", file.toString())) {
            Await.until("it is held", () -> StandbyPage.state(page) == StandbyPage.HELD);
            assertThat(file).doesNotExist();

            try (var pushes = Pushes.start(lease, EPOCH, LONG_LEASE)) {
                promote(EPOCH);
                Await.until("main runs", () -> Files.exists(file));
                assertThat(StandbyPage.state(page)).isEqualTo(EPOCH);

                pushes.stop().revoke();
                assertThat(jvm.awaitExit()).as(jvm.err()).isEqualTo(Leash.EXIT_REVOKED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenAMainThatAwaitsPrimary_whenPromoted_thenItHadInitializedItselfBefore(Path java) throws Exception {
        try (var jvm = start(java, Patient.class, file.toString())) {
            Await.until("it is held", () -> StandbyPage.state(page) == StandbyPage.HELD);
            assertThat(folder.resolve("initialized")).hasContent("token 0");
            Await.until("it has waited in vain once", () -> Files.exists(folder.resolve("waited")));
            assertThat(file).doesNotExist();

            try (var pushes = Pushes.start(lease, EPOCH, LONG_LEASE)) {
                promote(EPOCH);
                Await.until("it works", () -> Files.exists(file));
                assertThat(StandbyPage.state(page)).isEqualTo(EPOCH);
                assertThat(folder.resolve("epoch")).hasContent(Long.toString(EPOCH));
                assertThat(folder.resolve("token")).hasContent(Long.toString(EPOCH));

                pushes.stop().revoke();
                assertThat(jvm.awaitExit()).as(jvm.err()).isEqualTo(Leash.EXIT_REVOKED);
            }
        }
    }

    @Test
    void givenAHeldJvm_whenItWaits_thenWhatItsPromotionNeedsIsLoadedAlready() throws Exception {
        var loaded = folder.resolve("loaded");
        try (var jvm = start(
                Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded),
                Jvm.OWN,
                App.class,
                "hold",
                file.toString())) {
            Await.until("it is held", () -> StandbyPage.state(page) == StandbyPage.HELD);
            var before = ownClasses(loaded);
            assertThat(before).contains(LeaseWatch.class.getName(), ProcessTree.class.getName());

            try (var pushes = Pushes.start(lease, EPOCH, LONG_LEASE)) {
                promote(EPOCH);
                Await.until("main runs", () -> Files.exists(file));
                assertThat(pushes.stop().read().epoch()).isEqualTo(EPOCH);
            }
            var after = new ArrayList<>(ownClasses(loaded));
            after.removeAll(before);
            assertThat(after).noneMatch(name -> name.matches(".*[.](Lease|Process)\\w*([$]\\w+)?"));
            assertThat(jvm.err()).doesNotContain("baton:");
        }
    }

    /** Those of baton-client and of its tests, in the order in which they came. */
    private static List<String> ownClasses(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst("^(\\[[^]]*])+ ", "").replaceFirst(" .*", ""))
                .filter(name -> name.startsWith("io.github.batonha.client."))
                .toList();
    }

    @Test
    void givenAnOrderBeforeTheJvmIsThere_whenItComes_thenItIsPromoted() throws Exception {
        try (var pushes = Pushes.start(lease, EPOCH, LONG_LEASE)) {
            StandbyPage.order(page, EPOCH);
            try (var jvm = start(Jvm.OWN, App.class, "end", file.toString())) {
                assertThat(jvm.awaitExit()).as(jvm.err()).isZero();
            }
            assertThat(pushes.stop().read().epoch()).isEqualTo(EPOCH);
        }
        assertThat(file).exists();
    }

    @Test
    void givenALeaseOfAnotherEpoch_whenPromoted_thenMainNeverRuns() throws Exception {
        try (var pushes = Pushes.start(lease, EPOCH + 1, LONG_LEASE);
                var jvm = start(Jvm.OWN, App.class, "end", file.toString())) {
            Await.until("it is held", () -> StandbyPage.state(page) == StandbyPage.HELD);

            promote(EPOCH);

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_REFUSED);
            assertThat(jvm.err()).contains("followed by that of another epoch");
            assertThat(pushes.stop().read().epoch()).isEqualTo(EPOCH + 1);
        }
        assertThat(StandbyPage.state(page)).isEqualTo(StandbyPage.HELD);
        assertThat(file).doesNotExist();
    }

    @Test
    void givenAWakeWithoutAnOrder_whenItComes_thenItGoesOnWaiting() throws Exception {
        try (var pushes = Pushes.start(lease, EPOCH, LONG_LEASE);
                var jvm = start(Jvm.OWN, App.class, "end", file.toString())) {
            Await.until("it is held", () -> StandbyPage.state(page) == StandbyPage.HELD);
            wake();
            wake();
            assertThat(file).doesNotExist();

            promote(EPOCH);

            assertThat(jvm.awaitExit()).as(jvm.err()).isZero();
            assertThat(pushes.stop().read().epoch()).isEqualTo(EPOCH);
        }
        assertThat(file).exists();
    }

    @Test
    void givenAPageThatWasReplacedSinceTheApplicationAsked_whenPromoted_thenItWorks() throws Exception {
        try (var jvm = start(Jvm.OWN, Patient.class, file.toString())) {
            Await.until("it has waited in vain once", () -> Files.exists(folder.resolve("waited")));
            Files.delete(lease);

            try (var pushes = Pushes.start(lease, EPOCH, LONG_LEASE)) {
                promote(EPOCH);
                Await.until("it works", () -> Files.exists(file));
                pushes.stop().revoke();
                assertThat(jvm.awaitExit()).as(jvm.err()).isEqualTo(Leash.EXIT_REVOKED);
            }
        }
    }

    @Test
    void givenAHeldJvm_whenToldToEnd_thenItEndsAndMainNeverRan() throws Exception {
        try (var jvm = start(Jvm.OWN, App.class, "end", file.toString())) {
            Await.until("it is held", () -> StandbyPage.state(page) == StandbyPage.HELD);
            jvm.signal("TERM");
            assertThat(jvm.awaitExit()).isEqualTo(143);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void givenAnEndThatWaitsForTheStart_whenToldToEndWhileItAwaitsItsPromotion_thenItEnds() throws Exception {
        try (var jvm = start(Jvm.OWN, Patient.class, file.toString(), "join")) {
            Await.until("it has waited in vain once", () -> Files.exists(folder.resolve("waited")));
            jvm.signal("TERM");
            assertThat(jvm.awaitExit()).as(jvm.err()).isEqualTo(143);
        }
        assertThat(file).doesNotExist();
    }

    private void promote(long epoch) throws IOException {
        StandbyPage.order(page, epoch);
        wake();
    }

    private void wake() throws IOException {
        // Open for reading, too: the JVM may have seen the order already, and read no more.
        try (var fifo =
                FileChannel.open(Path.of(page + HeldJvm.WAKE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            fifo.write(ByteBuffer.allocate(1));
        }
    }

    private Jvm start(Path java, Class<?> main, String... arguments) throws IOException {
        return start(Map.of(), java, main, arguments);
    }

    private Jvm start(Map<String, String> more, Path java, Class<?> main, String... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(Jvm.environment(lease, EPOCH));
        environment.putAll(more);
        environment.remove("BATON_EPOCH");
        environment.put(HeldJvm.VARIABLE, page.toString());
        String[] all = new String[arguments.length + 2];
        all[0] = Leash.class.getName();
        all[1] = main.getName();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Jvm.start(java, folder, environment, all);
    }
}
