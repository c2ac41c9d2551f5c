package io.github.batonha.actors.http;

import io.github.batonha.conf.report.Nearest;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** The refusal of a name that the definition does not have. */
final class UnknownName {
    private UnknownName() {}

    static Optional<HttpResponse> check(String kind, String name, List<String> known) {
        return known.contains(name) ? Optional.empty() : Optional.of(refusal(kind, name, known));
    }

    static HttpResponse refusal(String kind, String name, List<String> known) {
        var remedy = Nearest.to(name, known)
                .map("did you mean %s?"::formatted)
                .orElseGet(() -> "there are: %s".formatted(String.join(", ", known)));
        return Replies.problem(
                StatusCodes.NOT_FOUND, "the system definition has no %s \"%s\"".formatted(kind, name), remedy);
    }
}
