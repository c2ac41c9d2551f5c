package io.github.batonha.actors.http;

import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** Where the other nodes serve the console, and which pages are of a console of the system. Pure. */
final class ConsoleOrigins {
    /** A page goes on at one of these when its agent is lost. */
    private static final int MOST_OTHERS = 8;

    private ConsoleOrigins() {}

    static List<HostDefinition> others(NodeDefinition definition) {
        return definition.hosts().stream()
                .filter(host -> !host.name().equals(definition.self().name()))
                .limit(MOST_OTHERS)
                .toList();
    }

    static String of(HostDefinition host, boolean isEncrypted) {
        return "%s://%s:%d".formatted(scheme(isEncrypted), host.urlHost(), host.httpPort());
    }

    /** As a Content-Security-Policy can name it: no IPv6 address can stand there. */
    static Optional<String> inPolicy(HostDefinition host, boolean isEncrypted) {
        return Optional.of(of(host, isEncrypted)).filter(_ -> !host.address().contains(":"));
    }

    /** Whether a page that was loaded from there is the console of a node of this system, by a name that a node is served under. */
    static boolean isOurs(String origin, boolean isEncrypted, NodeDefinition definition) {
        try {
            var uri = new URI(origin);
            var name = Optional.ofNullable(uri.getHost());
            return scheme(isEncrypted).equals(uri.getScheme())
                    && name.filter(host -> HostCheck.isOurs(bare(host), definition))
                            .isPresent()
                    && definition.hosts().stream().anyMatch(host -> host.httpPort() == port(uri, isEncrypted));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Browsers leave out the port that the scheme implies. */
    private static int port(URI uri, boolean isEncrypted) {
        return uri.getPort() >= 0 ? uri.getPort() : isEncrypted ? 443 : 80;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String scheme(boolean isEncrypted) {
        return isEncrypted ? "https" : "http";
    }
}
