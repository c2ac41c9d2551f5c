package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.batonha.client.sessions.AgentAccess;
import io.github.batonha.client.sessions.Replicate;
import io.github.batonha.client.sessions.SessionChanges;
import io.github.batonha.client.sessions.Sessions;
import io.github.batonha.supervision.primary.schedule.Schedule;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus and a real Nagios watch two nodes, with the rules, the dashboard and the services that baton ships. */
@EnabledIf(value = "hasPrometheus", disabledReason = "there is no Prometheus; .ci/run installs it")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class MonitoringIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> NODES =
            new TreeMap<>(Map.of("NodeA", "127.0.66.1", "NodeB", "127.0.66.2"));
    private static final Path MONITORING = Distribution.project().resolve("k8s-free-deploy/monitoring");

    private static final InetSocketAddress SYSLOG = new InetSocketAddress("127.0.66.8", 5514);

    /** More than the agent has in memory: the others are in its files alone. */
    private static final int MANY_EVENTS = 1100;

    /** GREEDY holds nearly all descriptors that it may have. */
    private static final String PROCESSES = """
            <processes>
                <process name="GREEDY">
                    <groupId>APP</groupId>
                    <command>bash -c 'ulimit -n 32; for fd in {3..30}; do eval "exec $fd&lt;/dev/null"; done; exec sleep 100000'</command>
                </process>
                <process name="COUNTING">
                    <groupId>APP</groupId>
                    <command>@NUMBERS@</command>
                </process>
                <process name="SERVING">
                    <groupId>APP</groupId>
                    <command>@NUMBERS@ ${HOST} 9404</command>
                    <metrics port="9404" path="/numbers"/>
                </process>
            </processes>
            """;

    private TestCluster cluster;
    private Prometheus prometheus;
    private Path home;
    private Path logs;
    private DatagramSocket syslog;
    private Instant begun;
    private Instant tooLate = Instant.MAX;
    private HttpServer collector;
    private final Queue<String> pushed = new ConcurrentLinkedQueue<>();

    static boolean hasPrometheus() {
        return Prometheus.isHere();
    }

    static boolean hasNagios() {
        return Nagios.isHere();
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        home = LightHome.create(folder.resolve("home"), folder.resolve("record"), NODES);
        Files.writeString(
                home.resolve("conf/app-processes.xml"), PROCESSES.replace("@NUMBERS@", NumbersApplication.command()));
        Files.writeString(home.resolve("conf/baton.conf"), """
                baton.sessions.max-heap-percent = 1
                baton.events.syslog = "udp://127.0.66.8:5514"
                baton.cluster.tls = on
                baton.metrics.push = "http://127.0.66.7:4318/v1/metrics"
                """);
        collector = HttpServer.create(new InetSocketAddress("127.0.66.7", 4318), 0);
        collector.createContext("/v1/metrics", exchange -> {
            try (exchange) {
                pushed.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
        syslog = new DatagramSocket(SYSLOG);
        logs = Files.createDirectories(home.resolve("logs/NodeB"));
        if (isRoot()) {
            Commands.run(List.of("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", logs.toString()), Map.of())
                    .orFail();
        }
        cluster = TestCluster.in(home);
        cluster.install("NodeA");
        NODES.keySet().forEach(node -> certify(node, Duration.ofDays(300)));
        cluster.startAndAwait("NodeA", "NodeB");
        begun = Instant.now();
        prometheus = new Prometheus("127.0.66.9:9090", folder, NODES);
    }

    private void certify(String node, Duration valid) {
        Certified.by(home.resolveSibling("authority"), home, node, valid);
    }

    @AfterAll
    void end() {
        prometheus.close();
        cluster.close();
        syslog.close();
        collector.stop(0);
        if (isRoot()) {
            Commands.run(List.of("umount", logs.toString()), Map.of()).orFail();
        }
    }

    @Test
    @Order(1)
    void givenTheFilesThatAreShipped_whenCheckedByTheirTools_thenAllIsRight() throws Exception {
        for (var command : List.of(
                List.of(
                        "promtool",
                        "test",
                        "rules",
                        MONITORING.resolve("baton-rules-test.yml").toString()),
                List.of(
                        "promtool",
                        "check",
                        "config",
                        MONITORING.resolve("prometheus.yml").toString()),
                List.of(
                        "amtool",
                        "check-config",
                        MONITORING.resolve("alertmanager.yml").toString()))) {
            Commands.run(command, Map.of()).orFail();
        }
        var rules = Files.readString(MONITORING.resolve("baton-rules.yml"));
        var tested = Files.readString(MONITORING.resolve("baton-rules-test.yml"));
        var headings = Files.readString(Distribution.project().resolve("docs/runbook.md"))
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();

        rules().forEach(name -> assertThat(tested).contains("alertname: " + name));
        rules.lines()
                .filter(line -> line.contains("runbook.md#"))
                .forEach(line ->
                        assertThat(headings).contains(line.substring(line.indexOf('#') + 1, line.lastIndexOf('"'))));
    }

    @Test
    @Order(2)
    void givenNoPrimary_whenOneIsSet_thenItsAlertEndsAndToolsAreContent() throws Exception {
        prometheus.awaitAlert("BatonNoPrimary", "");

        cluster.baton("NodeA", "set-primary").orFail();
        cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
        prometheus.awaitEnd("BatonNoPrimary");
        awaitSyslog("<29>1 [^ ]+ NodeA baton \\d+ primary - \\{.*\"node\":\"NodeA\".*\\}");

        awaitValue("sum(baton_node_role{role=\"primary\"})", "1");
        awaitValue("baton_process_state{instance=~\"127.0.66.2.*\",process=\"CONSOLIDATOR\",state=\"standby\"}", "1");
        assertThat(prometheus.alerts("BatonTwoPrimaries")).isEmpty();
        assertTheToolIsContent();
        prometheus.awaitAlert("BatonProcessDescriptors", "GREEDY");
    }

    /** Reads what has come until a message is of the form. */
    private void awaitSyslog(String form) throws IOException {
        syslog.setSoTimeout(60_000);
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        var text = "";
        while (!text.matches("(?s)" + form)) {
            syslog.receive(packet);
            text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
        }
    }

    @Test
    @Order(3)
    void givenNumbersOfApplications_whenTheAgentIsKilled_thenTheyGoOnUnderTheLabelsOfProcessAndNode() throws Exception {
        var trades = "trades_total{handler=\"INSERT\",node=\"NodeA\",process=\"COUNTING\"}";
        var orders = "orders_total{desk=\"fx\",node=\"NodeA\",process=\"SERVING\"}";
        awaitNumber(orders, 7);
        var before = awaitNumber(trades, 1);

        signal("STOP", "NodeB");
        try {
            cluster.killAgent("NodeA");
            cluster.start("NodeA");
            cluster.awaitAnswer("NodeA");
            prometheus.awaitAlert("BatonSessionsNotInSync", "127.0.66.1:8559");
        } finally {
            signal("CONT", "NodeB");
        }

        // NodeA heard of nobody, and may have founded a cluster of its own.
        cluster.awaitOneCluster("NodeA", "NodeB");
        awaitNumber(trades, before + 1);
        awaitNumber("handling_seconds_count{process=\"COUNTING\",node=\"NodeA\"}", 2);
        awaitNumber(orders, 7);
        awaitNumber("open_orders{node=\"NodeB\",process=\"SERVING\"}", 3);
        awaitNumber("baton_process_metrics_up{instance=\"127.0.66.1:8559\",process=\"SERVING\"}", 1);
        assertThat(prometheus.value("resets(trades_total{node=\"NodeA\"}[10m])"))
                .as("the counter did not begin anew")
                .isEqualTo("0");
        assertThat(cluster.baton("NodeA", "mon", "--metrics").orFail().out())
                .contains("metric    orders_total{desk=\"fx\"} 7", "metric    trades_total{handler=\"INSERT\"} ");
        assertThat(cluster.baton("NodeA", "check", "metric", "SERVING", "open_orders", "-w", "5")
                        .out())
                .isEqualTo("BATON METRIC OK: SERVING tells open_orders 3 | 'open_orders'=3;5;\n");
        assertThat(cluster.baton("NodeB", "geneos", "metrics").orFail().out())
                .contains("SERVING open_orders,SERVING,open_orders,,3\n");
        for (var node : NODES.keySet()) {
            eventually(
                    node + " pushes its metrics and those of its applications",
                    ofSeconds(90),
                    () -> pushed.stream()
                            .anyMatch(body -> body.contains("{\"stringValue\":\"%s\"}".formatted(node))
                                    && body.contains("\"name\":\"baton_process_state\"")
                                    && body.contains("\"name\":\"orders_total\"")));
        }
    }

    @Test
    @Order(4)
    @EnabledIf(value = "hasNagios", disabledReason = "there is no Nagios 4; .ci/run installs it")
    void givenNagios_whenProcessesAndANodeAreLost_thenItsServicesSaySo() throws Exception {
        try (var nagios = new Nagios(home.resolve("nagios"), home, LightHome.FEED)) {
            for (var node : NODES.keySet()) {
                nagios.await(node, "baton node", Nagios.OK, "'unwell'=0 ", "'processes'=6 ");
                nagios.await(node, "baton FEED", Nagios.OK, "FEED is HEALTHY", "'FEED cpu'=");
                nagios.await(node, "baton primary", Nagios.OK, "NodeA is primary");
                nagios.await(node, "baton cluster", Nagios.OK, "'down'=0;;0 'nodes'=2");
                nagios.await(node, "baton sessions", Nagios.OK, "'full'=0%;80;90 ");
            }

            end(LightHome.GATEWAY);
            cluster.baton("NodeA", "kill-process", LightHome.FEED).orFail();
            nagios.await("NodeA", "baton node", Nagios.CRITICAL, "GATEWAY MISSING", "'unwell'=");
            nagios.await("NodeA", "baton FEED", Nagios.WARNING, "FEED is STOPPED", "'FEED restarts'=");

            for (var process : List.of(LightHome.FEED, LightHome.GATEWAY)) {
                cluster.baton("NodeA", "start-process", process).orFail();
            }
            nagios.await("NodeA", "baton node", Nagios.OK, "'unwell'=0 ");
            signal("STOP", "NodeB");
            nagios.await("NodeA", "baton cluster", Nagios.CRITICAL, "down: NodeB");
        } finally {
            signal("CONT", "NodeB");
        }
    }

    @Test
    @Order(5)
    void givenFaultsOfProcessesAndNodes_whenTheyHappen_thenTheirAlertsFireAndTheDashboardHasData() throws Exception {
        end(LightHome.GATEWAY);
        prometheus.awaitAlert("BatonProcessDown", LightHome.GATEWAY);
        cluster.baton("NodeB", "kill-process", LightHome.CONSOLIDATOR).orFail();
        prometheus.awaitAlert("BatonStandbyNotWarm", LightHome.CONSOLIDATOR);
        cluster.baton("NodeB", "start-process", LightHome.CONSOLIDATOR).orFail();
        prometheus.awaitEnd("BatonStandbyNotWarm");
        scheduleAndFreeze("NodeB");
        try {
            for (var kill = 1; kill <= 4; kill++) {
                killFeed();
            }
            end(LightHome.FEED);
            // Only while it waits to be started once more: not for long.
            prometheus.awaitAlert("BatonProcessNotReady", LightHome.FEED);
            prometheus.awaitAlert("BatonCrashLoop", LightHome.FEED);
            eventually("each query of the dashboard has data", ofSeconds(60), () -> {
                assertEachPanelHasData();
                return true;
            });
            eventually(
                    "it is too late for the switchover",
                    ofMinutes(2),
                    () -> Instant.now().isAfter(tooLate));
        } finally {
            signal("CONT", "NodeB");
        }
        prometheus.awaitAlert("BatonSwitchoverMissed", "");

        var sessions =
                Sessions.of(AgentAccess.ofFolder(cluster.runFolder("NodeA")), Replicate.ONE_OTHER, ofSeconds(20));
        signal("STOP", "NodeB");
        sessions.create(ofMinutes(10), new SessionChanges().set("user", "anna"));
        signal("CONT", "NodeB");
        prometheus.awaitAlert("BatonSessionsNotReplicated", "127.0.66.1:8559");
        fill(sessions);
        prometheus.awaitAlert("BatonSessionsFull", "127.0.66.1:8559");
        prometheus.awaitAlert("BatonNodeWarning", "127.0.66.1:8559");

        certify("NodeB", Duration.ofDays(10));
        prometheus.awaitAlert("BatonCertificateEnds", "127.0.66.2:8559");
        loseEvents();
        eventually(
                "the numbers of NodeB are kept",
                ofSeconds(90),
                () -> cluster.baton("NodeB", "usage", "--by", "metric")
                        .orFail()
                        .out()
                        .matches(
                                "(?s).*COUNTING +trades_total\\{handler=\"INSERT\"} .* per s.*SERVING +open_orders .*"));
        prometheus.awaitAlert("BatonSyslogDropped", "127.0.66.1:8559");
        draw();

        Files.writeString(
                home.resolve("conf/baton.conf"), "baton.sessions.max-heap-percent = 2\nbaton.cluster.tls = on\n");
        cluster.install("NodeA");
        cluster.baton("NodeA", "apply", "-y").orFail();
        prometheus.awaitAlert("BatonRevisionsDiffer", "NodeB");
    }

    @Test
    @Order(6)
    @EnabledIf(value = "isRoot", disabledReason = "a full disk and a cut network need root, which CI has")
    void givenACutNetwork_whenTheOtherNodeBecomesPrimary_thenTheAlertsOfTwoMindsFire() {
        prometheus.awaitAlert("BatonLogsDiskFull", "127.0.66.2:8559");

        nft("add table inet monitoring");
        nft("add chain inet monitoring in { type filter hook input priority 0; }");
        nft("add rule inet monitoring in ip daddr 127.0.66.0/24 tcp dport 6000 drop");
        try {
            cluster.awaitSeen("NodeB", "NodeA", "DOWN");
            cluster.baton("NodeB", "set-primary", "--confirm-down", "NodeA").orFail();
            prometheus.awaitAlert("BatonTwoPrimaries", "");
            prometheus.awaitAlert("BatonAssignmentsDiffer", "");
            prometheus.awaitAlert("BatonPeerSilent", "NodeB");
        } finally {
            nft("delete table inet monitoring");
        }
    }

    @Test
    @Order(7)
    void givenALostHost_whenNobodyAnswers_thenItsAlertsFire() throws Exception {
        cluster.killHost("NodeB");

        prometheus.awaitAlert("BatonNodeSilent", "127.0.66.2:8559");
        prometheus.awaitAlert("BatonPeerSilent", "NodeB");
        if (isRoot()) {
            assertThat(prometheus.fired()).containsAll(rules().toList());
        }
    }

    /** The agent stands still before the time of its order. */
    private void scheduleAndFreeze(String node) {
        cluster.baton(node, "set-primary", node, "--at", "+15s").orFail();
        signal("STOP", node);
        tooLate = Instant.now().plusSeconds(15).plus(Schedule.LATEST).plusSeconds(1);
    }

    /** The receiver is away until there are more events than are kept, as somebody deletes their file. */
    private void loseEvents() throws IOException {
        syslog.close();
        eventually("many events wait", ofMinutes(3), () -> {
            cluster.curl(
                            "NodeA",
                            "/api/v1/operations",
                            "-f",
                            "-H",
                            "Content-Type: application/json",
                            "-d",
                            "{\"action\":\"RESTART\",\"scope\":\"GROUP\",\"name\":\"APP\",\"force\":true}")
                    .orFail();
            return Double.parseDouble(prometheus.value("baton_events_syslog_waiting{instance=\"127.0.66.1:8559\"}"))
                    > MANY_EVENTS;
        });
        try (var files = Files.newDirectoryStream(home.resolve("logs/NodeA"), "events.jsonl*")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
        // What it had read before they were deleted it could still send.
        eventually(
                "it misses some",
                ofSeconds(60),
                () -> Double.parseDouble(
                                prometheus.value("baton_events_syslog_dropped_total{instance=\"127.0.66.1:8559\"}"))
                        > 0);
        syslog = new DatagramSocket(SYSLOG);
    }

    /** For docs/monitoring.md, by -Dbaton.write-docs=true. */
    private void draw() throws IOException {
        var dashboard =
                JSON.readTree(MONITORING.resolve("grafana-dashboard.json").toFile());
        var svg = DashboardPicture.of(dashboard, prometheus, begun, Instant.now());
        for (var panel : dashboard.path("panels")) {
            assertThat(svg).contains(panel.path("title").asText());
        }
        if (Boolean.getBoolean("baton.write-docs")) {
            Files.writeString(Distribution.project().resolve("docs/pictures/dashboard.svg"), svg);
        }
    }

    /** One hundredth of the heap of an agent takes 8 MB. */
    private static void fill(Sessions sessions) {
        var value = new byte[60 * 1024];
        var changes = new SessionChanges()
                .set("a", value)
                .set("b", value)
                .set("c", value)
                .set("d", value);
        for (var each = 0; each < 31; each++) {
            sessions.create(ofMinutes(10), changes);
        }
    }

    private static Stream<String> rules() throws IOException {
        return Files.readString(MONITORING.resolve("baton-rules.yml"))
                .lines()
                .filter(line -> line.contains("alert: "))
                .map(line -> line.substring(line.indexOf("alert: ") + 7));
    }

    /** What it was when it was so. A moment later it may be unknown: a busy agent answers too late now and then. */
    private double awaitNumber(String query, double least) {
        var number = new AtomicReference<Double>(0.0);
        eventually("%s is %s".formatted(query, least), ofSeconds(90), () -> {
            var value = prometheus.value(query);
            number.set(value.isEmpty() ? 0.0 : Double.parseDouble(value));
            return number.get() >= least;
        });
        return number.get();
    }

    private void awaitValue(String query, String value) {
        eventually(
                "%s is %s".formatted(query, value),
                ofSeconds(90),
                () -> prometheus.value(query).equals(value));
    }

    private void signal(String name, String node) {
        Commands.run(List.of("kill", "-" + name, Long.toString(cluster.agentPid(node))), Map.of())
                .orFail();
    }

    private void end(String process) {
        ProcessHandle.of(pid(process)).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void nft(String words) {
        Commands.run(List.of("nft", words), Map.of()).orFail();
    }

    private long pid(String process) {
        return cluster.process("NodeA", process).path("pid").asLong();
    }

    /** The agent starts it again each time. */
    private void killFeed() {
        var pid = pid(LightHome.FEED);
        end(LightHome.FEED);
        eventually("FEED is started again", ofSeconds(60), () -> {
            var now = pid(LightHome.FEED);
            return now != 0 && now != pid;
        });
    }

    private void assertTheToolIsContent() {
        for (var accept : List.of("", "application/openmetrics-text; version=1.0.0")) {
            var text = Commands.run(
                            List.of("curl", "-sSf", "-H", "Accept: " + accept, "http://127.0.66.1:8559/metrics"),
                            Map.of())
                    .orFail()
                    .out();
            assertThat(text).contains("baton_process_state{");
            if (accept.isEmpty()) {
                assertThat(Commands.run(List.of("promtool", "check", "metrics"), Map.of(), text)
                                .orFail()
                                .err())
                        .isEmpty();
            }
        }
    }

    private void assertEachPanelHasData() throws IOException {
        var dashboard =
                JSON.readTree(MONITORING.resolve("grafana-dashboard.json").toFile());
        assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
        for (var panel : dashboard.path("panels")) {
            for (var target : panel.path("targets")) {
                assertThat(prometheus.query(target.path("expr").asText()))
                        .as(panel.path("title").asText())
                        .isNotEmpty();
            }
        }
    }
}
