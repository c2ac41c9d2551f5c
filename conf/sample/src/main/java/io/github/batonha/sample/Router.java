package io.github.batonha.sample;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What users reach through the load balancer: its front page asks the processes of its own node that it depends on, the other
 * pages are those of {@link Visits}.
 */
final class Router {

    private static final List<String> ASKED = List.of("GENESIS_AUTH_MANAGER", "GENESIS_AUTH_REQUEST_SERVER");
    private static final int ANSWER_WITHIN_MILLIS = 2000;

    private final Surroundings surroundings;

    private Router(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static InetSocketAddress start(Surroundings surroundings) throws IOException {
        var router = new Router(surroundings);
        var visits = Visits.of(surroundings);
        return Server.start(
                surroundings,
                Map.of(
                        "/",
                        request -> router.front(),
                        "/login",
                        visits::login,
                        "/click",
                        visits::click,
                        "/me",
                        visits::me));
    }

    /** 200 if all answered, else 502, so that a load balancer and the walk-through see it. */
    private Server.Answer front() {
        var text = new StringBuilder("You are served by %s (pid %d).%n"
                .formatted(surroundings.node(), ProcessHandle.current().pid()));
        boolean isComplete = true;
        for (String process : ASKED) {
            Optional<String> answer = surroundings.addressOfProcess(process).flatMap(Router::ask);
            isComplete &= answer.isPresent();
            text.append("%s: %s%n".formatted(process, answer.orElse("no answer")));
        }
        return new Server.Answer(isComplete ? 200 : 502, "text/plain", text.toString());
    }

    private static Optional<String> ask(InetSocketAddress address) {
        try {
            var url = new URI("http", null, address.getHostString(), address.getPort(), "/whoami", null, null).toURL();
            var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(ANSWER_WITHIN_MILLIS);
            connection.setReadTimeout(ANSWER_WITHIN_MILLIS);
            try (var body = connection.getInputStream()) {
                return Optional.of(new String(body.readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }
}
