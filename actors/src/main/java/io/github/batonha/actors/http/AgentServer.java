package io.github.batonha.actors.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.IncomingConnection;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The agent's port: our routes and Pekko's, with {@link Connections} to see to it that nobody takes it away from the others. */
public final class AgentServer {
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(5);
    /** So that browsers and proxies keep no answer, and take none for a page. */
    private static final List<HttpHeader> FOR_BROWSERS = List.of(
            RawHeader.create("Cache-Control", "no-store"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

    private static final int BACKLOG_OF_REQUESTS = 1;

    private final ActorSystem<?> system;
    private final Materializer materializer;
    private final Flow<HttpRequest, HttpResponse, NotUsed> handler;
    private final LongSupplier monotonicNanos;
    private final Connections connections = new Connections();
    private final AtomicBoolean isSweeping = new AtomicBoolean();

    private AgentServer(ActorSystem<?> system, Route routes, LongSupplier monotonicNanos) {
        this.system = system;
        this.materializer = SystemMaterializer.get(system).materializer();
        var answer = UnknownPaths.refuse(routes).handler(system);
        this.handler =
                Flow.of(HttpRequest.class).mapAsync(BACKLOG_OF_REQUESTS, RequestReader.before(answer, materializer));
        this.monotonicNanos = monotonicNanos;
    }

    /** Listens as soon as the stage is complete, until the ActorSystem ends. */
    public static CompletionStage<ServerBinding> open(
            ActorSystem<?> system, String host, int port, LongSupplier monotonicNanos) {
        var routes = PekkoManagement.get(system).getRoutes();
        var api = ApiWiring.of((ExtendedActorSystem) Adapter.toClassic(system));
        return open(system, host, port, AgentRoutes.guarded(api, routes), monotonicNanos);
    }

    static CompletionStage<ServerBinding> open(
            ActorSystem<?> system, String host, int port, Route routes, LongSupplier monotonicNanos) {
        try {
            var server = new AgentServer(system, routes, monotonicNanos);
            return Http.get(system)
                    .newServerAt(host, port)
                    .connectionSource()
                    .to(Sink.foreach(server::take))
                    .run(server.materializer);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void take(IncomingConnection incoming) {
        var address = incoming.remoteAddress().getAddress();
        var isHere = address.isLoopbackAddress()
                || address.equals(incoming.localAddress().getAddress());
        var end = KillSwitches.shared("connection");
        var taken = connections.take(address, isHere, end::shutdown, monotonicNanos.getAsLong());
        incoming.handleWith(
                taken.map(connection -> flow(connection, end))
                        .orElseGet(() -> Flow.fromSinkAndSource(Sink.cancelled(), Source.empty())),
                materializer);
        sweepLater();
    }

    private Flow<HttpRequest, HttpResponse, NotUsed> flow(Connections.Connection connection, SharedKillSwitch end) {
        return Flow.of(HttpRequest.class)
                .via(end.flow())
                .map(request -> {
                    connection.asked();
                    return request;
                })
                .via(handler)
                .map(response -> observed(response, connection))
                .watchTermination((_, done) -> {
                    done.whenComplete((_, _) -> connection.closed());
                    return NotUsed.getInstance();
                });
    }

    /** An answer that is a stream, as a log that is followed, is under way until its end. */
    private HttpResponse observed(HttpResponse response, Connections.Connection connection) {
        var guarded = response.addHeaders(FOR_BROWSERS);
        if (response.entity().isStrict()) {
            connection.answered(monotonicNanos.getAsLong());
            return guarded;
        }
        return guarded.transformEntityDataBytes(Flow.of(ByteString.class)
                .watchTermination(Keep.right())
                .mapMaterializedValue(done -> {
                    done.whenComplete((_, _) -> connection.answered(monotonicNanos.getAsLong()));
                    return NotUsed.getInstance();
                }));
    }

    /** As long as anybody is connected. */
    private void sweepLater() {
        if (isSweeping.compareAndSet(false, true)) {
            system.scheduler().scheduleOnce(SWEEP_EVERY, this::sweep, system.executionContext());
        }
    }

    private void sweep() {
        isSweeping.set(false);
        if (connections.sweep(monotonicNanos.getAsLong())) {
            sweepLater();
        }
    }
}
