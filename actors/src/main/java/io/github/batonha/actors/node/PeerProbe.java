package io.github.batonha.actors.node;

import io.github.batonha.actors.tls.ClusterTls;
import io.github.batonha.conf.model.HostDefinition;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/** Whether the agent of a host can be reached at both its ports over new connections, and works. Blocks for seconds at most. */
final class PeerProbe {
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private final Optional<ClusterTls> tls;

    /** By HTTP over TLS where that is how the nodes serve it. */
    PeerProbe(Optional<ClusterTls> tls) {
        this.tls = tls;
    }

    boolean reaches(HostDefinition host) {
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
    private boolean answers(HostDefinition host) throws IOException {
        var url = URI.create("%s://%s:%d/health/live"
                        .formatted(tls.isPresent() ? "https" : "http", host.urlHost(), host.httpPort()))
                .toURL();
        var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secure) {
            tls.ifPresent(nodes -> nodes.secure(secure, host));
        }
        try {
            connection.setConnectTimeout((int) WITHIN.toMillis());
            connection.setReadTimeout((int) WITHIN.multipliedBy(2).toMillis());
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }
}
