package io.github.batonha.supervision.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.Listener;
import io.github.batonha.supervision.os.UserAccount;
import io.github.batonha.supervision.spec.Launching;
import io.github.batonha.supervision.spec.Launching.EnvironmentFile;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process finds itself to be, by its own word. */
class LaunchingTest {

    private static final String ASK = "id -u; id -g; nice; umask; ulimit -n; echo $HOME; ps -o sid= -p $$; echo $$";

    @TempDir
    private Path folder;

    private RunTable table;

    @BeforeEach
    void open() throws IOException {
        table = RunTable.open(folder.resolve("run"), InstantSource.system());
    }

    @AfterEach
    void end() throws Exception {
        System.clearProperty("baton.spawn");
        table.live().forEach(table::kill);
        table.endPrimaryOnly(0, Duration.ZERO);
        table.close();
    }

    @Test
    void givenLimitsNicenessAndUmask_whenLaunched_thenTheProcessHasThemAndItsPidIsTheOneThatWasSpawned()
            throws Exception {
        var launching = new Launching("", 7, "027", List.of("nofile=321", "core=0"), List.of(), List.of());

        var run = start(launching, ASK + "; exit 3");

        assertThat(exitOf(run)).isEqualTo(new Exit.Status(3));
        var said = said();
        assertThat(said.get(2)).isEqualTo(Integer.toString(Math.min(ownNiceness() + 7, 19)));
        assertThat(said.get(3)).endsWith("027");
        assertThat(said.get(4)).isEqualTo("321");
        assertThat(said.get(6).strip()).isEqualTo(Long.toString(run.pid()));
        assertThat(said.get(7)).isEqualTo(Long.toString(run.pid()));
    }

    private static int ownNiceness() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    }

    @Test
    void givenAnAgentThatIsRoot_whenAUserIsGiven_thenTheProcessIsThatUsersAndStillOurs() throws Exception {
        assumeTrue(UserAccount.ownId() == 0, "only root may start processes of other users");
        var nobody = UserAccount.named("nobody").orElseThrow();

        var run = start(new Launching("nobody", 0, "", List.of(), List.of(), List.of()), ASK + "; exec sleep 1000");
        awaitLines(8);

        assertThat(said().subList(0, 2)).containsExactly(Long.toString(nobody.id()), Long.toString(nobody.group()));
        assertThat(said().get(5)).isEqualTo(nobody.home());
        assertThat(Path.of("/proc", Long.toString(run.pid()), "status"))
                .content()
                .contains("NoNewPrivs:\t1");
        table.kill(run);
        assertThat(exitOf(run)).isEqualTo(new Exit.Killed(9));
    }

    @Test
    void givenAUserWhoIsNot_whenLaunched_thenTheReasonSaysWhatToDo() {
        assertThat(Wrapper.of(new Launching("no-such-user", 0, "", List.of(), List.of(), List.of())))
                .isInstanceOfSatisfying(
                        Wrapper.Wrapped.Impossible.class,
                        impossible -> assertThat(impossible.reason())
                                .contains("'no-such-user'")
                                .contains("<user>"));
    }

    @Test
    void givenAWrappedProgramThatIsMissing_whenLaunched_thenItIsRefusedAsWithoutAWrapper() {
        var launching = new Launching("", 5, "", List.of(), List.of(), List.of());

        var result = table.localSpawner().start(request(launching, List.of("no-such-program")));

        assertThat(result)
                .isInstanceOfSatisfying(
                        StartResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("no-such-program"));
    }

    @Test
    void givenTheFallBack_whenStartedKilledAndAdopted_thenAllIsAsWithPosixSpawn() throws Exception {
        System.setProperty("baton.spawn", "builder");

        var status = start(Launching.PLAIN, ASK + "; exit 9");
        assertThat(exitOf(status)).isEqualTo(new Exit.Status(9));
        assertThat(said().get(6).strip()).isEqualTo(Long.toString(status.pid()));
        assertThat(table.isGone(status)).isTrue();
        var killed = start(Launching.PLAIN, "exec sleep 1000");
        table.kill(killed);
        assertThat(exitOf(killed)).isEqualTo(new Exit.Killed(9));
        assertThat(table.isGone(killed)).isTrue();
    }

    @Test
    void givenTheFallBackAndAListOfJustBefore_whenKilledAtOnce_thenItEnds() throws Exception {
        System.setProperty("baton.spawn", "builder");

        assertKilledAtOnceEnds();
    }

    private void assertKilledAtOnceEnds() throws Exception {
        for (var round = 0; round < 5; round++) {
            var before = start(Launching.PLAIN, "exec sleep 1000");
            table.kill(before);
            assertThat(exitOf(before)).isEqualTo(new Exit.Killed(9));
            table.terminate(before); // reads the list of processes that the next kill is shown
            assertThat(table.isGone(before)).isTrue();
            var run = start(Launching.PLAIN, "exec sleep 1000");
            table.kill(run);
            assertThat(exitOf(run)).isEqualTo(new Exit.Killed(9));
            assertThat(table.isGone(run)).isTrue();
        }
    }

    /** In a container the agent's own session is of another PID namespace, and so is a child's until it has made its own. */
    @Test
    void givenAContainer_whenARunIsKilledAtOnce_thenItEnds() throws Exception {
        assumeTrue(UserAccount.ownId() == 0, "only root may make a PID namespace");
        var output = folder.resolve("container.log").toFile();
        var container = new ProcessBuilder(
                        "unshare",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dbaton.spawn=builder",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InContainer.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();

        assertThat(container.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(container.exitValue()).as(Files.readString(output.toPath())).isZero();
    }

    /** The program of the test above. */
    static final class InContainer {
        private InContainer() {}

        public static void main(String[] arguments) throws Exception {
            var test = new LaunchingTest();
            test.folder = Path.of(arguments[0]);
            test.open();
            try {
                test.assertKilledAtOnceEnds();
            } finally {
                test.end();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A=1 | 1",
                "'  export A = 1' | WRONG",
                "export A=x y | x y",
                "A='q' | q",
                "A=\"q'\" | q'",
                "A= | ''"
            })
    void givenALine_whenRead_thenItMeansWhatItSays(String line, String value) throws Exception {
        var file = Files.writeString(folder.resolve("env"), "# comment\n\n" + line + "\n");

        switch (EnvironmentText.read(new EnvironmentFile(file, false))) {
            case EnvironmentText.Parsed.Variables(var values) ->
                assertThat(values).isEqualTo(Map.of("A", value));
            case EnvironmentText.Parsed.Wrong(var reason) -> {
                assertThat(value).isEqualTo("WRONG");
                assertThat(reason).startsWith(file + ":3: ");
            }
        }
    }

    @Test
    void givenNoFile_whenRead_thenOnlyOneThatMayBeMissingIsEmpty() {
        var missing = folder.resolve("missing");

        assertThat(EnvironmentText.read(new EnvironmentFile(missing, true)))
                .isEqualTo(new EnvironmentText.Parsed.Variables(Map.of()));
        assertThat(EnvironmentText.read(new EnvironmentFile(missing, false)))
                .isInstanceOf(EnvironmentText.Parsed.Wrong.class);
    }

    @Test
    void givenAProgramBeside_whenItEnds_thenItsExitIsToldAndItEndsWithTheRun() throws Exception {
        var run = start(Launching.PLAIN, "exec sleep 1000");

        var beside = table.startAuxiliary(run, request(Launching.PLAIN, List.of("sh", "-c", "exit 5")));
        assertThat(beside.get(10, TimeUnit.SECONDS)).isEqualTo(new Exit.Status(5));
        var hanging = table.startAuxiliary(run, request(Launching.PLAIN, List.of("sleep", "1000")));
        table.kill(run);
        exitOf(run);
        table.kill(run);

        assertThat(hanging.get(10, TimeUnit.SECONDS)).isEqualTo(new Exit.Killed(9));
    }

    @Test
    void givenAListener_whenItsPortIsAsked_thenItIsNamed() throws Exception {
        try (var socket = new ServerSocket(0)) {
            // This JVM listens; the agent itself is never asked for, so that its own table leaves it out.
            assertThat(Listener.on(socket.getLocalPort())).isEmpty();
        }
        assertThat(Listener.on(1)).isEmpty();
    }

    @Test
    void givenAJvm_whenItsResourcesAreAsked_thenHeapAndThreadsAreThere() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var source = Files.writeString(folder.resolve("Wait.java"), """
                class Wait {
                    public static void main(String[] arguments) throws Exception {
                        System.out.println("up");
                        System.in.read();
                        Thread.sleep(1_000_000);
                    }
                }
                """);
        var run = table.localSpawner()
                .start(request(Launching.PLAIN, List.of(java, "-Xmx77m", "-XX:+UseSerialGC", source.toString())));
        awaitLines(1);

        var taken = Objects.requireNonNull(
                Resources.of(table.live(), table.groups()).get("A"));

        assertThat(run).isInstanceOf(StartResult.Started.class);
        assertThat(taken.threads()).isGreaterThan(5);
        assertThat(taken.residentBytes()).isGreaterThan(10L << 20);
        assertThat(taken.proportionalBytes()).isPositive().isLessThanOrEqualTo(taken.residentBytes());
        assertThat(taken.descriptors()).isPositive();
        assertThat(taken.jvm())
                .hasValueSatisfying(jvm -> assertThat(jvm.heapMax()).isBetween(70L << 20, 78L << 20));
    }

    private Run start(Launching launching, String script) {
        var result = table.localSpawner().start(request(launching, List.of("sh", "-c", script)));
        assertThat(result).isInstanceOf(StartResult.Started.class);
        return ((StartResult.Started) result).run();
    }

    private StartRequest request(Launching launching, List<String> argv) {
        var through = (Wrapper.Wrapped.Through) Wrapper.of(launching);
        var environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
        environment.putAll(through.variables());
        return new StartRequest(
                "A",
                through.programs(),
                argv,
                environment,
                Path.of("/"),
                folder.resolve("out.log"),
                folder.resolve("err.log"),
                0,
                () -> LaunchDigest.UNKNOWN);
    }

    private List<String> said() throws IOException {
        return Files.readAllLines(folder.resolve("out.log"));
    }

    private void awaitLines(int lines) {
        Await.until("%d lines are there".formatted(lines), () -> said().size() >= lines);
    }

    private Exit exitOf(Run run) throws Exception {
        var exit = new CompletableFuture<Exit>();
        table.onExit(run, exit::complete);
        return exit.get(20, TimeUnit.SECONDS);
    }
}
