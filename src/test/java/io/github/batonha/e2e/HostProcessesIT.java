package io.github.batonha.e2e;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators meet on a host: programs that hide, that write without end, that want limits, and strangers on ports. */
class HostProcessesIT {
    private static final String A = "NodeA";
    private static final String B = "NodeB";

    @TempDir
    Path folder;

    private TestCluster cluster;
    private ServerSocket stranger;

    @BeforeEach
    void start() throws IOException {
        stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.51.1"));
        cluster = TestCluster.in(home());
        cluster.install(A);
        cluster.startAndAwait(A, B);
        Stream.of("HIDER", "WRITER", "LIMITED").forEach(name -> cluster.awaitHealthy(A, name));
    }

    @AfterEach
    void end() throws IOException {
        stranger.close();
        cluster.close();
    }

    private Path home() throws IOException {
        var home = folder.resolve("home");
        Files.createDirectories(home.resolve("lib"));
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("hider.sh"), """
                trap '' TERM HUP INT
                setsid sh -c 'trap "" TERM HUP INT; while :; do sleep 0.1; done' &
                env -i setsid sh -c 'trap "" TERM HUP INT; while :; do sleep 0.1; done' &
                while :; do sleep 0.1; done
                """);
        Files.writeString(home.resolve("writer.sh"), """
                n=0
                while [ -e go ] || [ $n -eq 0 ]; do
                    seq $((n * 2000 + 1)) $(((n + 1) * 2000))
                    n=$((n + 1))
                    sleep 0.1
                done
                exec sleep 100000
                """);
        Files.writeString(home.resolve("limited.sh"), """
                echo "$(ulimit -n) $(nice) $(umask) $FROM_FILE"
                exec sleep 100000
                """);
        Files.writeString(home.resolve("go"), "");
        Files.writeString(home.resolve("limited.env"), "# of LIMITED\nFROM_FILE=\"from the file\"\n");
        Files.writeString(home.resolve("conf/baton.conf"), "baton.logs { rotate-at-mib = 1, keep-files = 10000 }\n");
        Files.writeString(home.resolve("conf/host-processes.xml"), """
                <processes>
                    <process name="HIDER"><start>true</start><command>sh hider.sh</command></process>
                    <process name="WRITER"><start>true</start><command>sh writer.sh</command></process>
                    <process name="LIMITED">
                        <start>true</start>
                        <command>sh limited.sh</command>
                        <limits>nofile=222, core=0</limits>
                        <nice>3</nice>
                        <umask>027</umask>
                        <environmentFile>limited.env, -missing.env</environmentFile>
                        <preStop>sh -c 'echo $BATON_PID $BATON_PROCESS > told'</preStop>
                    </process>
                    <process name="PORTED"><start>false</start><command>sh -c 'exec sleep 100000'</command></process>
                </processes>
                """);
        Files.writeString(
                home.resolve("conf/host-service-definitions.xml"),
                "<configuration><service host=\"localhost\" name=\"PORTED\" port=\"%d\"/></configuration>"
                        .formatted(stranger.getLocalPort()));
        Files.writeString(home.resolve("conf/host-system-definition.kts"), """
                systemDefinition { systems { system(name = "HOST") { hosts {
                    host(name = "NodeA") { item(name = "Address", value = "127.0.51.1") }
                    host(name = "NodeB") { item(name = "Address", value = "127.0.51.2") }
                } } } }
                """);
        return home;
    }

    @Test
    void givenProgramsOfAllKinds_whenTheAgentIsKilledAndTheyAreStopped_thenNothingIsLostOrLeft() throws Exception {
        var home = cluster.home(A);
        for (var kill = 0; kill < 3; kill++) {
            cluster.killAgent(A);
            cluster.startAndAwait(A);
        }
        cluster.awaitOneCluster(A, B);
        Files.delete(home.resolve("go"));
        cluster.awaitHealthy(A, "WRITER");
        awaitSilence(home.resolve("logs/NodeA/WRITER.log"));

        everyLineIsThereOnce(cluster.baton(A, "logs", "WRITER", "--since", "2000-01-01T00:00:00Z"));
        everyLineIsThereOnce(cluster.baton(B, "logs", "WRITER", "--host", A, "--since", "2000-01-01T00:00:00Z"));
        try (var archives = Files.list(home.resolve("logs/NodeA/archive/WRITER"))) {
            assertThat(archives).isNotEmpty();
        }

        var details = cluster.baton(A, "mon", "--resources", "--output", "json")
                .orFail()
                .out();
        assertThat(details).contains("\"resources\":{\"processes\":1");

        var limited = cluster.process(A, "LIMITED").path("pid").asLong();
        assertThat(Files.readAllLines(home.resolve("logs/NodeA/LIMITED.log")))
                .containsExactly("222 3 0027 from the file");
        cluster.baton(A, "kill-process", "LIMITED").orFail();
        assertThat(Files.readString(home.resolve("told"))).isEqualTo(limited + " LIMITED\n");

        refusesAPortThatIsTaken();
        nothingOfAHiderIsLeft();
    }

    private void refusesAPortThatIsTaken() {
        var result = cluster.baton(A, "start-process", "PORTED");
        assertThat(result.exit()).isNotZero();
        assertThat(cluster.process(A, "PORTED").path("message").asText())
                .contains("port %d is taken by pid %d"
                        .formatted(
                                stranger.getLocalPort(), ProcessHandle.current().pid()));
    }

    private void nothingOfAHiderIsLeft() {
        // Of node B, whose agent started it: the one of node A adopted what it can tell by marks and sessions alone.
        var pid = cluster.process(B, "HIDER").path("pid").asLong();
        var family = ProcessHandle.of(pid).orElseThrow().descendants().toList();
        assertThat(family).hasSizeGreaterThanOrEqualTo(2);

        cluster.baton(B, "kill-process", "HIDER", "-w", "1").orFail();

        TestCluster.eventually(
                "nothing of HIDER lives", ofSeconds(90), () -> family.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static void awaitSilence(Path log) throws IOException {
        var sizes = new long[] {-2, -1}; // a log that was rotated just now is empty
        TestCluster.eventually("the log grows no more", ofSeconds(90), () -> {
            sizes[0] = sizes[1];
            sizes[1] = Files.size(log);
            return sizes[0] == sizes[1];
        });
    }

    private static void everyLineIsThereOnce(Commands.Result logs) {
        var expected = 1;
        for (var line : logs.orFail().out().lines().toList()) {
            if (!line.equals(Integer.toString(expected))) {
                throw new AssertionError("line %d is '%s'".formatted(expected, line));
            }
            expected++;
        }
        assertThat(expected).isGreaterThan(10_000);
    }
}
