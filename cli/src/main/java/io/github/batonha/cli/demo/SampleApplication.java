package io.github.batonha.cli.demo;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.cli.certificates.Authority;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.install.Install;
import io.github.batonha.conf.install.InstallAuthor;
import io.github.batonha.conf.install.InstalledRevision;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the demo must know of the application that it runs: where users reach it, and the record that it keeps. */
final class SampleApplication {

    private static final String ROUTER = "ROUTER";
    private static final int USER_WAITS_MILLIS = 2000;
    private static final Duration CERTIFIED = Duration.ofDays(90);

    private final CommandContext context;
    private final BatonHome home;

    SampleApplication(CommandContext context, BatonHome home) {
        this.context = context;
        this.home = home;
    }

    /** Installs the definitions, as an operator would. */
    void install() {
        var author =
                new InstallAuthor(context.user(), "the demo", context.clock().instant());
        var report = Install.run(home, context.environment(), DemoNodes.NAMES.getFirst(), author);
        report.summary().forEach(context.out()::println);
        if (!report.isGood()) {
            throw new CommandFailed(ExitCode.FAILED, "The sample can't be installed: " + report.problems(), "");
        }
    }

    /** Issues the nodes' certificates by an authority of the demo's own. */
    void issueCertificates() {
        var now = context.clock().instant();
        var authority = Authority.create(home.certificates("ca"), new char[0], now, CERTIFIED);
        for (var host : InstalledRevision.hosts(home, context.environment())) {
            authority.issue(host, new CertificateFiles(home.certificates(host.name())), now, CERTIFIED);
        }
    }

    /**
     * Sees that nobody listens where the nodes and their processes will.
     *
     * @throws CommandFailed naming all that is taken
     */
    void checkPorts() {
        var taken = DemoNodes.NAMES.stream()
                .map(node -> InstalledRevision.load(home, node, context.environment()))
                .flatMap(SampleApplication::taken)
                .toList();
        if (!taken.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "Another program already listens at " + String.join(", ", taken),
                    "end it (`ss -ltnp` says which it is), then start the demo again");
        }
    }

    private static Stream<String> taken(NodeDefinition node) {
        var host = node.self();
        var ports = Stream.concat(
                Stream.of(host.clusterPort(), host.httpPort()),
                node.processes().stream().filter(spec -> spec.hasPort()).map(spec -> spec.port()));
        return ports.filter(port -> isTaken(host.address(), port)).map(port -> host.urlHost() + ":" + port);
    }

    private static boolean isTaken(String address, int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether the node's router answers a user. */
    boolean isServing(String node, Mon mon) {
        return mon.processes().stream()
                .filter(process -> process.name().endsWith(ROUTER))
                .anyMatch(router -> router.port() != null && answers(address(node), router.port()));
    }

    /** Where users reach NodeB, for people. */
    String url() {
        var node = InstalledRevision.load(home, DemoNodes.NAMES.getLast(), context.environment());
        return node.processes().stream()
                .filter(spec -> spec.name().endsWith(ROUTER))
                .findFirst()
                .map(spec -> "http://" + node.self().urlHost() + ":" + spec.port() + "/")
                .orElse("");
    }

    /** Where people find the console of NodeB. Agents on loopback serve it without TLS. */
    String consoleUrl() {
        var self = InstalledRevision.load(home, DemoNodes.NAMES.getLast(), context.environment())
                .self();
        return "http://%s:%d/console".formatted(self.urlHost(), self.httpPort());
    }

    private String address(String node) {
        return InstalledRevision.hosts(home, context.environment()).stream()
                .filter(host -> host.name().equals(node))
                .map(HostDefinition::urlHost)
                .findFirst()
                .orElse(node);
    }

    private static boolean answers(String address, int port) {
        try {
            var url = URI.create("http://" + address + ":" + port + "/").toURL();
            var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(USER_WAITS_MILLIS);
            connection.setReadTimeout(USER_WAITS_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Has the sample's own program check the record of what must run once. Empty if it is in order, else what it says. */
    String checkRecord() {
        var record = record();
        if (!Files.exists(record)) {
            return record + " was not written";
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                List.of(java, "-cp", home.lib() + "/*", "io.github.batonha.sample.RecordChecker", record.toString());
        try {
            var checker = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            var hasEnded = checker.waitFor(10, TimeUnit.SECONDS);
            context.out().println(said);
            return hasEnded && checker.exitValue() == 0 ? "" : said;
        } catch (IOException e) {
            return "it can't be checked: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the check was interrupted";
        }
    }

    private Path record() {
        return home.path().resolve("shared").resolve("consolidator.record");
    }
}
