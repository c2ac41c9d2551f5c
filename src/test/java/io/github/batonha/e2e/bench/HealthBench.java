package io.github.batonha.e2e.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code /health/ready} of a real agent beside a bare JDK {@code HttpServer} that answers the same bytes, in a JVM of its own with the
 * same options; both in turns, from one client on plain sockets. Needs nothing but a JDK:
 *
 * <pre>java src/test/java/io/github/batonha/e2e/bench/HealthBench.java k8s-free-deploy/target/baton/bin/baton</pre>
 *
 * Further argument: requests to each in each way (20000).
 */
public final class HealthBench {
    private static final String ADDRESS = "127.0.59.1";
    private static final int AGENT_PORT = 8559;
    private static final int BARE_PORT = 8569;
    private static final int ROUND = 500;
    /** As the launcher gives an agent. */
    private static final List<String> OPTIONS = List.of(
            "-Xms16m",
            "-Xmx96m",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xss512k",
            "-XX:TieredStopAtLevel=1");

    private HealthBench() {}

    public static void main(String[] words) throws Exception {
        Locale.setDefault(Locale.ROOT);
        if (words.length == 2 && words[0].equals("bare")) {
            serve(Integer.parseInt(words[1]));
            return;
        }
        if (words.length < 1) {
            System.err.println("usage: HealthBench BATON [REQUESTS]");
            System.exit(64);
        }
        var requests = words.length > 1 ? Integer.parseInt(words[1]) : 20_000;
        var work = Files.createTempDirectory("health-bench");
        var servers = new ArrayList<Process>();
        try {
            servers.add(agent(words[0], work.resolve("home")));
            var body = awaitReady(AGENT_PORT);
            servers.add(bare(work, body));
            awaitReady(BARE_PORT);
            System.out.printf(
                    "%d requests to each in each way, %d bytes of body, %d CPUs%n",
                    requests, body, Runtime.getRuntime().availableProcessors());
            compare("a connection for each check", false, requests);
            compare("one connection for all", true, requests);
        } finally {
            for (var server : servers) {
                server.destroyForcibly().onExit().join();
            }
            delete(work);
        }
    }

    private static void compare(String way, boolean isKept, int requests) throws IOException {
        measure(AGENT_PORT, isKept, requests / 4);
        measure(BARE_PORT, isKept, requests / 4);
        var agent = new long[requests];
        var bare = new long[requests];
        for (var done = 0; done < requests; done += ROUND) {
            var count = Math.min(ROUND, requests - done);
            System.arraycopy(measure(AGENT_PORT, isKept, count), 0, agent, done, count);
            System.arraycopy(measure(BARE_PORT, isKept, count), 0, bare, done, count);
        }
        System.out.printf("%n%s%n", way);
        print("agent", agent);
        print("bare HttpServer", bare);
        System.out.printf("  p99 of the agent is %.2f x that of the bare one%n", at(agent, 0.99) / at(bare, 0.99));
    }

    private static void print(String who, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "  %-16s p50 %6.3f ms   p99 %6.3f ms   p99.9 %6.3f ms%n",
                who, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 0.999));
    }

    private static double at(long[] sorted, double part) {
        return sorted[(int) (sorted.length * part)] / 1e6;
    }

    private static long[] measure(int port, boolean isKept, int count) throws IOException {
        var nanos = new long[count];
        Client kept = isKept ? new Client(port) : null;
        try {
            for (var index = 0; index < count; index++) {
                var begin = System.nanoTime();
                if (kept == null) {
                    try (var client = new Client(port)) {
                        client.check("close");
                    }
                } else {
                    kept.check("keep-alive");
                }
                nanos[index] = System.nanoTime() - begin;
            }
        } finally {
            if (kept != null) {
                kept.close();
            }
        }
        return nanos;
    }

    /** One connection. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getByName(ADDRESS), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 4096);
        }

        /** Returns the length of the body of a 200. */
        int check(String connection) throws IOException {
            socket.getOutputStream()
                    .write("GET /health/ready HTTP/1.1\r\nHost: %s\r\nConnection: %s\r\n\r\n"
                            .formatted(ADDRESS, connection)
                            .getBytes(StandardCharsets.ISO_8859_1));
            var status = line();
            if (!status.contains(" 200 ")) {
                throw new IOException("answered: " + status);
            }
            var length = 0;
            for (var line = line(); !line.isEmpty(); line = line()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            if (in.readNBytes(length).length < length) {
                throw new IOException("broke off");
            }
            return length;
        }

        private String line() throws IOException {
            var text = new StringBuilder();
            for (var letter = in.read(); letter != '\n'; letter = in.read()) {
                if (letter < 0) {
                    throw new IOException("broke off");
                }
                if (letter != '\r') {
                    text.append((char) letter);
                }
            }
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void serve(int length) throws IOException {
        var body = new byte[length];
        Arrays.fill(body, (byte) ' ');
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = HttpServer.create(new InetSocketAddress(ADDRESS, BARE_PORT), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static Process bare(Path work, int length) throws IOException {
        var source = Path.of("src/test/java/io/github/batonha/e2e/bench/HealthBench.java")
                .toAbsolutePath();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of(source.toString(), "bare", Integer.toString(length)));
        return start(work.resolve("bare.log"), command, work);
    }

    private static Process agent(String baton, Path home) throws Exception {
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("conf/bench-system-definition.kts"), """
                systems { system(name = "BENCH") { hosts {
                  host(name = "NodeA") { item(name = "Address", value = "%s") }
                } } }
                """.formatted(ADDRESS));
        Files.writeString(home.resolve("conf/bench-processes.xml"), """
                <processes><process name="IDLE"><groupId>BENCH</groupId><start>false</start>
                <command>sleep 100000</command></process></processes>
                """);
        start(home.resolve("install.log"), List.of(baton, "--node", "NodeA", "install"), home)
                .waitFor();
        return start(home.resolve("NodeA.console"), List.of(baton, "node", "--name", "NodeA"), home);
    }

    private static Process start(Path log, List<String> command, Path home) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BATON_HOME", home.toString());
        return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Returns the length of the body. */
    private static int awaitReady(int port) {
        for (var left = 1500; left > 0; left--) {
            try (var client = new Client(port)) {
                return client.check("close");
            } catch (IOException notYet) {
                LockSupport.parkNanos(100_000_000);
            }
        }
        throw new IllegalStateException("nobody answers 200 at port " + port);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
