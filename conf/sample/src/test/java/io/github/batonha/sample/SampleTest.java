package io.github.batonha.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.batonha.client.LeasePage;
import io.github.batonha.client.Leash;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's processes as baton starts them. */
class SampleTest {

    private static final Pattern PORT = Pattern.compile("serves at 127.0.0.1:(\\d+)");

    @TempDir
    Path home;

    private final List<Process> started = new ArrayList<>();

    private record Answer(int status, String text) {}

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void givenTheRouterAndWhatItDependsOn_whenAUserAsks_thenItSaysWhoServed() throws Exception {
        var manager = start("GENESIS_AUTH_MANAGER", "auth-manager", Map.of());
        var requests = start("GENESIS_AUTH_REQUEST_SERVER", "auth-request-server", Map.of());
        var ports = Map.of(
                "GENESIS_AUTH_MANAGER_PORT", port("GENESIS_AUTH_MANAGER"),
                "GENESIS_AUTH_REQUEST_SERVER_PORT", port("GENESIS_AUTH_REQUEST_SERVER"));
        var router = start("GENESIS_ROUTER", "genesis-router", ports);
        String port = port("GENESIS_ROUTER");

        var front = get(port, "/");
        var whoami = get(port, "/whoami");
        var me = get(port, "/me");
        manager.destroy();
        manager.waitFor();
        var half = get(port, "/");

        assertThat(front.status()).isEqualTo(200);
        assertThat(front.text())
                .startsWith("You are served by NodeT (pid %d).".formatted(router.pid()))
                .contains("\"process\":\"GENESIS_AUTH_MANAGER\"", "\"pid\":" + requests.pid());
        assertThat(whoami.text())
                .isEqualTo("{\"node\":\"NodeT\",\"process\":\"GENESIS_ROUTER\",\"pid\":%d}\n".formatted(router.pid()));
        assertThat(me.status()).isEqualTo(503);
        assertThat(me.text()).contains("not started by a baton agent");
        assertThat(half.status()).isEqualTo(502);
        assertThat(half.text()).contains("GENESIS_AUTH_MANAGER: no answer");
    }

    @Test
    void givenATokenOfItsOwn_whenTheRouterAsksForASession_thenItSendsThatAndNotTheAgents() throws Exception {
        var sent = new LinkedBlockingQueue<String>();
        var agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        agent.createContext("/", exchange -> {
            try (exchange) {
                sent.add(exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.sendResponseHeaders(404, -1);
            }
        });
        agent.start();
        try {
            var start = Files.readString(Path.of("/proc/self/stat"))
                    .replaceAll("(?s).*\\) ", "")
                    .split(" ", -1)[22 - 3];
            Files.writeString(
                    home.resolve("agent.json"),
                    "{\"url\":\"http://127.0.0.1:%d\",\"pid\":%d,\"start\":%s}"
                            .formatted(
                                    agent.getAddress().getPort(),
                                    ProcessHandle.current().pid(),
                                    start));
            Files.writeString(home.resolve("token"), "of-the-agent");
            var own = Files.writeString(home.resolve("own"), "of-the-router");
            start(
                    "GENESIS_ROUTER",
                    "genesis-router",
                    Map.of("BATON_RUN_DIR", home.toString(), "BATON_TOKEN_FILE", own.toString()));

            var me = get(port("GENESIS_ROUTER"), "/me", "session=" + "a".repeat(32));

            assertThat(me.status()).isEqualTo(401);
            assertThat(sent).containsExactly("Bearer of-the-router");
        } finally {
            agent.stop(0);
        }
    }

    @Test
    void givenTwoConsolidatorsInTurn_whenOneIsStoppedAndOneKilled_thenTheRecordShowsEachAndIsInOrder()
            throws Exception {
        Path page = home.resolve("lease.page");
        LeasePage.openForWriting(page)
                .push(7, System.nanoTime() + Duration.ofMinutes(10).toNanos());
        var lease = Map.of("BATON_PRIMARY_ONLY", "1", "BATON_LEASE_PAGE", page.toString(), "BATON_EPOCH", "7");
        Path record = home.resolve("shared/consolidator.record");

        var first = start("GENESIS_AUTH_CONSOLIDATOR", "genesis-consolidator2", lease);
        awaitTicks(record, first);
        first.destroy();
        assertThat(first.waitFor()).isEqualTo(143);
        var second = start("GENESIS_AUTH_CONSOLIDATOR", "genesis-consolidator2", lease);
        awaitTicks(record, second);
        second.destroyForcibly().waitFor();

        var verdict = RecordChecker.check(record);
        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.intervals())
                .extracting(RecordChecker.Interval::pid)
                .containsExactly(first.pid(), second.pid());
        assertThat(verdict.intervals())
                .extracting(RecordChecker.Interval::epoch)
                .containsOnly(7L);
        assertThat(verdict.intervals())
                .extracting(RecordChecker.Interval::stoppedInOrder)
                .containsExactly(true, false);
    }

    @Test
    void givenTwoConsolidatorsAtOnce_whenChecked_thenTheRecordGivesThemAway() throws Exception {
        Path record = home.resolve("elsewhere");
        var item = Map.of("ConsolidatorRecord", record.toString());

        var first = start("FIRST", "genesis-consolidator2", item);
        awaitTicks(record, first);
        var second = start("SECOND", "genesis-consolidator2", item);
        awaitTicks(record, second);
        awaitTickAfter(record, first, "START node=NodeT pid=%d ".formatted(second.pid()));

        var checker = program(RecordChecker.class, Map.of(), "checker", record.toString());
        assertThat(checker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(checker.exitValue()).isEqualTo(1);
        assertThat(log("checker")).contains("two at once: NodeT pid ").contains("NOT in order");
    }

    @Test
    void givenAModuleThatIsNone_whenStarted_thenItSaysSo() throws Exception {
        var process = start("WHAT", "whatever", Map.of());

        assertThat(process.waitFor()).isEqualTo(64);
        assertThat(log("WHAT")).startsWith("module 'whatever' is none of the sample's");
    }

    private Process start(String name, String module, Map<String, String> variables) throws IOException {
        var environment = new HashMap<>(variables);
        environment.putAll(Map.of(
                "BATON_HOME",
                home.toString(),
                "BATON_NODE",
                "NodeT",
                "BATON_ADDRESS",
                "127.0.0.1",
                "BATON_PROCESS",
                name,
                "BATON_RUN",
                name + started.size()));
        return program(Leash.class, environment, name, Bootstrap.class.getName(), "-name", name, "-module", module);
    }

    private Process program(Class<?> main, Map<String, String> environment, String log, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolve(log + ".log").toFile()));
        builder.environment().putAll(environment);
        var process = builder.start();
        started.add(process);
        return process;
    }

    private String log(String name) throws IOException {
        return Files.readString(home.resolve(name + ".log"));
    }

    private String port(String process) throws Exception {
        Await.until(process + " serves", () -> PORT.matcher(log(process)).find());
        var matcher = PORT.matcher(log(process));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static void awaitTicks(Path record, Process of) throws Exception {
        awaitTickAfter(record, of, "");
    }

    /** Waits for a tick that stands behind the first place of the text in the record. */
    private static void awaitTickAfter(Path record, Process of, String text) throws Exception {
        var tick = "TICK node=NodeT pid=%d ".formatted(of.pid());
        Await.until("the consolidator ticks", () -> {
            var lines = Files.exists(record) ? Files.readString(record) : "";
            return lines.contains(text) && lines.indexOf(tick, lines.indexOf(text)) >= 0;
        });
    }

    private static Answer get(String port, String path) throws IOException {
        return get(port, path, "");
    }

    private static Answer get(String port, String path, String cookie) throws IOException {
        var url = URI.create("http://127.0.0.1:" + port + path).toURL();
        var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setRequestProperty("Cookie", cookie);
        int status = connection.getResponseCode();
        try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
