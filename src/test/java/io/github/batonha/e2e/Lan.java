package io.github.batonha.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts as network namespaces on one bridge; networks know nothing of each other. Everything is made here and taken away by {@link #close()}; nothing leaves the
 * machine. Needs root, which CI has.
 */
final class Lan implements AutoCloseable {
    private static final String PREFIX = "bt" + ProcessHandle.current().pid() % 10_000 + "n";
    private static final AtomicInteger NETWORKS = new AtomicInteger();

    private final String prefix;
    private final String bridge;
    private final List<String> hosts;

    private Lan(String prefix, List<String> hosts) {
        this.prefix = prefix;
        this.bridge = prefix + "sw";
        this.hosts = hosts;
    }

    /** A network of the hosts, the n-th (from 1) at {@code 10.77.0.n}. */
    static Lan of(String... hosts) {
        var lan = new Lan(PREFIX + NETWORKS.incrementAndGet(), List.of(hosts));
        lan.close(); // what an ended run of the tests may have left
        ip("netns", "add", lan.bridge);
        ip("-n", lan.bridge, "link", "add", "br0", "type", "bridge");
        ip("-n", lan.bridge, "link", "set", "br0", "up");
        for (int i = 0; i < hosts.length; i++) {
            lan.plugIn(hosts[i], "10.77.0." + (i + 1));
        }
        return lan;
    }

    private void plugIn(String host, String address) {
        String namespace = namespace(host);
        ip("netns", "add", namespace);
        ip("-n", namespace, "link", "set", "lo", "up");
        ip("-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", host, "netns", bridge);
        ip("-n", namespace, "addr", "add", address + "/24", "dev", "eth0");
        ip("-n", namespace, "link", "set", "eth0", "up");
        ip("-n", bridge, "link", "set", host, "master", "br0", "up");
    }

    /** Cuts the host off from all others, as a pulled cable would. */
    void cut(String host) {
        ip("-n", bridge, "link", "set", host, "down");
    }

    void heal(String host) {
        ip("-n", bridge, "link", "set", host, "up");
    }

    /** What to put before a command so that it runs on the host. */
    List<String> on(String host) {
        return List.of("ip", "netns", "exec", namespace(host));
    }

    private String namespace(String host) {
        return prefix + host;
    }

    @Override
    public void close() {
        for (String host : hosts) {
            Commands.run(List.of("ip", "netns", "del", namespace(host)), Map.of());
        }
        Commands.run(List.of("ip", "netns", "del", bridge), Map.of());
    }

    private static void ip(String... words) {
        var command = new ArrayList<String>(List.of("ip"));
        command.addAll(List.of(words));
        Commands.run(command, Map.of()).orFail();
    }
}
