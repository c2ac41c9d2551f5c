package io.github.batonha.actors.node;

import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Reachability;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out before anything is started whether the agent will be able to listen, for a message that says what to do. */
final class Ports {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

    private Ports() {}

    /** Warns of an address that others can't mean. */
    static void warnOfLoopback(NodeDefinition definition) {
        Reachability.obstacle(definition.self(), definition.hosts()).ifPresent(obstacle -> LOG.warn(obstacle.text()));
    }

    /** @throws AgentRefusal if one of the host's two ports can't be bound */
    static void check(HostDefinition self) {
        check(self, self.clusterPort(), "ClusterPort");
        check(self, self.httpPort(), "ManagementPort");
    }

    private static void check(HostDefinition self, int port, String item) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(self.address(), port));
        } catch (IOException e) {
            throw new AgentRefusal(
                    ("%s can't listen on %s:%d (%s): end what else listens there, or give the host another item "
                                    + "\"%s\", or one \"Address\" that this machine has; then run install on all nodes")
                            .formatted(self.name(), self.urlHost(), port, e.getMessage(), item));
        }
    }
}
