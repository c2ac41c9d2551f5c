package io.github.batonha.actors.http;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** The content types that a body may have. A form of a web page can't send JSON, so no page can give an order through a browser. */
final class BodyType {
    private static final String JSON = "application/json";

    private BodyType() {}

    /** The refusal of a body that is not said to be JSON or one of {@code others}; empty where there is no body. */
    static Optional<HttpResponse> refusal(HttpRequest request, String... others) {
        if (request.entity().isKnownEmpty() || isSaid(request, JSON)) {
            return Optional.empty();
        }
        return Stream.of(others).anyMatch(other -> isSaid(request, other))
                ? Optional.empty()
                : Optional.of(refused(request));
    }

    static boolean isSaid(HttpRequest request, String type) {
        var said = request.entity().getContentType().mediaType();
        return type.equalsIgnoreCase("%s/%s".formatted(said.mainType(), said.subType()));
    }

    private static HttpResponse refused(HttpRequest request) {
        var type = request.entity().getContentType();
        return Replies.problem(
                StatusCodes.UNSUPPORTED_MEDIA_TYPE,
                type.equals(ContentTypes.NO_CONTENT_TYPE)
                        ? "the request does not name the type of its body"
                        : "the body is of type %s".formatted(type),
                "send JSON, and say so: \"Content-Type: application/json\"");
    }
}
