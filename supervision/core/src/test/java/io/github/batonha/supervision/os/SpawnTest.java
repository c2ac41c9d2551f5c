package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpawnTest {

    @TempDir
    private Path folder;

    private final ExitWatch exits = new ExitWatch();
    private final List<OsProcess> started = new ArrayList<>();

    @AfterEach
    void reap() {
        started.forEach(process -> process.signal(Signal.KILL));
        exits.close();
    }

    @Test
    void givenAScript_whenSpawned_thenItLeadsASessionWithOurLogsAndEnvironmentOnly() throws Exception {
        var script =
                "echo out $WORD; echo err >&2; pwd; ls -l /proc/$$/fd; cat /proc/$$/stat; env; read x || echo no input";

        var exit = run(List.of("sh", "-c", script), Map.of("WORD", "blue", "PATH", "/usr/bin:/bin"));

        assertThat(exit).isEqualTo(new Exit.Status(0));
        var out = Files.readString(folder.resolve("out.log"));
        assertThat(out).contains("out blue", folder.toString(), "0 -> /dev/null", "no input", "WORD=blue");
        assertThat(out.lines()
                        .filter(line -> line.contains(" -> "))
                        .map(line -> line.replaceAll(".* (\\d+) -> .*", "$1")))
                .containsExactlyInAnyOrder("0", "1", "2");
        assertThat(out).doesNotContain("JAVA_HOME=").doesNotContain("HOME=");
        assertThat(Files.readString(folder.resolve("err.log"))).isEqualTo("err\n");
        var stat = ProcStat.parse(
                out.lines().filter(line -> line.contains("(sh) ")).findFirst().orElseThrow());
        assertThat(stat.session()).isEqualTo(stat.pid());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givenSecretsAsFiles_whenSpawned_thenTheProcessReadsThemAndNobodyChangesThem(boolean isAnotherUser)
            throws Exception {
        assumeTrue(!isAnotherUser || UserAccount.ownId() == 0, "only root becomes another user here");
        var script = "cat $B_FILE $B_FILE; echo; tail -c +5 $A_FILE; echo; tr '\\0' '\\n' </proc/$$/environ;"
                + " ls -l /proc/$$/fd; echo y 2>/dev/null >>$A_FILE || echo no change";
        var asNobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs");
        var long1 = "x".repeat(100_000) + "ä";
        var result = Spawn.start(new SpawnRequest(
                isAnotherUser ? asNobody : List.of(),
                List.of("sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin", "A_FILE", "of somebody else"),
                Map.of("A", "one ä\ntwo", "B", long1),
                Path.of("/"),
                folder.resolve("out.log"),
                folder.resolve("err.log")));

        assertThat(result).isInstanceOf(SpawnResult.Spawned.class);
        assertThat(exitOf(((SpawnResult.Spawned) result).process())).isEqualTo(new Exit.Status(0));
        var out = Files.readString(folder.resolve("out.log"));
        assertThat(out).startsWith(long1 + long1 + "\nä\ntwo\n").endsWith("no change\n");
        var rest = out.substring((long1 + long1 + "\nä\ntwo\n").length());
        assertThat(rest)
                .contains("A_FILE=/proc/self/fd/3\n", "B_FILE=/proc/self/fd/4\n", "memfd:secret")
                .doesNotContain("one", "xxx");
        assertThat(rest.lines()
                        .filter(line -> line.contains(" -> "))
                        .map(line -> line.replaceAll(".* (\\d+) -> .*", "$1")))
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4");
        try (var own = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(own.map(SpawnTest::target)).noneMatch(target -> target.contains("memfd:secret"));
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    @Test
    void givenAThreadOfTheKernel_whenItsStatIsRead_thenItIsKnownAsSuch() {
        var rest = " S 0 0 0 0 -1 %d 0 0 0 0 1 2 0 0 20 0 1 0 5 0 0 18446744073709551615";

        assertThat(ProcStat.parse("2 (kthreadd)" + rest.formatted(2_129_984)).isOfKernel())
                .isTrue();
        assertThat(ProcStat.parse("3 (sh)" + rest.formatted(4_194_304)).isOfKernel())
                .isFalse();
    }

    @Test
    void givenTwoRuns_whenTheyWriteTheSameLog_thenItIsAppendedTo() throws Exception {
        run(List.of("echo", "one"), Map.of());

        run(List.of("echo", "two"), Map.of());

        assertThat(Files.readString(folder.resolve("out.log"))).isEqualTo("one\ntwo\n");
    }

    @Test
    void givenSignalsIgnoredOrBlockedByTheJvm_whenSpawned_thenNoneIsForTheChild() throws Exception {
        run(List.of("cat", "/proc/self/status"), Map.of());

        // The C library keeps signals 32 and 33 for itself and always spawns with them ignored.
        assertThat(Files.readString(folder.resolve("out.log")))
                .containsPattern("SigBlk:\\s+0{16}\\n")
                .containsPattern("SigIgn:\\s+0{7}[01]80000000\\n|SigIgn:\\s+0{16}\\n")
                .containsPattern("SigCgt:\\s+0{16}\\n");
    }

    @Test
    void givenAStatus_whenItExits_thenTheStatusIsTold() throws Exception {
        assertThat(run(List.of("sh", "-c", "exit 42"), Map.of())).isEqualTo(new Exit.Status(42));
    }

    @Test
    void givenASignal_whenItIsKilled_thenTheSignalIsTold() throws Exception {
        assertThat(run(List.of("sh", "-c", "kill -9 $$"), Map.of())).isEqualTo(new Exit.Killed(9));
        assertThat(new Exit.Killed(9)).hasToString("killed by SIGKILL");
    }

    @Test
    void givenAWrongStartTime_whenSignalled_thenNothingIsSent() {
        var process = spawned(List.of("sleep", "60"), Map.of());
        var stranger = new OsProcess(process.pid(), process.startTicks() + 1);

        var reached = stranger.signal(Signal.KILL);

        assertThat(reached).isFalse();
        assertThat(stranger.isAlive()).isFalse();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void givenAProcessThatHasEnded_whenWatched_thenItsExitIsToldAtOnce() throws Exception {
        var process = spawned(List.of("true"), Map.of());
        exitOf(process);

        assertThat(exitOf(process)).isEqualTo(new Exit.Unknown());
    }

    @Test
    void givenNoSuchProgram_whenSpawned_thenTheReasonSaysWhatToDo() {
        assertThat(reason(List.of("no-such-program"), folder)).contains("'no-such-program' is in no directory of PATH");
        assertThat(reason(List.of("/no/such/program"), folder)).contains("'/no/such/program' does not exist");
        assertThat(reason(List.of("./program"), folder)).contains(folder + "/./program' does not exist");
    }

    @Test
    void givenAProgramThatIsNone_whenSpawned_thenTheReasonSaysWhatToDo() throws Exception {
        var plain = Files.writeString(folder.resolve("plain"), "echo\n");
        assertThat(reason(List.of(plain.toString()), folder)).contains("may not be executed");
        assertThat(plain.toFile().setExecutable(true)).isTrue();
        assertThat(reason(List.of(plain.toString()), folder)).contains("#!/bin/sh");
        Files.writeString(plain, "#!/no/such/shell\n");
        assertThat(reason(List.of(plain.toString()), folder)).contains("interpreter");
    }

    @Test
    void givenNoDirectory_whenSpawned_thenTheReasonNamesIt() throws Exception {
        var missing = folder.resolve("missing");
        assertThat(reason(List.of("true"), missing)).contains("working directory '" + missing + "' does not exist");
        Files.writeString(missing, "");
        assertThat(reason(List.of("true"), missing)).contains("is not a directory");
    }

    @Test
    void givenNoLogYet_whenSpawned_thenOthersThanOwnerAndGroupCanNotReadIt() throws Exception {
        run(List.of("true"), Map.of());

        assertThat(Files.getPosixFilePermissions(folder.resolve("out.log")))
                .doesNotContain(PosixFilePermission.OTHERS_READ)
                .contains(PosixFilePermission.OWNER_READ);
    }

    @Test
    void givenAProgramThatIsBeingWritten_whenSpawned_thenThatPasses() throws Exception {
        var program = Files.copy(Path.of("/bin/true"), folder.resolve("program"));
        try (var _ = Files.newByteChannel(program, StandardOpenOption.WRITE)) {
            var result = Spawn.start(request(List.of(program.toString()), Map.of(), folder));

            assertThat(result).isInstanceOfSatisfying(SpawnResult.Refused.class, refused -> {
                assertThat(refused.reason()).contains("is being written");
                assertThat(refused.isPassing()).isTrue();
            });
        }
    }

    @Test
    void givenALogThatCantBeWritten_whenSpawned_thenTheReasonNamesIt() throws Exception {
        Files.createDirectory(folder.resolve("out.log"));
        assertThat(reason(List.of("true"), folder)).contains("its log '" + folder.resolve("out.log"));
        var log = folder.resolve("missing/x.log");
        var result = Spawn.start(new SpawnRequest(List.of(), List.of("true"), Map.of(), folder, log, log));
        assertThat(result).isInstanceOfSatisfying(SpawnResult.Refused.class, refused -> {
            assertThat(refused.reason()).contains("there is no such directory");
            assertThat(refused.isPassing()).isFalse();
        });
    }

    private String reason(List<String> argv, Path directory) {
        var result = Spawn.start(request(argv, Map.of(), directory));
        return switch (result) {
            case SpawnResult.Refused(var reason, var isPassing) -> reason;
            case SpawnResult.Spawned(var process) -> {
                started.add(process);
                yield "it was spawned";
            }
        };
    }

    private Exit run(List<String> argv, Map<String, String> environment) throws Exception {
        return exitOf(spawned(argv, environment));
    }

    private Exit exitOf(OsProcess process) throws Exception {
        var exit = new CompletableFuture<Exit>();
        exits.watch(process, exit::complete);
        return exit.get(10, TimeUnit.SECONDS);
    }

    private OsProcess spawned(List<String> argv, Map<String, String> environment) {
        var result = Spawn.start(request(argv, environment, folder));
        assertThat(result).isInstanceOf(SpawnResult.Spawned.class);
        var process = ((SpawnResult.Spawned) result).process();
        started.add(process);
        return process;
    }

    private SpawnRequest request(List<String> argv, Map<String, String> environment, Path directory) {
        return new SpawnRequest(
                List.of(), argv, environment, directory, folder.resolve("out.log"), folder.resolve("err.log"));
    }
}
