package io.github.batonha.actors.node;

import io.github.batonha.conf.model.HostDefinition;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** Whether the agent of a host can be reached at both its ports over new connections, and works. Blocks for seconds at most. */
final class PeerProbe {
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private PeerProbe() {}

    static boolean reaches(HostDefinition host) {
        try {
            return connects(host) && answers(host);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean connects(HostDefinition host) throws IOException {
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(new InetSocketAddress(host.address(), host.clusterPort()), (int) WITHIN.toMillis());
            return true;
        }
    }

    /** The kernel of a host takes connections for a process that is stopped; an answer needs one that runs. */
    private static boolean answers(HostDefinition host) throws IOException {
        var url = URI.create("http://%s:%d/health/live".formatted(host.urlHost(), host.httpPort()))
                .toURL();
        var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout((int) WITHIN.toMillis());
            connection.setReadTimeout((int) WITHIN.multipliedBy(2).toMillis());
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }
}
