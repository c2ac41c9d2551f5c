package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;

import io.github.batonha.actors.access.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;

/** Routes of orders: the body is JSON, and its client still waits. */
final class OrderBody {
    private OrderBody() {}

    /** Carries out the order of a body. */
    interface Reader {
        CompletionStage<HttpResponse> answer(String body, Caller caller) throws RequestBody.Unreadable;
    }

    static Route route(Reader reader) {
        return Directives.extractRequest(request -> BodyType.refusal(request)
                .map(Directives::complete)
                .orElseGet(() -> Directives.entity(
                        Unmarshaller.entityToString(),
                        body -> completeWithFuture(OrderCheck.refusal(request, System::nanoTime)
                                .thenCompose(refusal -> refusal.<CompletionStage<HttpResponse>>map(
                                                CompletableFuture::completedFuture)
                                        .orElseGet(() -> answer(reader, body, Access.caller(request))))))));
    }

    private static CompletionStage<HttpResponse> answer(Reader reader, String body, Caller caller) {
        try {
            return reader.answer(body, caller);
        } catch (RequestBody.Unreadable e) {
            return CompletableFuture.completedFuture(Replies.problem(
                    StatusCodes.BAD_REQUEST, e.reason(), "send one JSON object of the documented fields"));
        }
    }
}
