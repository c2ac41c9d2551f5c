package io.github.batonha.actors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.audit.Act;
import io.github.batonha.actors.audit.AuditLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Complete;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.server.RouteResult;
import org.apache.pekko.http.javadsl.server.RouteResults;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts orders on record before they are carried out, with their outcomes, and refusals. */
final class Recording {

    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passphrase|secret|token|key).*");
    private static final int MOST_BODY = 64 << 10;

    private final AuditLog audit;

    Recording(AuditLog audit) {
        this.audit = audit;
    }

    /** Carries the order out as soon as it is on the disk; where that fails, answers 503 and does nothing. */
    Route order(HttpRequest request, Caller caller, Supplier<Route> routes) {
        return Directives.entity(
                Unmarshaller.entityToByteString(),
                body -> order(
                        act(request, caller, detail(body)),
                        () -> Directives.mapRequest(
                                asked -> asked.withEntity(
                                        HttpEntities.create(request.entity().getContentType(), body)),
                                routes)));
    }

    private Route order(Act act, Supplier<Route> routes) {
        return Directives.onComplete(
                () -> recorded(act),
                number -> number.isSuccess()
                        ? Directives.mapRouteResult(result -> observed(result, number.get(), act), routes)
                        : Directives.complete(named(unrecorded(number.failed().get()), act)));
    }

    /** Answers the refusal, which is recorded meanwhile, with what is to be known of it besides. */
    HttpResponse refused(HttpRequest request, Caller caller, HttpResponse refusal, String detail) {
        var act = act(request, caller, detail);
        later(() -> audit.refused(act, refusal.status().intValue()));
        return named(refusal, act);
    }

    private static Act act(HttpRequest request, Caller caller, String detail) {
        var id = request.getHeader(REQUEST_ID)
                .map(HttpHeader::value)
                .filter(value -> WELL_FORMED.matcher(value).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
        return new Act(
                caller.name(),
                caller.role().word(),
                caller.from(),
                "%s %s".formatted(request.method().value(), request.getUri().path()),
                detail,
                id);
    }

    private CompletionStage<Long> recorded(Act act) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return audit.before(act);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private static void later(Runnable work) {
        var _ = Thread.startVirtualThread(work);
    }

    private static HttpResponse named(HttpResponse response, Act act) {
        return response.addHeader(RawHeader.create(REQUEST_ID, act.request()));
    }

    private HttpResponse unrecorded(Throwable failure) {
        LOG.error("Refused an order that can't be put on record: {}", failure.toString());
        return Replies.problem(
                StatusCodes.SERVICE_UNAVAILABLE,
                "nothing was done, because the order can't be put on record: %s".formatted(audit.shown()),
                "make audit.jsonl writable, or free space on its disk; then give the order again");
    }

    private RouteResult observed(RouteResult result, long number, Act act) {
        if (result instanceof Complete complete) {
            return RouteResults.complete(named(observed(complete.getResponse(), number, act), act));
        }
        later(() -> audit.after(number, act, "rejected", "the request was malformed"));
        return result;
    }

    private HttpResponse observed(HttpResponse response, long number, Act act) {
        if (response.entity() instanceof HttpEntity.Strict strict) {
            var text = strict.getData().utf8String();
            later(() ->
                    audit.after(number, act, Integer.toString(response.status().intValue()), problem(text)));
            return response;
        }
        var lines = new OutcomeOfLines();
        return response.transformEntityDataBytes(Flow.of(ByteString.class)
                .map(line -> {
                    lines.take(line.utf8String());
                    return line;
                })
                .watchTermination(Keep.right())
                .mapMaterializedValue(done -> {
                    done.whenComplete((_, _) -> later(() -> audit.after(number, act, lines.result(), lines.text())));
                    return NotUsed.getInstance();
                }));
    }

    /** The detail of a problem; nothing of an answer that holds what was asked for. */
    private static String problem(String body) {
        try {
            return Replies.MAPPER.readTree(body).path("detail").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** The fields of the body, as they were sent. */
    private static String detail(ByteString bytes) {
        if (bytes.isEmpty()) {
            return "";
        }
        try {
            if (bytes.size() <= MOST_BODY && Replies.MAPPER.readTree(bytes.utf8String()) instanceof ObjectNode fields) {
                mask(fields);
                return fields.toString();
            }
        } catch (JsonProcessingException e) {
            LOG.debug("A body that is not JSON", e);
        }
        return "%d bytes that are no JSON object, or too many".formatted(bytes.size());
    }

    private static void mask(JsonNode node) {
        if (node instanceof ObjectNode fields) {
            fields.properties().forEach(field -> {
                if (SECRET.matcher(field.getKey()).matches()) {
                    field.setValue(fields.textNode("masked"));
                }
            });
        }
        node.forEach(Recording::mask);
    }
}
