package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.batonha.actors.api.Problem;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.util.ByteString;

/** Answers in the forms that the API has: JSON of its records, and problems. Pure; any thread. */
final class Replies {
    /** Components of records and nothing else: a convenience like {@code isFinal()} is no field of the API. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    static final ContentType NDJSON = MediaTypes.customWithFixedCharset(
                    "application", "x-ndjson", HttpCharsets.UTF_8, Map.of(), false)
            .toContentType();
    private static final ContentType PROBLEM = MediaTypes.customWithFixedCharset(
                    "application", "problem+json", HttpCharsets.UTF_8, Map.of(), false)
            .toContentType();

    private Replies() {}

    static HttpResponse json(Object value) {
        return json(StatusCodes.OK, value);
    }

    static HttpResponse json(StatusCode status, Object value) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, bytes(value)));
    }

    /** The value as soon as it is there. */
    static Route route(CompletionStage<?> value) {
        return completeWithFuture(value.thenApply(Replies::json)
                .exceptionally(failure -> problem(
                        StatusCodes.SERVICE_UNAVAILABLE,
                        "the agent did not answer itself: %s".formatted(failure.getMessage()),
                        "try again; if it stays so, look into the agent's log")));
    }

    static ByteString line(Object value) {
        return bytes(value).concat(ByteString.fromString("\n"));
    }

    static HttpResponse problem(StatusCode status, String detail, String remedy) {
        return problem(
                status,
                new Problem("about:blank", status.reason(), status.intValue(), detail, remedy, List.of(), List.of()));
    }

    static HttpResponse problem(StatusCode status, Problem problem) {
        return HttpResponse.create().withStatus(status).withEntity(HttpEntities.create(PROBLEM, bytes(problem)));
    }

    private static ByteString bytes(Object value) {
        try {
            return ByteString.fromArrayUnsafe(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("can't write %s as JSON".formatted(value.getClass()), e);
        }
    }
}
