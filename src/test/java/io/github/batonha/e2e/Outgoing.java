package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A firewall that notes where packets go that leave the machine. There is a way out, so that whoever tries one sends it. Only in a network of
 * one's own.
 */
final class Outgoing implements AutoCloseable {
    private static final String INTERFACE = "outside";
    private static final String OTHER_END = "nobody";
    private static final String SOMEWHERE = "198.51.100.7";
    private static final int DISCARD = 9;

    private Outgoing() {}

    /** As root, in a network that nobody else is in. */
    static boolean isPossible() throws IOException {
        return PartitionIT.isRoot()
                && Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                        .allMatch(network -> network.getName().equals("lo"));
    }

    /** From now on. */
    static Outgoing watch() throws IOException {
        var outgoing = new Outgoing();
        run("ip", "link", "add", INTERFACE, "type", "veth", "peer", "name", OTHER_END);
        for (var end : List.of(INTERFACE, OTHER_END)) {
            run("ip", "link", "set", end, "addrgenmode", "none");
            run("ip", "link", "set", end, "up");
        }
        run("ip", "address", "add", "192.0.2.1/24", "dev", INTERFACE);
        run("ip", "route", "add", "default", "dev", INTERFACE);
        nft("add table inet outgoing");
        nft("add set inet outgoing seen { type ipv4_addr; flags dynamic; }");
        nft("add set inet outgoing seen6 { type ipv6_addr; flags dynamic; }");
        nft("add chain inet outgoing out { type filter hook output priority 0; }");
        nft("add rule inet outgoing out oifname " + INTERFACE + " add @seen { ip daddr }");
        nft("add rule inet outgoing out oifname " + INTERFACE + " add @seen6 { ip6 daddr }");
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[1], 1, new InetSocketAddress(SOMEWHERE, DISCARD)));
        }
        assertThat(outgoing.seen()).as("it sees what leaves").contains(SOMEWHERE);
        nft("flush set inet outgoing seen");
        nft("flush set inet outgoing seen6");
        return outgoing;
    }

    void assertNone() {
        assertThat(seen()).as("addresses outside that packets went to").doesNotContain("elements");
        System.out.println("No packet left for an address outside.");
    }

    private String seen() {
        return Commands.run(List.of("nft", "list", "table", "inet", "outgoing"), Map.of())
                .orFail()
                .out();
    }

    @Override
    public void close() {
        nft("delete table inet outgoing");
        run("ip", "link", "delete", INTERFACE);
    }

    private static void nft(String words) {
        run("nft", words);
    }

    private static void run(String... words) {
        Commands.run(List.of(words), Map.of()).orFail();
    }
}
