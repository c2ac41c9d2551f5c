package io.github.batonha.actors.node;

import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Reachability;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out before anything is started whether the agent will be able to listen, for a message that says what to do. */
final class Ports {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
    private static final int FIRST_UNRESERVED = 1024;

    private Ports() {}

    /** Warns of an address that others can't mean. */
    static void warnOfLoopback(NodeDefinition definition) {
        Reachability.obstacle(definition.self(), definition.hosts()).ifPresent(obstacle -> LOG.warn(obstacle.text()));
    }

    /**
     * A port for HTTP that somebody else has is no reason: see {@link HttpPort}.
     *
     * @throws AgentRefusal if the cluster port can't be bound, or that of HTTP for another reason than that it is taken
     */
    static void check(HostDefinition self) {
        obstacle(self.address(), self.clusterPort())
                .ifPresent(why -> refuse(self, self.clusterPort(), "ClusterPort", why));
        obstacle(self.address(), self.httpPort())
                .filter(_ -> !isTaken(self.address(), self.httpPort()))
                .ifPresent(why -> refuse(self, self.httpPort(), "ManagementPort", why));
    }

    /** Why a port can't be bound now, in the system's words; empty where it can. */
    static Optional<String> obstacle(String address, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whether it is only that somebody else has the port, for the system's words depend on the language: the address is one of this
     * machine, and the user may bind such a port, as UDP shows for those that are reserved.
     */
    private static boolean isTaken(String address, int port) {
        return obstacle(address, 0).isEmpty() && (port >= FIRST_UNRESERVED || bindsDatagrams(address, port));
    }

    private static boolean bindsDatagrams(String address, int port) {
        try (var _ = new DatagramSocket(new InetSocketAddress(address, port))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void refuse(HostDefinition self, int port, String item, String why) {
        throw new AgentRefusal(
                ("%s can't listen on %s:%d (%s): end what else listens there, or give the host another item "
                                + "\"%s\", or one \"Address\" that this machine has; then run install on all nodes")
                        .formatted(self.name(), self.urlHost(), port, why, item));
    }
}
