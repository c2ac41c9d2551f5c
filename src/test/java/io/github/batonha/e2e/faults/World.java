package io.github.batonha.e2e.faults;

import static java.time.Duration.ofMillis;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batonha.e2e.Commands;
import io.github.batonha.e2e.Postgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of a network of their own, each with a home and, for what its agent must not forget, a small disk of its own. Everything
 * that was made or started is gone after {@link #close()}.
 */
final class World implements AutoCloseable {
    private static final String DISK_SIZE = "size=8m";

    private final String name;
    private final Path folder;
    private final List<String> ends;
    private final Net net;
    private final Duration grace;
    private boolean isByLease;
    private @Nullable Postgres database;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Node> replacements = new ArrayList<>();

    private World(String name, Path folder, List<String> ends, Net net, Duration grace) {
        this.name = name;
        this.folder = folder;
        this.ends = ends;
        this.net = net;
        this.grace = grace;
    }

    /**
     * Installs all hosts and starts none.
     *
     * @param name short, see {@link Net}
     * @param grace how long primaryOnly processes outlive their agent
     */
    static World of(String name, Path folder, List<String> hosts, long seed, Duration grace) throws Exception {
        return of(new World(name, folder, hosts, Net.of(name, hosts, seed), grace), Guarded.BY_OPERATORS);
    }

    /** As above, under any guard. A database is one more end of the network, that nothing happens to but at its links. */
    static World of(String name, Path folder, List<String> hosts, long seed, Guarded guarded) throws Exception {
        var ends = new ArrayList<>(hosts);
        if (guarded == Guarded.BY_DATABASE) {
            ends.add(Guarded.DATABASE);
        }
        return of(new World(name, folder, ends, Net.of(name, ends, seed), guarded.grace), guarded, hosts);
    }

    private static World of(World world, Guarded guarded) throws Exception {
        return of(world, guarded, world.ends);
    }

    private static World of(World world, Guarded guarded, List<String> hosts) throws Exception {
        world.isByLease = guarded != Guarded.BY_OPERATORS;
        try {
            if (guarded == Guarded.BY_DATABASE) {
                world.openDatabase();
            }
            Path record = Files.createDirectories(world.record());
            for (String host : hosts) {
                Path home = Files.createDirectories(world.folder.resolve(host));
                FaultHome.create(home, record, addresses(hosts), world.grace);
                world.guard(home, guarded);
                var node = new Node(host, home, Net.address(hosts.indexOf(host)), world.net.onHost(host));
                world.nodes.put(host, node);
                Files.createDirectories(node.runFolder());
                run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        DISK_SIZE,
                        "baton-faults",
                        node.runFolder().toString());
            }
            world.nodes.values().forEach(Node::install);
            return world;
        } catch (Exception | AssertionError e) {
            world.close();
            throw e;
        }
    }

    private void openDatabase() throws IOException {
        var address = Net.address(ends.indexOf(Guarded.DATABASE));
        database = Postgres.at(net.onHost(Guarded.DATABASE), address);
        database.sql("CREATE USER baton PASSWORD 'tiger'; CREATE SCHEMA baton AUTHORIZATION baton")
                .orFail();
    }

    private void guard(Path home, Guarded guarded) throws IOException {
        guarded.configure(home);
        if (database != null) {
            Guarded.configure(home, database, Net.address(ends.indexOf(Guarded.DATABASE)));
        }
    }

    String name() {
        return name;
    }

    /** Of the network: the hosts, and the database where there is one. */
    List<String> ends() {
        return ends;
    }

    Net net() {
        return net;
    }

    Node node(String host) {
        var node = nodes.get(host);
        if (node == null) {
            throw new AssertionError("no host " + host);
        }
        return node;
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    List<String> hosts() {
        return List.copyOf(nodes.keySet());
    }

    /** Another machine takes the host's place in the network, under its name and address, with nothing but its configuration. */
    Node replace(String host) throws Exception {
        Path home = Files.createDirectories(folder.resolve(host + "-replacement"));
        FaultHome.create(home, record(), addresses(hosts()), grace);
        var node = new Node(host, home, Net.address(hosts().indexOf(host)), net.replace(host));
        replacements.add(node);
        node.install();
        return node;
    }

    /** The machine of the host gets another name. Its agent of the old name is to be stopped before. */
    Node rename(String host, String newName) {
        var node = new Node(newName, node(host).home(), Net.address(hosts().indexOf(host)), net.onHost(host));
        replacements.add(node);
        return node;
    }

    static Map<String, String> addresses(List<String> hosts) {
        var addresses = new LinkedHashMap<String, String>();
        hosts.forEach(host -> addresses.put(host, Net.address(addresses.size())));
        return addresses;
    }

    Path record() {
        return folder.resolve("record");
    }

    Testimony testimony() {
        return Testimony.read(record());
    }

    /** What breaks the promise of its guard. */
    List<String> faults() {
        var pauses = nodes.values().stream()
                .filter(_ -> isByLease)
                .flatMap(node -> node.pauses().stream())
                .toList();
        return testimony().faults(pauses);
    }

    /** Starts all agents that don't run, again where one ends, until each sees all others and they are one cluster. */
    void startAndAwaitAll(Duration within) {
        eventually("all nodes of %s are together".formatted(name), within, () -> {
            nodes.values().forEach(Node::start);
            return nodes.values().stream().allMatch(this::seesAll);
        });
    }

    private boolean seesAll(Node node) {
        int up = 0;
        for (JsonNode other : node.get("/api/v1/mon-cluster").path("nodes")) {
            up += other.path("state").asText().equals("UP") ? 1 : 0;
        }
        return up == nodes.size() && members(node) == up;
    }

    /** How many members the node's cluster has, as it sees it. */
    static int members(Node node) {
        int up = 0;
        for (JsonNode member : node.get("/cluster/members").path("members")) {
            up += member.path("status").asText().equals("Up") ? 1 : 0;
        }
        return up;
    }

    /** The node is primary, and both of its primaryOnly processes live. */
    boolean works(String host) {
        var mon = node(host).get("/api/v1/mon");
        long epoch = mon.path("epoch").asLong();
        var beating = Testimony.read(record(), host, epoch).runs().stream()
                .filter(Testimony.Run::isBeating)
                .map(Testimony.Run::process)
                .distinct()
                .count();
        return mon.path("role").asText().equals("PRIMARY") && beating == 2;
    }

    static void eventually(String what, Duration within, Callable<Boolean> condition) {
        await(what)
                .atMost(within)
                .pollDelay(Duration.ZERO)
                .pollInterval(ofMillis(250))
                .until(condition);
    }

    /** SIGTERM to all agents. What is left of their processes then should not be there. */
    List<String> stopAll() throws InterruptedException {
        var left = new ArrayList<String>();
        for (var node : nodes.values()) {
            if (!node.stop()) {
                left.add("the agent of %s".formatted(node.name()));
            }
            node.processes().forEach(pid -> left.add("pid %d of %s".formatted(pid, node.name())));
        }
        return left;
    }

    /** For whoever looks into a failure: the homes go with the test. */
    Path keepLogs() {
        Path kept = Path.of("target", "faults", "%s-%d".formatted(name, System.currentTimeMillis()))
                .toAbsolutePath();
        for (var node : nodes.values()) {
            copy(node.home().resolve("logs"), kept.resolve(node.name()).resolve("logs"));
            copy(node.runFolder(), kept.resolve(node.name()).resolve("run"));
        }
        for (var node : replacements) {
            copy(
                    node.home().resolve("logs"),
                    kept.resolve(node.home().getFileName().toString()));
        }
        copy(record(), kept.resolve("record"));
        return kept;
    }

    private static void copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) throws IOException {
                    Files.createDirectories(to.resolve(from.relativize(at).toString()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    // Reading a FIFO waits for somebody who writes.
                    if (attributes.isRegularFile() && !file.endsWith("ballast")) {
                        Files.copy(
                                file,
                                to.resolve(from.relativize(file).toString()),
                                StandardCopyOption.REPLACE_EXISTING);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // gone meanwhile
                }
            });
        } catch (IOException e) {
            System.err.println("could not keep %s: %s".formatted(from, e));
        }
    }

    @Override
    public void close() {
        if (!nodes.isEmpty()) {
            keepLogs();
        }
        replacements.forEach(World::end);
        for (var node : nodes.values()) {
            end(node);
            Commands.run(List.of("umount", "-l", node.runFolder().toString()), Map.of());
        }
        if (database != null) {
            database.close();
        }
        net.close();
    }

    private static void end(Node node) {
        try {
            node.killHost();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String... words) {
        Commands.run(List.of(words), Map.of()).orFail();
    }
}
