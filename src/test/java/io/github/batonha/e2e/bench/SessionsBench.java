package io.github.batonha.e2e.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The session store of two agents beside Redis (a master, a replica, {@code WAIT 1}), both on this machine, with the same client: plain
 * sockets, one request at a time on each. Needs redis-server, and nothing but a JDK:
 *
 * <pre>java src/test/java/io/github/batonha/e2e/bench/SessionsBench.java k8s-free-deploy/target/baton/bin/baton</pre>
 *
 * Further arguments: sessions (100000), connections (16), seconds of each measurement (10).
 */
public final class SessionsBench {

    private static final int ATTRIBUTES = 10;
    private static final int VALUE = 200;

    /** One connection to a store. Each call is one request and its answer. */
    private interface Client extends AutoCloseable {
        String create() throws IOException;

        void write(String id, int attribute, byte[] value) throws IOException;

        /** The whole session, in bytes. */
        int read(String id) throws IOException;

        @Override
        void close() throws IOException;
    }

    private interface Connector {
        Client connect(int node) throws IOException;
    }

    private record Figures(double perSecond, double p50, double p99) {
        @Override
        public String toString() {
            return "%,10.0f /s   p50 %6.2f ms   p99 %6.2f ms".formatted(perSecond, p50, p99);
        }
    }

    private final int sessions;
    private final int connections;
    private final Duration time;
    private final Path work;

    private SessionsBench(int sessions, int connections, Duration time, Path work) {
        this.sessions = sessions;
        this.connections = connections;
        this.time = time;
        this.work = work;
    }

    public static void main(String[] words) throws Exception {
        if (words.length < 1) {
            System.err.println("usage: SessionsBench BATON [SESSIONS [CONNECTIONS [SECONDS]]]");
            System.exit(64);
        }
        var sessions = words.length > 1 ? Integer.parseInt(words[1]) : 100_000;
        var connections = words.length > 2 ? Integer.parseInt(words[2]) : 16;
        var seconds = words.length > 3 ? Integer.parseInt(words[3]) : 10;
        var bench = new SessionsBench(
                sessions, connections, Duration.ofSeconds(seconds), Files.createTempDirectory("sessions-bench"));
        System.out.printf(
                "%d sessions of %d attributes of %d bytes; %d connections; %d CPUs%n",
                sessions, ATTRIBUTES, VALUE, connections, Runtime.getRuntime().availableProcessors());
        try (var baton = new Agents(words[0], bench.work)) {
            baton.start();
            bench.run("baton", baton::client, baton);
        }
        try (var redis = new Redis(bench.work)) {
            redis.start();
            bench.run("redis", redis::client, redis);
        }
        delete(bench.work);
    }

    /** What is measured differently for each. */
    private interface Store {
        long memory(int node) throws Exception;

        /** Of the whole process, in bytes. */
        long resident(int node) throws Exception;

        /** Empties the second node, and gives the seconds that it takes to have everything again. */
        double refillSecond() throws Exception;

        String remark() throws Exception;
    }

    private void run(String name, Connector connector, Store store) throws Exception {
        var before = store.memory(0);
        var ids = fill(connector);
        var perSession = (store.memory(0) - before) / (double) sessions;
        System.out.printf("%n%s%n", name);
        // Compilers and buffers first.
        reads(connector, ids, 0);
        writes(connector, ids);
        System.out.println("  reads of whole sessions        " + reads(connector, ids, 0));
        System.out.println("  acknowledged writes (1 other)  " + writes(connector, ids));
        System.out.println("  begin of write to readable on the other node  " + visible(connector, ids));
        System.out.printf("  memory per session: %,.0f bytes%n", perSession);
        System.out.printf("  resident memory of the first node: %,d MiB%n", store.resident(0) >> 20);
        System.out.printf("  empty node has %,d sessions after %.1f s%n", sessions, store.refillSecond());
        System.out.println("  " + store.remark());
    }

    private List<String> fill(Connector connector) throws Exception {
        var ids = new ArrayList<String>();
        parallel(connections, index -> {
                    var mine = new ArrayList<String>();
                    try (var client = connector.connect(0)) {
                        for (var left = sessions / connections; left > 0; left--) {
                            mine.add(client.create());
                        }
                    }
                    return mine;
                })
                .forEach(ids::addAll);
        return ids;
    }

    private Figures reads(Connector connector, List<String> ids, int node) throws Exception {
        return measure(connector, node, (client, random) -> {
            if (client.read(ids.get(random.nextInt(ids.size()))) < ATTRIBUTES * VALUE) {
                throw new IOException("a session is not whole");
            }
        });
    }

    private Figures writes(Connector connector, List<String> ids) throws Exception {
        return measure(connector, 0, (client, random) -> {
            var value = new byte[VALUE];
            random.nextBytes(value);
            client.write(ids.get(random.nextInt(ids.size())), random.nextInt(ATTRIBUTES), value);
        });
    }

    private interface Step {
        void run(Client client, Random random) throws IOException;
    }

    private Figures measure(Connector connector, int node, Step step) throws Exception {
        var started = System.nanoTime();
        var all = parallel(connections, index -> {
            var times = new ArrayList<Long>();
            var random = new Random(index);
            try (var client = connector.connect(node)) {
                while (System.nanoTime() - started < time.toNanos()) {
                    var begin = System.nanoTime();
                    step.run(client, random);
                    times.add(System.nanoTime() - begin);
                }
            }
            return times;
        });
        var took = (System.nanoTime() - started) / 1e9;
        return figures(
                all.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray(), took);
    }

    private static Figures figures(long[] nanos, double seconds) {
        Arrays.sort(nanos);
        return new Figures(
                nanos.length / seconds, nanos[nanos.length / 2] / 1e6, nanos[(int) (nanos.length * 0.99)] / 1e6);
    }

    /** One writer on one node; a reader on the other polls until the value is there. */
    private Figures visible(Connector connector, List<String> ids) throws Exception {
        var nanos = new long[1000];
        var started = System.nanoTime();
        try (var here = connector.connect(0);
                var there = connector.connect(1);
                var writer = Executors.newSingleThreadExecutor()) {
            for (var index = 0; index < nanos.length; index++) {
                var id = ids.get(index % ids.size());
                // One byte longer each time, so that the length tells old from new.
                var before = there.read(id);
                var value = new byte[VALUE + 1000 + index];
                var begin = System.nanoTime();
                var written = writer.submit(() -> {
                    here.write(id, 0, value);
                    return true;
                });
                while (there.read(id) == before) {
                    Thread.onSpinWait();
                }
                nanos[index] = System.nanoTime() - begin;
                written.get();
            }
        }
        return figures(nanos, (System.nanoTime() - started) / 1e9);
    }

    private interface Job<T> {
        T run(int index) throws Exception;
    }

    private static <T> List<T> parallel(int threads, Job<T> job) throws InterruptedException, ExecutionException {
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var calls = new ArrayList<Callable<T>>();
            for (var index = 0; index < threads; index++) {
                var number = index;
                calls.add(() -> job.run(number));
            }
            var results = new ArrayList<T>();
            for (var done : pool.invokeAll(calls)) {
                results.add(done.get());
            }
            return results;
        }
    }

    private static void await(Duration within, String what, Callable<Boolean> condition) throws Exception {
        var end = System.nanoTime() + within.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static Process start(Path log, List<String> command, List<String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        environment.forEach(pair -> builder.environment().put(pair.split("=", 2)[0], pair.split("=", 2)[1]));
        return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static void end(Process process) {
        process.destroyForcibly().onExit().join();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    private static long resident(Process process) throws IOException {
        var status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        var kib = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
        return kib.find() ? Long.parseLong(kib.group(1)) * 1024 : 0;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Two real agents at two loopback addresses. */
    private static final class Agents implements Store, AutoCloseable {
        private static final List<String> ADDRESSES = List.of("127.0.60.1", "127.0.60.2");
        private static final List<String> NODES = List.of("NodeA", "NodeB");

        private final String baton;
        private final Path home;
        private final List<Process> agents = new ArrayList<>();

        Agents(String baton, Path work) {
            this.baton = baton;
            this.home = work.resolve("home");
        }

        void start() throws Exception {
            Files.createDirectories(home.resolve("conf"));
            Files.createDirectories(home.resolve("lib"));
            Files.writeString(home.resolve("conf/bench-system-definition.kts"), """
                    systemDefinition { systems { system(name = "BENCH") { hosts {
                      host(name = "NodeA") { item(name = "Address", value = "127.0.60.1") }
                      host(name = "NodeB") { item(name = "Address", value = "127.0.60.2") }
                    } } } }
                    """);
            Files.writeString(home.resolve("conf/bench-processes.xml"), """
                    <processes><process name="IDLE"><groupId>BENCH</groupId><start>false</start>
                    <command>sleep 100000</command></process></processes>
                    """);
            SessionsBench.start(
                            home.resolve("install.log"), List.of(baton, "--node", "NodeA", "install"), environment())
                    .waitFor();
            agents.add(agent(0));
            agents.add(agent(1));
            for (var node = 0; node < 2; node++) {
                awaitReady(node);
            }
        }

        private List<String> environment() {
            return List.of("BATON_HOME=" + home);
        }

        private Process agent(int node) throws IOException {
            return SessionsBench.start(
                    home.resolve(NODES.get(node) + ".console"),
                    List.of(baton, "node", "--name", NODES.get(node)),
                    environment());
        }

        private void awaitReady(int node) throws Exception {
            await(Duration.ofMinutes(3), NODES.get(node) + " has its sessions and its peer", () -> {
                try (var client = new HttpSession(ADDRESSES.get(node), token(node))) {
                    var status = client.status();
                    return status.contains("\"inSync\":true") && status.contains("\"reachable\":[\"");
                } catch (IOException notYet) {
                    return false;
                }
            });
        }

        private String token(int node) throws IOException {
            return Files.readString(home.resolve("run").resolve(NODES.get(node)).resolve("token"));
        }

        Client client(int node) throws IOException {
            return new HttpSession(ADDRESSES.get(node), token(node));
        }

        @Override
        public long memory(int node) throws Exception {
            var pid = Long.toString(agents.get(node).pid());
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            run(jcmd, pid, "GC.run");
            var info = Pattern.compile("used (\\d+)K").matcher(run(jcmd, pid, "GC.heap_info"));
            var used = 0L;
            for (var spaces = 0; spaces < 2 && info.find(); spaces++) {
                used += Long.parseLong(info.group(1)) * 1024;
            }
            return used;
        }

        @Override
        public long resident(int node) throws IOException {
            return SessionsBench.resident(agents.get(node));
        }

        @Override
        public double refillSecond() throws Exception {
            SessionsBench.end(agents.get(1));
            delete(home.resolve("run/NodeB/sessions"));
            Files.deleteIfExists(home.resolve("NodeB.console"));
            agents.set(1, agent(1));
            awaitReady(1);
            return secondsFromReachedToAll();
        }

        /** From the agent's own words, for its start is no part of it. */
        private double secondsFromReachedToAll() throws IOException {
            var log = Files.readString(home.resolve("logs/NodeB/agent.log"));
            return (time(log, "Has all sessions of host") - time(log, "Reached the session store")) / 1e3;
        }

        private static long time(String log, String words) {
            var line = log.lines()
                    .filter(text -> text.contains(words))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            return java.time.Instant.parse(line.substring(0, line.indexOf(' '))).toEpochMilli();
        }

        @Override
        public String remark() throws Exception {
            try (var client = new HttpSession(ADDRESSES.get(0), token(0))) {
                return client.status();
            }
        }

        @Override
        public void close() {
            for (var agent : agents) {
                SessionsBench.end(agent);
            }
        }
    }

    /** HTTP/1.1 on one connection, with no more than these answers need. */
    private static final class HttpSession implements Client {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final String head;
        private byte[] body = {};

        HttpSession(String address, String token) throws IOException {
            socket = new Socket(InetAddress.getByName(address), 8558);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            out = socket.getOutputStream();
            head = " HTTP/1.1\r\nHost: " + address + "\r\nAuthorization: Bearer " + token.strip()
                    + "\r\nAccept: application/vnd.baton.session\r\n";
        }

        private String request(String line, byte[] content) throws IOException {
            var text = line + head
                    + (content.length > 0 ? "Content-Type: application/octet-stream\r\n" : "")
                    + "Content-Length: " + content.length + "\r\n\r\n";
            var bytes = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), text.length() + content.length);
            System.arraycopy(content, 0, bytes, text.length(), content.length);
            out.write(bytes);
            return answer();
        }

        private String answer() throws IOException {
            var headers = new StringBuilder();
            var length = 0;
            while (true) {
                var line = line();
                if (line.isEmpty()) {
                    break;
                }
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring(16));
                }
                headers.append(line).append('\n');
            }
            body = in.readNBytes(length);
            if (headers.charAt(9) != '2') {
                throw new IOException(headers + new String(body, StandardCharsets.UTF_8));
            }
            return headers.toString();
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (var next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("closed");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }

        @Override
        public String create() throws IOException {
            var value = "x".repeat(VALUE);
            var json = new StringBuilder("{\"set\":{");
            for (var index = 0; index < ATTRIBUTES; index++) {
                json.append(index > 0 ? "," : "").append("\"a%d\":{\"text\":\"%s\"}".formatted(index, value));
            }
            var headers = request(
                    "POST /api/v1/sessions", json.append("}}").toString().getBytes(StandardCharsets.UTF_8));
            var from = headers.indexOf("/sessions/") + 10;
            return headers.substring(from, headers.indexOf('\n', from));
        }

        @Override
        public void write(String id, int attribute, byte[] value) throws IOException {
            var headers = request("PUT /api/v1/sessions/%s/attributes/a%d".formatted(id, attribute), value);
            if (!headers.contains("Baton-Replicated: true")) {
                throw new IOException("not replicated");
            }
        }

        @Override
        public int read(String id) throws IOException {
            request("GET /api/v1/sessions/" + id, new byte[0]);
            return body.length;
        }

        String status() throws IOException {
            request("GET /api/v1/sessions", new byte[0]);
            return new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A master and a replica; appendfsync off, as the agents' journal is not forced either. */
    private static final class Redis implements Store, AutoCloseable {
        private static final int[] PORTS = {7901, 7902};

        private final Path work;
        private final List<Process> servers = new ArrayList<>();

        Redis(Path work) {
            this.work = work;
        }

        void start() throws Exception {
            servers.add(server(0));
            servers.add(server(1));
            awaitLink();
        }

        private Process server(int node) throws IOException {
            var folder = Files.createDirectories(work.resolve("redis" + node));
            var command = new ArrayList<>(List.of(
                    "redis-server",
                    "--port",
                    Integer.toString(PORTS[node]),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    folder.toString(),
                    "--save",
                    "",
                    "--appendonly",
                    "yes",
                    "--appendfsync",
                    "no"));
            if (node == 1) {
                command.addAll(List.of("--replicaof", "127.0.0.1", Integer.toString(PORTS[0])));
            }
            return SessionsBench.start(work.resolve("redis.log"), command, List.of());
        }

        private void awaitLink() throws Exception {
            await(Duration.ofMinutes(3), "the replica", () -> {
                try (var client = new Resp(PORTS[1])) {
                    return client.info("replication").contains("master_link_status:up");
                } catch (IOException notYet) {
                    return false;
                }
            });
        }

        Client client(int node) throws IOException {
            return new Resp(PORTS[node]);
        }

        @Override
        public long memory(int node) throws Exception {
            try (var client = new Resp(PORTS[node])) {
                var used = Pattern.compile("used_memory:(\\d+)").matcher(client.info("memory"));
                return used.find() ? Long.parseLong(used.group(1)) : 0;
            }
        }

        @Override
        public long resident(int node) throws IOException {
            return SessionsBench.resident(servers.get(node));
        }

        @Override
        public double refillSecond() throws Exception {
            SessionsBench.end(servers.get(1));
            delete(work.resolve("redis1"));
            var begin = System.nanoTime();
            servers.set(1, server(1));
            awaitLink();
            return (System.nanoTime() - begin) / 1e9;
        }

        @Override
        public String remark() throws Exception {
            return run("redis-server", "--version").strip();
        }

        @Override
        public void close() {
            for (var server : servers) {
                SessionsBench.end(server);
            }
        }
    }

    private static final class Resp implements Client {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final Random random = new Random();

        Resp(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            out = socket.getOutputStream();
        }

        private static byte[] command(List<byte[]> words) {
            var bytes = new java.io.ByteArrayOutputStream();
            bytes.writeBytes(ascii("*%d\r\n".formatted(words.size())));
            for (var word : words) {
                bytes.writeBytes(ascii("$%d\r\n".formatted(word.length)));
                bytes.writeBytes(word);
                bytes.writeBytes(ascii("\r\n"));
            }
            return bytes.toByteArray();
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (var next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("closed");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            if (line.length() > 0 && line.charAt(0) == '-') {
                throw new IOException(line.toString());
            }
            return line.toString();
        }

        /** Bytes of the answer's values. */
        private int answer() throws IOException {
            var line = line();
            var number = Integer.parseInt(line.charAt(0) == '+' ? "0" : line.substring(1));
            return switch (line.charAt(0)) {
                case '$' -> in.readNBytes(number + 2).length - 2;
                case '*' -> {
                    var bytes = 0;
                    for (var left = number; left > 0; left--) {
                        bytes += answer();
                    }
                    yield bytes;
                }
                default -> number;
            };
        }

        /** A write and its WAIT go out together, so both stores are asked once. */
        private void acknowledged(List<byte[]> words) throws IOException {
            var bytes = new java.io.ByteArrayOutputStream();
            bytes.writeBytes(command(words));
            bytes.writeBytes(command(List.of(ascii("WAIT"), ascii("1"), ascii("1000"))));
            out.write(bytes.toByteArray());
            answer();
            if (answer() < 1) {
                throw new IOException("not replicated");
            }
        }

        @Override
        public String create() throws IOException {
            var id = "%016x%016x".formatted(random.nextLong(), random.nextLong());
            var words = new ArrayList<byte[]>(List.of(ascii("HSET"), ascii(id)));
            for (var index = 0; index < ATTRIBUTES; index++) {
                words.add(ascii("a" + index));
                words.add(ascii("x".repeat(VALUE)));
            }
            acknowledged(words);
            return id;
        }

        @Override
        public void write(String id, int attribute, byte[] value) throws IOException {
            acknowledged(List.of(ascii("HSET"), ascii(id), ascii("a" + attribute), value));
        }

        @Override
        public int read(String id) throws IOException {
            out.write(command(List.of(ascii("HGETALL"), ascii(id))));
            return answer();
        }

        String info(String part) throws IOException {
            out.write(command(List.of(ascii("INFO"), ascii(part))));
            var length = Integer.parseInt(line().substring(1));
            var text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            line();
            return text;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
