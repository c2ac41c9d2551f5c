package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.batonha.client.app.App;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real primaryOnly JVMs on a real page. */
@Execution(ExecutionMode.CONCURRENT)
class PrimaryOnlyTest {

    private static final long EPOCH = 1_700_000_000_001L;
    private static final Duration LEASE = Duration.ofSeconds(2);
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

    enum Unfit {
        MISSING(93, "no lease page at"),
        SHORT(94, "has 3 bytes but must have 4096"),
        DAMAGED(94, "damaged"),
        REVOKED(90, "was revoked"),
        EXPIRED(90, "has passed its deadline"),
        OTHER_EPOCH(90, "followed by that of another epoch"),
        OTHER_BOOT(95, "earlier boot");

        private final int exit;
        private final String message;

        Unfit(int exit, String message) {
            this.exit = exit;
            this.message = message;
        }

        void prepare(Path page) throws IOException {
            long deadline = System.nanoTime() + LONG_LEASE.toNanos();
            switch (this) {
                case MISSING -> Files.deleteIfExists(page);
                case SHORT -> Files.writeString(page, "xyz");
                case DAMAGED -> Files.write(page, new byte[LeasePage.FILE_BYTES]);
                case REVOKED -> LeasePage.openForWriting(page).revoke();
                case EXPIRED -> LeasePage.openForWriting(page).push(EPOCH, System.nanoTime());
                case OTHER_EPOCH -> LeasePage.openForWriting(page).push(EPOCH + 1, deadline);
                case OTHER_BOOT -> {
                    byte[] earlier = new byte[LeasePage.FILE_BYTES];
                    var words = ByteBuffer.wrap(earlier)
                            .order(ByteOrder.nativeOrder())
                            .asLongBuffer();
                    LeasePage.writeSlot(words, 0, new UUID(1, 2), 1, EPOCH, deadline);
                    Files.write(page, earlier);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void givenAPageThatGrantsNothing_whenStarted_thenMainNeverRuns(Unfit page) throws Exception {
        page.prepare(pageFile);

        try (var jvm = start(Jvm.OWN, "end")) {
            assertThat(jvm.awaitExit()).isEqualTo(page.exit);
            assertThat(jvm.err())
                    .hasLineCount(1)
                    .startsWith("baton: not started, exit status %d: ".formatted(page.exit))
                    .contains(page.message);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void givenAPageOfTheAgentsUser_whenStartedAsAnother_thenMainRuns() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        LeasePage.openForWriting(pageFile).push(EPOCH, System.nanoTime() + LONG_LEASE.toNanos());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        var command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        command.addAll(List.of(Jvm.OWN.toString(), "-Xmx32m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Leash.class.getName(), App.class.getName(), "end", file.toString()));

        try (var jvm = Jvm.start(folder, Jvm.environment(pageFile, EPOCH), command)) {
            assertThat(jvm.awaitExit()).isZero();
            assertThat(jvm.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenALease_whenItIsPushedOnAndOn_thenTheJvmOutlivesItsFirstDeadlines(Path java) throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LEASE);
                var jvm = start(java, "hold")) {
            Await.until("main runs", () -> Files.exists(file));
            long threeLeases = System.nanoTime() + LEASE.multipliedBy(3).toNanos();
            Await.until("three leases have passed", () -> System.nanoTime() - threeLeases > 0);

            assertThat(jvm.isAlive()).as(jvm.err()).isTrue();

            pushes.stop();
            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_EXPIRED);
            assertThat(jvm.err())
                    .hasLineCount(1)
                    .contains("lease of epoch " + EPOCH, "passed its deadline", "exit status 91");
            assertThat(folder.resolve("hook")).as("shutdown hooks don't run").doesNotExist();
        }
    }

    @Test
    void givenALease_whenMainEnds_thenTheStatusIsThatOfMain() throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LEASE);
                var ended = start(Jvm.OWN, "end");
                var exited = start(Jvm.OWN, "exit")) {
            assertThat(ended.awaitExit()).isZero();
            assertThat(exited.awaitExit()).isEqualTo(7);
            assertThat(pushes.stop().read().epoch()).isEqualTo(EPOCH);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenALongLease_whenRevoked_thenTheJvmIsGoneLongBeforeTheDeadline(Path java) throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm = start(java, "hold")) {
            Await.until("main runs", () -> Files.exists(file));

            pushes.stop().revoke();

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_REVOKED);
            assertThat(jvm.err()).contains("was revoked");
        }
    }

    @Test
    void givenALongLease_whenAnotherEpochFollows_thenTheJvmEnds() throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm = start(Jvm.OWN, "hold")) {
            Await.until("main runs", () -> Files.exists(file));

            pushes.stop().push(EPOCH + 1, System.nanoTime() + LONG_LEASE.toNanos());

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_REVOKED);
            assertThat(jvm.err()).contains("another epoch");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenChildrenThatIgnoreSigterm_whenTheLeaseEnds_thenAllOfThemAreGoneWithTheJvm(Path java) throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LEASE);
                var jvm = start(java, "family")) {
            var family = awaitFamily(file);

            pushes.stop();

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_EXPIRED);
            for (ProcessHandle member : family) {
                Await.until("nothing is left of " + member.pid(), () -> !isRunning(member));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenAFullHeap_whenTheLeaseEnds_thenTheJvmEndsAllTheSame(Path java) throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm = start(java, "fill")) {
            Await.until("the heap is full", () -> Files.exists(file) && Files.size(file) > 0);
            var child = processIn(Path.of(file + ".child"));

            pushes.stop().push(EPOCH, System.nanoTime());

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_EXPIRED);
            Await.until("the child is gone", () -> !isRunning(child));
        }
    }

    @Test
    void givenAnApplicationThatReplacesStreamsAndInterruptsEverybody_whenTheLeaseEnds_thenItIsEndedAndSaid()
            throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LONG_LEASE);
                var jvm = start(Jvm.OWN, "hide")) {
            Await.until("main runs", () -> Files.exists(file));

            pushes.stop().revoke();

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_REVOKED);
            assertThat(jvm.err()).contains("was revoked");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenAJvmStoppedPastItsDeadline_whenItGoesOn_thenItEnds(Path java) throws Exception {
        try (var pushes = Pushes.start(pageFile, EPOCH, LEASE);
                var jvm = start(java, "hold")) {
            Await.until("main runs", () -> Files.exists(file));
            jvm.signal("STOP");
            long over = pushes.stop().read().deadlineNanos() + TimeUnit.SECONDS.toNanos(1);
            Await.until("the lease is over", () -> System.nanoTime() - over > 0);
            assertThat(jvm.isAlive()).as("stopped, not ended").isTrue();

            jvm.signal("CONT");

            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_EXPIRED);
        }
    }

    @Test
    void givenAnAgentThatIsReplaced_whenTheNextOneGoesOnWithTheEpoch_thenTheJvmNoticesNothing() throws Exception {
        try (var first = Pushes.start(pageFile, EPOCH, LEASE);
                var jvm = start(Jvm.OWN, "hold")) {
            Await.until("main runs", () -> Files.exists(file));
            first.stop();

            try (var second = Pushes.start(pageFile, EPOCH, LEASE)) {
                long twoLeases = System.nanoTime() + LEASE.multipliedBy(2).toNanos();
                Await.until("two leases have passed", () -> System.nanoTime() - twoLeases > 0);
                assertThat(jvm.isAlive()).as(jvm.err()).isTrue();

                second.stop().revoke();
                assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_REVOKED);
            }
        }
    }

    /** Waits until the family that {@link App#family} describes is complete. */
    static List<ProcessHandle> awaitFamily(Path file) throws Exception {
        var family = new ArrayList<ProcessHandle>();
        for (String who : new String[] {"orphan", "grandchild", "child"}) {
            family.add(processIn(Path.of(file + "." + who)));
        }
        return family;
    }

    private static ProcessHandle processIn(Path pid) throws Exception {
        Await.until(
                "a pid stands in " + pid,
                () -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }

    /** A process that has ended but that nobody has waited for yet runs no more. */
    static boolean isRunning(ProcessHandle process) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException ended) {
            return false;
        }
    }

    private Jvm start(Path java, String what) throws IOException {
        return Jvm.start(
                java,
                folder,
                Jvm.environment(pageFile, EPOCH),
                Leash.class.getName(),
                App.class.getName(),
                what,
                file.toString());
    }
}
