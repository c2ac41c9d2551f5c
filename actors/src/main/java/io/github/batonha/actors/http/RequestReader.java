package io.github.batonha.actors.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.javadsl.AsPublisher;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Reads a request to its end before the answer is sent, also where the answer needs no body or refuses it. An answer given earlier closes the connection
 * while bytes are unread. That resets the connection, and the client may never see the answer.
 */
final class RequestReader {
    /** What a body may have where its route says nothing else. */
    static final long LARGEST_BODY = 64 << 10;
    /** What is read beyond that for a client that goes on to send; then the connection is closed. */
    static final long MOST_DROPPED = 16 << 20;

    static final Duration DROPPED_WITHIN = Duration.ofSeconds(10);

    private RequestReader() {}

    static Function<HttpRequest, CompletionStage<HttpResponse>> before(
            Function<HttpRequest, CompletionStage<HttpResponse>> answer, Materializer materializer) {
        return request -> {
            if (request.entity().isStrict()) {
                return answer.apply(limited(request));
            }
            var body = new Body();
            // Run apart: a route's limit on the size would else count for what is read here, too.
            var bytes = request.entity()
                    .withoutSizeLimit()
                    .getDataBytes()
                    .via(body)
                    .runWith(Sink.asPublisher(AsPublisher.WITHOUT_FANOUT), materializer);
            var read = Source.fromPublisher(bytes);
            return answer.apply(limited(request.withEntity(entity(request, read))))
                    .thenCompose(response -> {
                        read.runWith(Sink.cancelled(), materializer); // only where nobody has begun to read
                        return body.ended
                                .completeOnTimeout(true, DROPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                                .thenApply(_ -> response);
                    });
        };
    }

    /** Of the same kind: HTTP/1.0 has no chunks. */
    private static RequestEntity entity(HttpRequest request, Source<ByteString, ?> read) {
        var type = request.entity().getContentType();
        var length = request.entity().getContentLengthOption();
        return length.isPresent()
                ? HttpEntities.create(type, length.getAsLong(), read)
                : HttpEntities.createChunked(type, read);
    }

    private static HttpRequest limited(HttpRequest request) {
        return request.withEntity((RequestEntity) request.entity().withSizeLimit(LARGEST_BODY));
    }

    /** Passes bytes on as long as they are wanted, then drops them. */
    private static final class Body extends GraphStage<FlowShape<ByteString, ByteString>> {
        private final Inlet<ByteString> in = Inlet.create("body.in");
        private final Outlet<ByteString> out = Outlet.create("body.out");
        private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
        final CompletableFuture<Boolean> ended = new CompletableFuture<>();

        @Override
        public FlowShape<ByteString, ByteString> shape() {
            return shape;
        }

        @Override
        public GraphStageLogic createLogic(Attributes attributes) {
            return new Logic();
        }

        private final class Logic extends GraphStageLogic {
            private long dropped;

            Logic() {
                super(shape);
                setHandler(in, new AbstractInHandler() {
                    @Override
                    public void onPush() {
                        passOrDrop(grab(in));
                    }
                });
                setHandler(out, new AbstractOutHandler() {
                    @Override
                    public void onPull() {
                        pull(in);
                    }

                    @Override
                    public void onDownstreamFinish(Throwable cause) {
                        if (!isClosed(in) && !hasBeenPulled(in)) {
                            pull(in);
                        }
                    }
                });
            }

            private void passOrDrop(ByteString bytes) {
                if (!isClosed(out)) {
                    push(out, bytes);
                    return;
                }
                dropped += bytes.size();
                if (dropped > MOST_DROPPED) {
                    completeStage();
                } else {
                    pull(in);
                }
            }

            @Override
            public void postStop() {
                ended.complete(true);
            }
        }
    }
}
