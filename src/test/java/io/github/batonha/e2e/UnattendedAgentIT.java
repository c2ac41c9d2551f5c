package io.github.batonha.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent at an address of IPv6 whose console is a pipe that nobody reads, while a process crashes again and again. */
class UnattendedAgentIT {
    private static final String A = "NodeA";
    private static final String NOBODY = "65534";

    @TempDir
    Path folder;

    private TestCluster cluster;
    private RandomAccessFile console;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "needs IPv6");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var pipe = folder.resolve("console");
        Commands.run(List.of("mkfifo", pipe.toString()), Map.of()).orFail();
        console = new RandomAccessFile(pipe.toFile(), "rw");
        // Under this umask nothing but the modes that baton gives keeps others out.
        cluster = TestCluster.in(home()).through("sh", "-c", "umask 0; exec \"$@\"", "sh");
        cluster.install(A);
        cluster.start(A, pipe);
        cluster.awaitAnswer(A);
        cluster.baton(A, "set-primary", A).orFail();
        cluster.awaitHealthy(A, "STEADY");
    }

    @AfterEach
    void end() throws IOException {
        if (cluster != null) {
            cluster.close();
            console.close();
        }
    }

    private Path home() throws IOException {
        var conf = Files.createDirectories(folder.resolve("home/conf"));
        Files.writeString(conf.resolve("u-processes.xml"), """
                <processes>
                    <process name="CRASHING">
                        <start>true</start><restart>permanent</restart><command>sh -c 'exit 3'</command>
                    </process>
                    <process name="STEADY"><start>true</start><command>sleep 100000</command></process>
                    <process name="ONCE"><start>true</start><primaryOnly>true</primaryOnly><command>sleep 100000</command></process>
                    <process name="OF_NOBODY"><start>true</start>%s
                        <command>sh -c 'grep -q . $BATON_TOKEN_FILE; echo read: $?; exec sleep 100000'</command></process>
                </processes>
                """.formatted(isRoot() ? "<user>nobody</user>" : ""));
        Files.writeString(conf.resolve("u-system-definition.kts"), """
                systemDefinition { systems { system(name = "UNATTENDED") { hosts {
                    host(name = "NodeA") { item(name = "Address", value = "[0:0::1]") }
                } } } }
                """);
        return folder.resolve("home");
    }

    @Test
    void givenAConsoleThatNobodyReads_whenProcessesCrash_thenOrdersLogsLeaseAndTheEndGoOn() throws Exception {
        fillTheConsole();
        var pid = cluster.process(A, "STEADY").path("pid").asLong();

        Commands.run(List.of("kill", "-KILL", Long.toString(pid)), Map.of()).orFail();
        cluster.baton(A, "start-process", "STEADY").orFail();
        cluster.baton(A, "kill-process", "STEADY").orFail();
        awaitLog("Began action=STOP");
        cluster.baton(A, "start-process", "STEADY").orFail();
        isSeenByOthersAsFarAsTheyMay();
        hasFilesWithTheModesOfTheTable();
        anOrderWhoseClientWentAwayIsNotCarriedOut();

        assertThat(cluster.mon(A).path("role").asText()).isEqualTo("PRIMARY");
        assertThat(cluster.monCluster(A).toString()).contains("\"PRIMARY\"");
        // The agent was stopped a moment ago: a connection from that time may be closed without an answer.
        TestCluster.eventually(
                "the health port answers",
                ofSeconds(30),
                () -> Commands.run(List.of("curl", "-sg", "--max-time", "5", "http://[::1]:8559/health/live"), Map.of())
                        .out()
                        .contains(A));
        cluster.stop(A);
        awaitLog("Ended node=NodeA");
    }

    /** Until a byte more finds no room; the writer stays where it is until the pipe is closed. */
    private void fillTheConsole() {
        var written = new AtomicInteger();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    console.write('.');
                    written.incrementAndGet();
                }
            } catch (IOException closed) {
                written.set(-1);
            }
        });
        var last = new AtomicInteger(-1);
        TestCluster.eventually(
                "the pipe is full",
                ofSeconds(60),
                () -> written.get() > 0 && written.get() == last.getAndSet(written.get()));
    }

    private void anOrderWhoseClientWentAwayIsNotCarriedOut() throws IOException {
        var steady = cluster.process(A, "STEADY").path("pid").asLong();
        var agent = Long.toString(cluster.agentPid(A));
        var body = "{\"action\":\"STOP\",\"scope\":\"PROCESS\",\"name\":\"STEADY\"}";
        Commands.run(List.of("kill", "-STOP", agent), Map.of()).orFail();
        try (var client = new Socket(InetAddress.ofLiteral("::1"), 8558)) {
            client.getOutputStream()
                    .write(("POST /api/v1/operations HTTP/1.1\r\nHost: [::1]\r\nAuthorization: Bearer %s\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
                            .formatted(
                                    Files.readString(cluster.runFolder(A).resolve("token"))
                                            .strip(),
                                    body.length(),
                                    body)
                            .getBytes(US_ASCII));
        } finally {
            Commands.run(List.of("kill", "-CONT", agent), Map.of()).orFail();
        }

        awaitLog("Did not carry out the order /api/v1/operations");
        assertThat(cluster.process(A, "STEADY").path("pid").asLong()).isEqualTo(steady);
    }

    /** The agent's socket tells another user where the agent is, and that there is no role for this user. */
    private void isSeenByOthersAsFarAsTheyMay() {
        if (!isRoot()) {
            return;
        }
        var mon = asNobody("mon");
        assertThat(mon.exit()).isEqualTo(1);
        assertThat(mon.err()).contains("user nobody has no role at the agent of NodeA", "baton.access.users");
        var kill = asNobody("kill-process", "STEADY");
        assertThat(kill.exit()).isEqualTo(1);
        assertThat(kill.err()).contains("user nobody has no role at the agent of NodeA", "baton.access.users");
        var node = asNobody("node", "--name", A);
        assertThat(node.exit()).isEqualTo(1);
        assertThat(node.err()).contains("set.json can't be read", "as the user that owns it");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void hasFilesWithTheModesOfTheTable() throws IOException {
        var home = cluster.home(A);
        TestCluster.eventually(
                "the process of another user has its token",
                ofSeconds(30),
                () -> Files.readString(home.resolve("logs/NodeA/OF_NOBODY.log")).contains("read: 0"));
        assertThat(FileTable.ofDocs().differences(home, List.of("run", "logs", "generated")))
                .isEmpty();
    }

    private Commands.Result asNobody(String... words) {
        var command = new java.util.ArrayList<>(
                List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", Distribution.baton()));
        command.addAll(List.of(words));
        return Commands.run(command, Map.of("BATON_HOME", cluster.home(A).toString(), "HOME", "/tmp"));
    }

    private void awaitLog(String text) {
        TestCluster.eventually(
                "the log has " + text,
                ofSeconds(60),
                () -> Files.readString(cluster.home(A).resolve("logs/NodeA/agent.log"))
                        .contains(text));
    }
}
