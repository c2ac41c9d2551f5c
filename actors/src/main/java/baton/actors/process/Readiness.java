package baton.actors.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells whether a process is ready: its port accepts a connection, at the node's address or at loopback. */
final class Readiness {

    private static final Duration WITHIN = Duration.ofSeconds(1);

    private Readiness() {}

    /** Blocks up to a second an address. */
    static boolean accepts(String address, int port) {
        return candidates(address).stream().anyMatch(candidate -> connects(candidate, port));
    }

    private static List<InetAddress> candidates(String address) {
        var candidates = new ArrayList<InetAddress>();
        try {
            candidates.add(InetAddress.getByName(address));
        } catch (IOException unknownHost) {
            return List.of(InetAddress.getLoopbackAddress());
        }
        if (!candidates.getFirst().isLoopbackAddress()) {
            candidates.add(InetAddress.getLoopbackAddress());
        }
        return candidates;
    }

    private static boolean connects(InetAddress address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) WITHIN.toMillis());
            return true;
        } catch (IOException notReady) {
            return false;
        }
    }
}
