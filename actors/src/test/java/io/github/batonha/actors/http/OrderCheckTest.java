package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.NotAfter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;

/** What the agent came to late is not carried out. */
class OrderCheckTest {

    @Test
    void givenAClient_whenItHasGone_thenItsOrderIsRefused() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort());
                var accepted = server.accept()) {
            var order = HttpRequest.POST("/api/v1/operations")
                    .addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create((InetSocketAddress)
                            accepted.getRemoteSocketAddress()));
            assertThat(refusal(order, 0)).isEmpty();

            client.shutdownOutput(); // as the kernel does for one that ends
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);

            assertThat(refusal(order, 0))
                    .map(answer -> answer.status().intValue())
                    .contains(408);
        }
    }

    @Test
    void givenATimeToBegin_whenItHasPassed_thenTheOrderIsRefused() throws Exception {
        var order = HttpRequest.POST("/api/v1/operations")
                .addHeader(RawHeader.create(NotAfter.HEADER, NotAfter.in(Duration.ofSeconds(60), 0)));

        assertThat(refusal(order, Duration.ofSeconds(59).toNanos())).isEmpty();
        assertThat(refusal(order, Duration.ofSeconds(61).toNanos())).isPresent();
    }

    @Test
    void givenATimeOfAnotherBoot_whenAsked_thenItSaysNothing() throws Exception {
        var order = HttpRequest.POST("/api/v1/operations").addHeader(RawHeader.create(NotAfter.HEADER, "another 1"));

        assertThat(refusal(order, Long.MAX_VALUE / 2)).isEmpty();
    }

    private static Optional<HttpResponse> refusal(HttpRequest order, long now) throws Exception {
        return OrderCheck.refusal(order, () -> now).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
