package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batonha.supervision.os.NotifySocket;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is not root, with the capabilities that the unit of the service manager gives it. */
@EnabledIf(value = "isRoot", disabledReason = "giving capabilities needs root, which CI has")
class LeastPrivilegeIT {
    private static final String A = "NodeA";
    private static final String OF_NOBODY = "OF_NOBODY";
    private static final String OF_AGENT = "OF_AGENT";
    private static final String AGENT_USER = "daemon";
    private static final Path UNIT = Distribution.project().resolve("k8s-free-deploy/baton.service");

    @TempDir
    Path folder;

    static boolean isRoot() {
        return PartitionIT.isRoot();
    }

    @Test
    void givenTheCapabilitiesOfTheUnit_whenProcessesRunAsOthers_thenTheAgentHandlesThemAndTheyGetNone()
            throws IOException {
        var home = home();
        var notify = folder.resolve("service/notify");
        var heard = new ConcurrentLinkedQueue<NotifySocket.Message>();
        try (var manager = NotifySocket.bind(
                        notify, UserAccount.named(AGENT_USER).orElseThrow().id());
                var cluster = TestCluster.in(home).through(asInTheUnit(notify))) {
            manager.listen(messages -> {
                heard.addAll(messages);
                manager.goOn();
            });
            cluster.install(A);
            Files.createDirectories(home.resolve("logs"));
            Commands.run(List.of("chown", "-R", AGENT_USER, home.toString()), Map.of())
                    .orFail();
            cluster.start(A);
            cluster.awaitAnswer(A);
            cluster.awaitHealthy(A, OF_NOBODY);
            cluster.awaitHealthy(A, OF_AGENT);
            var agent = cluster.agentPid(A);
            for (var word : List.of("READY=1", "WATCHDOG=1")) {
                eventually(
                        "the service manager hears " + word,
                        ofSeconds(30),
                        () -> heard.contains(new NotifySocket.Message(agent, word)));
            }

            for (var process : List.of(OF_NOBODY, OF_AGENT)) {
                eventually(
                        process + " has said all",
                        ofSeconds(30),
                        () -> said(home, process).contains("NoNewPrivs:"));
            }
            assertThat(said(home, OF_NOBODY))
                    .contains("user nobody", "token 0", "agent 1", "NoNewPrivs:\t1")
                    .contains("CapInh:\t" + "0".repeat(16), "CapPrm:\t" + "0".repeat(16))
                    .contains("CapEff:\t" + "0".repeat(16), "CapAmb:\t" + "0".repeat(16));
            assertThat(said(home, OF_AGENT))
                    .contains("user " + AGENT_USER, "token 0", "agent 1")
                    .contains("CapInh:\t" + "0".repeat(16), "CapPrm:\t" + "0".repeat(16))
                    .contains("CapEff:\t" + "0".repeat(16), "CapAmb:\t" + "0".repeat(16));

            var used = resources(cluster);
            assertThat(used.path("residentBytes").asLong()).isPositive();
            assertThat(used.path("proportionalBytes").asLong()).isPositive();
            assertThat(used.path("descriptors").asInt()).isPositive();

            var pid = cluster.process(A, OF_NOBODY).path("pid").asLong();
            cluster.baton(A, "kill-process", OF_NOBODY).orFail();
            assertThat(Path.of("/proc", Long.toString(pid))).doesNotExist();
            cluster.baton(A, "start-process", OF_NOBODY).orFail();
            cluster.awaitHealthy(A, OF_NOBODY);
            // Its log is a new one.
            eventually(
                    "the next run has read its token",
                    ofSeconds(30),
                    () -> said(home, OF_NOBODY).contains("token 0"));
        }
    }

    /** A user of its own, and what the unit gives it, for it and for all that it starts. */
    private static String[] asInTheUnit(Path notify) throws IOException {
        var given = setting("AmbientCapabilities");
        assertThat(setting("CapabilityBoundingSet")).isEqualTo(given);
        assertThat(Files.readString(UNIT)).contains("\nNoNewPrivileges=yes\n");
        var only = "-all," + given;
        return new String[] {
            "setpriv",
            "--no-new-privs",
            "--reuid=" + AGENT_USER,
            "--regid=" + AGENT_USER,
            "--clear-groups",
            "--bounding-set=" + only,
            "--inh-caps=" + only,
            "--ambient-caps=" + only,
            "env",
            "NOTIFY_SOCKET=" + notify,
            "WATCHDOG_USEC=3000000"
        };
    }

    private static String setting(String name) throws IOException {
        return Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith(name + "="))
                .flatMap(line -> Arrays.stream(line.substring(name.length() + 1).split(" ", -1)))
                .map(capability -> "+" + capability.substring("CAP_".length()).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }

    /** Where others may enter, as on a host. */
    private Path home() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        var home = folder.resolve("home");
        var conf = Files.createDirectories(home.resolve("conf"));
        var says = "echo user $(id -un); test -r $BATON_TOKEN_FILE; echo token $?;"
                + " head -c 1 /proc/$PPID/environ; echo agent $?; grep -E \"^(Cap|NoNew)\" /proc/self/status; exec sleep 100000";
        Files.writeString(conf.resolve("p-processes.xml"), """
                <processes>
                    <process name="%s"><start>true</start><user>nobody</user><command>sh -c '%s'</command></process>
                    <process name="%s"><start>true</start><command>sh -c '%s'</command></process>
                </processes>
                """.formatted(OF_NOBODY, says, OF_AGENT, says));
        Files.writeString(conf.resolve("p-system-definition.kts"), """
                systemDefinition { systems { system(name = "PRIVILEGE") { hosts {
                    host(name = "NodeA") { item(name = "Address", value = "127.0.87.1") }
                } } } }
                """);
        return home;
    }

    private static String said(Path home, String process) {
        try {
            return Files.readString(home.resolve("logs/%s/%s.log".formatted(A, process)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode resources(TestCluster cluster) {
        for (var process : cluster.get(A, "/api/v1/processes?resources=true")) {
            if (process.path("name").asText().equals(OF_NOBODY)) {
                return process.path("resources");
            }
        }
        throw new AssertionError("no resources of " + OF_NOBODY);
    }
}
