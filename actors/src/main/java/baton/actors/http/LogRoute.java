package baton.actors.http;

import baton.supervision.spec.ChildSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Reads the log of a process. Only names of the definition become parts of a path, so nothing outside of the node's folder
 * can be named.
 */
final class LogRoute {
    private static final int MOST_LINES = 100_000;
    private static final Set<String> PARAMETERS = Set.of("lines", "follow", "stream");

    private final AgentApi api;

    LogRoute(AgentApi api) {
        this.api = api;
    }

    Route answer(String process, Map<String, String> query) {
        var known = api.definition().processes().stream().map(ChildSpec::name).toList();
        return Directives.complete(UnknownName.check("process", process, known)
                .or(() -> wrong(query))
                .orElseGet(() -> content(process, query)));
    }

    private Optional<HttpResponse> wrong(Map<String, String> query) {
        return query.entrySet().stream()
                .filter(parameter -> !isRight(parameter.getKey(), parameter.getValue()))
                .findFirst()
                .map(parameter -> Replies.problem(
                        StatusCodes.BAD_REQUEST,
                        "can't use %s=%s".formatted(parameter.getKey(), parameter.getValue()),
                        "there are lines=0…%d, follow=true|false and stream=out|err".formatted(MOST_LINES)));
    }

    private static boolean isRight(String name, String value) {
        return PARAMETERS.contains(name)
                && switch (name) {
                    case "lines" -> value.matches("\\d{1,6}") && Integer.parseInt(value) <= MOST_LINES;
                    case "follow" -> value.equals("true") || value.equals("false");
                    default -> value.equals("out") || value.equals("err");
                };
    }

    private HttpResponse content(String process, Map<String, String> query) {
        var name = process + (query.getOrDefault("stream", "out").equals("err") ? ".log.err" : ".log");
        var lines = Integer.parseInt(query.getOrDefault("lines", "50"));
        var follow = Boolean.parseBoolean(query.getOrDefault("follow", "false"));
        var file = new LogFile(api.logs().resolve(name));
        return HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.TEXT_PLAIN_UTF8, LogStream.of(file, lines, follow, api.blocking())));
    }
}
