package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batonha.supervision.os.ProcFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may speak on the cluster port of real agents. */
class MutualTlsIT {
    private static final Map<String, String> ADDRESSES = Map.of("NodeA", "127.0.86.1", "NodeB", "127.0.86.2");
    private static final int CLUSTER_PORT = 6000;
    private static final int FEW = 400;

    @TempDir
    Path folder;

    @Test
    void givenTwoAgentsThatRun_whenTheCertificatesOfOneAreForeignAndThenGood_thenItIsShutOutAndComesBack()
            throws IOException {
        try (var cluster = cluster()) {
            cluster.startAndAwait("NodeA", "NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.baton("NodeA", "set-primary").orFail();
            pushes(cluster);
            long agent = cluster.agentPid("NodeB");

            Certified.by(folder.resolve("stranger"), folder.resolve("NodeB"), "NodeB");

            cluster.awaitSeen("NodeA", "NodeB", "DOWN");
            var silent = cluster.baton("NodeA", "install", "--hostDiff");
            assertThat(silent.exit()).isEqualTo(1);
            assertThat(silent.out())
                    .startsWith("NodeB can't be compared: it does not answer")
                    .doesNotContain("baton push");
            var refused = cluster.baton("NodeB", "set-primary");
            assertThat(refused.exit()).as("a stranger's order").isEqualTo(1);
            eventually(
                    "NodeA says why",
                    ofSeconds(30),
                    () -> cluster.baton("NodeA", "events").orFail().out().contains("Cluster port: "));

            Certified.node(folder.resolve("NodeB"), "NodeB");

            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.awaitSeen("NodeB", "NodeA", "UP");
            assertThat(cluster.agentPid("NodeB")).isEqualTo(agent);
            cluster.baton("NodeB", "set-primary").orFail();
        }
    }

    /** From one home to another one. */
    private void pushes(TestCluster cluster) throws IOException {
        var processes = folder.resolve("NodeA/conf/light-processes.xml");
        Files.writeString(processes, Files.readString(processes).replace("sleep 100000", "sleep 100001"));
        Files.write(folder.resolve("NodeA/lib/release-4.2.jar"), new byte[200_000]);
        Files.writeString(folder.resolve("NodeB/conf/genesis.key"), "of NodeB");
        var itsProcesses = folder.resolve("NodeB/conf/light-processes.xml");
        var before = Files.readString(itsProcesses);

        var differs = cluster.baton("NodeA", "install", "--hostDiff");
        assertThat(differs.exit()).as(differs.err()).isEqualTo(1);
        assertThat(differs.out())
                .contains("--- NodeA/conf/light-processes.xml", "+++ NodeB/conf/light-processes.xml")
                .contains("-        <command>sh -c 'exec sleep 100001'</command>")
                .contains("lib/release-4.2.jar is on NodeA alone")
                .doesNotContain("genesis.key");

        Files.writeString(folder.resolve("NodeB/conf/in-the-way"), "a file that push removes");
        assertThat(cluster.baton("NodeA", "push", "--dry-run").orFail().out())
                .containsPattern("NodeB +- +planned +add lib/release-4.2.jar, 200000 bytes")
                .containsPattern("NodeB +- +planned +remove conf/in-the-way");
        assertThat(itsProcesses).hasContent(before);
        var unasked = cluster.baton("NodeA", "push");
        assertThat(unasked.err()).contains("there is no terminal to ask on");

        assertThat(cluster.baton("NodeA", "push", "-y", "--reason", "release 4.2")
                        .orFail()
                        .out())
                .containsPattern("NodeB +- +done +1 files added, 1 replaced, 1 removed, and installed")
                .contains("agents take it by `baton apply -c`");

        assertThat(itsProcesses).hasSameTextualContentAs(processes);
        assertThat(folder.resolve("NodeB/lib/release-4.2.jar")).hasSize(200_000);
        assertThat(folder.resolve("NodeB/conf/genesis.key")).hasContent("of NodeB");
        assertThat(cluster.baton("NodeB", "revisions").orFail().out()).contains("push from NodeA: release 4.2");
        assertThat(cluster.baton("NodeB", "events").orFail().out()).contains("push from NodeA: release 4.2");
        assertThat(cluster.baton("NodeA", "install", "--hostDiff").orFail().out())
                .contains("are the same on NodeA, NodeB");
        assertThat(cluster.baton("NodeA", "apply", "-y", "-c").orFail().out())
                .containsPattern("NodeB +FEED +planned +restart: its command line changed");
        rollsBackOnEachHost(cluster);
    }

    private static void rollsBackOnEachHost(TestCluster cluster) {
        var refused = cluster.baton("NodeA", "rollback", "-y", "-c");
        assertThat(refused.exit()).as(refused.out()).isEqualTo(1);
        assertThat(refused.out()).containsPattern("NodeB +- +refused +it has a home of its own");
        assertThat(cluster.baton("NodeA", "revisions").orFail().out()).doesNotContain("rollback");

        var way = Pattern.compile("`baton (rollback [0-9a-f]{12} --no-apply)` on each host")
                .matcher(refused.err());
        assertThat(way.find()).as(refused.err()).isTrue();
        for (var node : ADDRESSES.keySet()) {
            cluster.baton(node, (way.group(1) + " -y").split(" ")).orFail();
        }
        assertThat(cluster.baton("NodeA", "apply", "--rolling", "-y", "-c")
                        .orFail()
                        .out())
                .containsPattern("NodeA +- +done +it runs from revision")
                .containsPattern("NodeB +- +done +it runs from revision");
    }

    @Test
    void givenAnAgent_whenStrangersSendBytes_thenItKeepsItsSizeAndItsLogStaysShort() throws IOException {
        try (var cluster = cluster()) {
            cluster.startAndAwait("NodeA");
            long before = kib(cluster.agentPid("NodeA"));

            for (int i = 0; i < 200; i++) {
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(ADDRESSES.get("NodeA"), CLUSTER_PORT), 5000);
                    socket.getOutputStream().write("AKKA\2\377\377\377\177".getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().write("A".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
                } catch (IOException closedByTheAgent) {
                    assertThat(closedByTheAgent).hasMessageMatching("(?i).*(reset|broken pipe|closed|abort).*");
                }
            }

            cluster.awaitAnswer("NodeA");
            assertThat(kib(cluster.agentPid("NodeA")) - before).as("KiB").isLessThan(200 << 10);
            var log = Files.readString(folder.resolve("NodeA/logs/NodeA/agent.log"));
            assertThat(log.lines().filter(line -> line.contains("Cluster port: ")))
                    .anyMatch(line -> line.contains("does not speak TLS"))
                    .hasSizeLessThan(10);
            assertThat(log.lines().count()).isLessThan(200);
        }
    }

    @Test
    void givenAnAgentWithFewDescriptors_whenStrangersHoldConnections_thenItKeepsSomeAndGoesOn() throws IOException {
        try (var cluster = cluster()) {
            cluster.startAndAwait("NodeA");
            long agent = cluster.agentPid("NodeA");
            Commands.run(
                            List.of("prlimit", "--pid", Long.toString(agent), "--nofile=%d:%d".formatted(FEW, FEW)),
                            Map.of())
                    .orFail();

            List<Socket> held = new ArrayList<>();
            try {
                for (int i = 0; i < FEW; i++) {
                    var socket = new Socket();
                    held.add(socket);
                    socket.connect(new InetSocketAddress(ADDRESSES.get("NodeA"), CLUSTER_PORT), 5000);
                }
                eventually(
                        "NodeA says that it refuses",
                        ofSeconds(60),
                        () -> cluster.baton("NodeA", "events").orFail().out().contains("nearly all descriptors"));
                assertThat(ProcFiles.descriptors(agent)).isLessThan(FEW);
            } finally {
                for (var socket : held) {
                    socket.close();
                }
            }

            eventually("they are free", ofSeconds(60), () -> ProcFiles.descriptors(agent) < FEW / 2);
            cluster.start("NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            assertThat(Files.readAllLines(folder.resolve("NodeA/logs/NodeA/agent.log")))
                    .hasSizeLessThan(200);
        }
    }

    @Test
    void givenAHostOutsideOfLoopback_whenThereAreNoCertificates_thenTheAgentRefusesAndSaysWhatToType()
            throws IOException {
        assumeTrue(PartitionIT.isRoot(), "network namespaces need root, which CI has");
        var addresses = Map.of("NodeA", "10.77.0.1", "NodeB", "10.77.0.2");
        try (var lan = Lan.of("NodeA", "NodeB");
                var cluster = TestCluster.on(lan, folder::resolve)) {
            var home = LightHome.create(folder.resolve("NodeA"), folder.resolve("record"), addresses);
            Files.writeString(
                    home.resolve("conf/baton.conf"),
                    "baton.http.client-certificates = { \"alice@example.com\" = viewer }\n");
            var installed = cluster.baton("NodeA", "install").orFail();
            assertThat(installed.out()).contains("The agent does not start yet").contains("baton certificates init");

            var refused = cluster.baton("NodeA", "node");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.out() + refused.err())
                    .contains("has no certificates")
                    .contains("baton certificates issue");

            cluster.baton("NodeA", "certificates", "init").orFail();
            cluster.baton("NodeA", "certificates", "issue", "--all").orFail();
            var shown = cluster.baton("NodeA", "certificates", "show").orFail();
            assertThat(shown.out()).contains("NodeA, 10.77.0.1").contains("NodeB, 10.77.0.2");
            cluster.startAndAwait("NodeA");

            assertThat(cluster.home("NodeA").resolve("run/NodeA/agent.json"))
                    .content()
                    .contains("https://10.77.0.1:8558");
            assertThat(cluster.baton("NodeA", "mon").orFail().out()).contains(LightHome.FEED);
            var plain = new ArrayList<>(lan.on("NodeA"));
            plain.addAll(List.of("curl", "-sS", "-m", "20", "http://10.77.0.1:8558/health/live"));
            assertThat(Commands.run(plain, Map.of()).out()).isEmpty();
            aUserShowsACertificate(cluster, lan.on("NodeA"), "https://10.77.0.1:8558");
        }
    }

    /** As on another host: by the URL alone. */
    private static void aUserShowsACertificate(TestCluster cluster, List<String> there, String url) {
        cluster.baton("NodeA", "certificates", "issue", "--user", "alice@example.com")
                .orFail();
        var identity = cluster.home("NodeA")
                .resolve("certificates/users/alice@example.com")
                .toString();

        var mon = cluster.baton("NodeA", "mon", "--url", url, "--identity", identity);
        var refused = cluster.baton("NodeA", "kill-process", LightHome.FEED, "--url", url, "--identity", identity);

        assertThat(mon.orFail().out()).contains(LightHome.FEED);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out() + refused.err()).contains("certificate:alice@example.com is viewer");
        var curl = new ArrayList<>(there);
        curl.addAll(List.of("curl", "-sS", "-m", "20", "--cacert", identity + "/ca.pem", url + "/api/v1/console"));
        var known = new ArrayList<>(curl);
        known.addAll(List.of("--cert", identity + "/certificate.pem", "--key", identity + "/key.pem"));
        assertThat(Commands.run(known, Map.of()).out())
                .as("the console needs no log-in")
                .contains("\"name\":\"certificate:alice@example.com\",\"role\":\"viewer\",\"session\":false");
        assertThat(Commands.run(curl, Map.of()).out())
                .as("the console says what else there is")
                .contains("\"role\":\"anonymous\",\"session\":false,\"certificates\":true");
    }

    private TestCluster cluster() {
        var cluster = TestCluster.in(folder::resolve);
        for (var node : ADDRESSES.keySet()) {
            LightHome.create(folder.resolve(node), folder.resolve("record"), ADDRESSES);
            cluster.install(node);
            Certified.node(folder.resolve(node), node);
        }
        return cluster;
    }

    /** Resident memory. */
    private static long kib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
