package io.github.batonha.actors.http;

import io.github.batonha.conf.model.NodeDefinition;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Refuses requests for a name that is none of the system. A web page can have its own name resolve to this node, and so read answers in an
 * operator's browser; the browser then sends that name. An address in digits is always the one that the client connected to. Health checks
 * pass: balancers send the name of the application.
 */
final class HostCheck {
    private static final Set<String> LOOPBACK =
            Set.of("localhost", "localhost.localdomain", "localhost6", "ip6-localhost", "ip6-loopback");
    private static final String CHECKS = "/health/";

    private HostCheck() {}

    static Route before(Supplier<NodeDefinition> definition, Route routes) {
        return Directives.extractRequest(request ->
                refusal(request, definition.get()).map(Directives::complete).orElse(routes));
    }

    private static Optional<HttpResponse> refusal(HttpRequest request, NodeDefinition definition) {
        var host = request.getUri().host();
        var name = host.address();
        var isServed = !host.isNamedHost()
                || request.getUri().path().startsWith(CHECKS)
                || isOurs(name.endsWith(".") ? name.substring(0, name.length() - 1) : name, definition);
        return isServed
                ? Optional.empty()
                : Optional.of(
                        Replies.problem(
                                StatusCodes.MISDIRECTED_REQUEST,
                                "the request is for the host \"%s\", which is none of this system".formatted(name),
                                "use a name or address of the definition, or add the name to baton.http.hosts in conf/baton.conf"));
    }

    /** Whether the system answers to this name or address. */
    static boolean isOurs(String name, NodeDefinition definition) {
        return LOOPBACK.contains(name.toLowerCase(Locale.ROOT))
                || definition.hosts().stream()
                        .anyMatch(host -> host.name().equalsIgnoreCase(name)
                                || host.address().equalsIgnoreCase(name))
                || definition.settings().http().hosts().stream().anyMatch(name::equalsIgnoreCase);
    }
}
