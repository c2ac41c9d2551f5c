package io.github.batonha.actors.http;

import io.github.batonha.actors.api.NotAfter;
import io.github.batonha.supervision.os.TcpConnections;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an order is still meant. The agent may have stood still (the host was suspended, the machine overloaded) since it was sent: one
 * whose client has gone away, or whose time has passed, is not carried out.
 */
final class OrderCheck {

    private static final Logger LOG = LoggerFactory.getLogger(OrderCheck.class);

    private OrderCheck() {}

    /** Why it is not carried out; empty where it is. */
    static CompletionStage<Optional<HttpResponse>> refusal(HttpRequest request, LongSupplier nanos) {
        var isLate = request.getHeader(NotAfter.HEADER)
                .map(HttpHeader::value)
                .filter(value -> NotAfter.hasPassed(value, nanos.getAsLong()))
                .isPresent();
        if (isLate) {
            return CompletableFuture.completedFuture(
                    Optional.of(refused(request, "its time had passed when the agent came to it")));
        }
        return CompletableFuture.supplyAsync(
                () -> hasGone(request)
                        ? Optional.of(refused(request, "its client had gone away when the agent came to it"))
                        : Optional.empty(),
                Thread::startVirtualThread);
    }

    private static boolean hasGone(HttpRequest request) {
        var client = request.getAttribute(AttributeKeys.remoteAddress);
        if (client.isEmpty()) {
            return false;
        }
        try {
            return !TcpConnections.read().isOpenTo(client.get().getPort());
        } catch (IOException e) {
            LOG.debug("Could not look whether the client of an order is still there", e);
            return false;
        }
    }

    private static HttpResponse refused(HttpRequest request, String why) {
        LOG.warn("Did not carry out the order {}: {}", request.getUri().path(), why);
        return Replies.problem(
                StatusCodes.REQUEST_TIMEOUT,
                "the order was not carried out: " + why,
                "give it again if it is still meant");
    }
}
