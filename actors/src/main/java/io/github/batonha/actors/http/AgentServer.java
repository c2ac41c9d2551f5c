package io.github.batonha.actors.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.TLSClosing;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLS;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/** The agent's port: our routes and Pekko's, with {@link Connections} to see to it that nobody takes it away from the others. */
public final class AgentServer {
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(5);
    /** A header of every answer that a route has given. */
    static final String MARK = "X-Content-Type-Options";
    /** So that browsers and proxies keep no answer, and take none for a page. A route that has its own of them keeps that. */
    private static final List<HttpHeader> FOR_BROWSERS = List.of(
            RawHeader.create("Cache-Control", "no-store"),
            RawHeader.create(MARK, "nosniff"),
            RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

    private static final HttpHeader ONLY_BY_TLS = RawHeader.create("Strict-Transport-Security", "max-age=31536000");

    /** A log that is followed may be silent for long. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    private static final int BACKLOG_OF_REQUESTS = 1;

    /** Less than the phase of the shutdown has in {@code agent.conf}. */
    private static final Duration ORDERS_DONE_WITHIN = Duration.ofSeconds(8);
    /** The last of an answer was handed over, and is on its way to the socket, which the end of an ActorSystem resets. */
    private static final Duration ANSWER_SENT_WITHIN = Duration.ofMillis(500);

    private final ActorSystem<?> system;
    private final Materializer materializer;
    private final ServerSettings settings;
    private final BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> encryption;
    private final Flow<HttpRequest, HttpResponse, NotUsed> handler;
    private final List<HttpHeader> headers;
    private final LongSupplier monotonicNanos;
    private final Connections connections = new Connections();
    private final AtomicBoolean isSweeping = new AtomicBoolean();

    private AgentServer(
            ActorSystem<?> system, Route routes, Optional<Supplier<SSLEngine>> tls, LongSupplier monotonicNanos) {
        this.system = system;
        this.settings = ServerSettings.create(Adapter.toClassic(system));
        this.materializer = SystemMaterializer.get(system).materializer();
        var answer = UnknownPaths.refuse(routes).handler(system);
        this.handler =
                Flow.of(HttpRequest.class).mapAsync(BACKLOG_OF_REQUESTS, RequestReader.before(answer, materializer));
        this.encryption =
                tls.map(engines -> TLS.create(engines, TLSClosing.eagerClose())).orElseGet(AgentServer::none);
        this.headers = tls.isPresent()
                ? Stream.concat(FOR_BROWSERS.stream(), Stream.of(ONLY_BY_TLS)).toList()
                : FOR_BROWSERS;
        this.monotonicNanos = monotonicNanos;
    }

    /**
     * Listens as soon as the stage is complete, until the ActorSystem ends.
     *
     * @param tls makes the server's end of each connection; empty where HTTP is plain
     */
    public static CompletionStage<Tcp.ServerBinding> open(
            ActorSystem<?> system,
            String host,
            int port,
            Optional<Supplier<SSLEngine>> tls,
            LongSupplier monotonicNanos) {
        var routes = PekkoManagement.get(system).getRoutes();
        var api = ApiWiring.of((ExtendedActorSystem) Adapter.toClassic(system));
        return open(system, host, port, AgentRoutes.guarded(api, routes), tls, monotonicNanos);
    }

    static CompletionStage<Tcp.ServerBinding> open(
            ActorSystem<?> system,
            String host,
            int port,
            Route routes,
            Optional<Supplier<SSLEngine>> tls,
            LongSupplier monotonicNanos) {
        try {
            var server = new AgentServer(system, routes, tls, monotonicNanos);
            CoordinatedShutdown.get(Adapter.toClassic(system))
                    .addTask(CoordinatedShutdown.PhaseServiceRequestsDone(), "finish-orders", server::ordersDone);
            return Tcp.get(system)
                    .bind(
                            host,
                            port,
                            server.settings.getBacklog(),
                            server.settings.getSocketOptions(),
                            false,
                            Optional.of(LONGEST_SILENCE))
                    .to(Sink.foreach(server::take))
                    .run(server.materializer);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> none() {
        return BidiFlow.<SslTlsOutbound, SslTlsOutbound, SessionBytes, SslTlsInbound>fromFunctions(out -> out, in -> in)
                .atop(TLSPlacebo.getInstance());
    }

    private void take(Tcp.IncomingConnection incoming) {
        var address = incoming.remoteAddress().getAddress();
        var isHere = address.isLoopbackAddress()
                || address.equals(incoming.localAddress().getAddress());
        var end = KillSwitches.shared("connection");
        var taken = connections.take(address, isHere, end::shutdown, monotonicNanos.getAsLong());
        incoming.handleWith(
                taken.map(connection -> bytes(incoming.remoteAddress(), connection, end))
                        .orElseGet(() -> Flow.fromSinkAndSource(Sink.cancelled(), Source.empty())),
                materializer);
        sweepLater();
    }

    /** The switch and the count are below TLS, so they also hold for a client that never ends its handshake. */
    private Flow<ByteString, ByteString, NotUsed> bytes(
            InetSocketAddress client, Connections.Connection connection, SharedKillSwitch end) {
        var http = Http.get(system)
                .serverLayer(settings, Optional.of(client))
                .atop(RefusedRequest.answers(connection::isIdle))
                .atop(encryption)
                .reversed()
                .join(requests(connection));
        return Flow.of(ByteString.class)
                .watchTermination(Keep.right())
                .via(end.flow())
                .via(http)
                .via(end.flow())
                .watchTermination((read, written) -> {
                    written.runAfterBoth(read, connection::closed);
                    return NotUsed.getInstance();
                });
    }

    private Flow<HttpRequest, HttpResponse, NotUsed> requests(Connections.Connection connection) {
        return Flow.of(HttpRequest.class)
                .map(request -> {
                    connection.asked(!request.method().isSafe());
                    return request;
                })
                .via(handler)
                .map(response -> observed(response, connection));
    }

    /** An answer that is a stream, as a log that is followed, is under way until its end. */
    private HttpResponse observed(HttpResponse response, Connections.Connection connection) {
        var guarded = response.addHeaders(headers.stream()
                .filter(header -> response.getHeader(header.name()).isEmpty())
                .toList());
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

    /** Who gave an order hears how it went, also where this ActorSystem is about to start again. What only shows is cut off. */
    private CompletionStage<Done> ordersDone() {
        var done = connections.noOrders().toCompletableFuture();
        if (done.isDone()) {
            return done;
        }
        var sent = CompletableFuture.delayedExecutor(ANSWER_SENT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        return done.thenApplyAsync(end -> end, sent)
                .completeOnTimeout(Done.getInstance(), ORDERS_DONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
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
