package io.github.batonha.actors.node;

import io.github.batonha.actors.access.CertificateUsers;
import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.http.AgentServer;
import io.github.batonha.actors.tls.ClusterTls;
import io.github.batonha.conf.certificates.HttpSecurity;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Reachability;
import io.github.batonha.supervision.os.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.dispatch.ExecutionContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of the routes, for as long as the agent lives. Where somebody else has it, the agent works without HTTP and tries again
 * until it is free. {@code agent.json} is there while it is served, so that no client turns to somebody else. Any thread.
 */
final class HttpPort {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final HostDefinition self;
    private final Path directory;
    private final AgentAddress address;
    private final Protection protection;
    private final Consumer<NodeEvent> events;
    private int turn;
    private volatile boolean isServing;
    private volatile String problem = "";

    private HttpPort(
            HostDefinition self,
            Path directory,
            AgentAddress address,
            Protection protection,
            Consumer<NodeEvent> events) {
        this.self = self;
        this.directory = directory;
        this.address = address;
        this.protection = protection;
        this.events = events;
    }

    /**
     * Of this process, whose folder is {@code run/NODE}.
     *
     * @param protection of all nodes
     */
    static HttpPort of(HostDefinition self, Path directory, Protection protection, Consumer<NodeEvent> events) {
        var url = "%s://%s:%d"
                .formatted(protection.tls().isPresent() ? "https" : "http", self.urlHost(), self.httpPort());
        var address = new AgentAddress(self.name(), url, ProcessHandle.current().pid());
        return new HttpPort(self, directory, address, protection, events);
    }

    Optional<ClusterTls> tls() {
        return protection.tls();
    }

    AgentAddress address() {
        return address;
    }

    /**
     * Serves by an ActorSystem, until {@link #end} is called.
     *
     * @param blocking where files and sockets may be waited for
     * @param open listens where the port is free
     * @return done once it is served; fails where the address could not be written then
     */
    CompletionStage<Void> serve(ActorSystem<?> system, Executor blocking, Supplier<? extends CompletionStage<?>> open) {
        var attempt = new Attempt(system, blocking, open, next());
        blocking.execute(() -> attempt.make(FIRST_PAUSE));
        return attempt.done;
    }

    /** As above, with the routes of the agent. */
    CompletionStage<Void> serve(ActorSystem<?> system, Executor blocking, LongSupplier monotonicNanos) {
        Optional<Supplier<SSLEngine>> engines = protection
                .tls()
                .map(tls -> () -> tls.httpEngine(protection.clients().isUsed()));
        return serve(
                system,
                blocking,
                () -> AgentServer.open(system, self.address(), self.httpPort(), engines, monotonicNanos));
    }

    private synchronized int next() {
        return ++turn;
    }

    /** No client is to come any more, for the port is about to be free for others. Blocks on a file. */
    synchronized void end() throws IOException {
        turn++;
        isServing = false;
        AddressFile.remove(directory);
    }

    /** What operators of all nodes are to see; empty where there is nothing. */
    String shown() {
        return problem.isEmpty() ? protection.risk() : problem;
    }

    /** Why no client gets a login now; empty where the port is served. */
    String obstacle() {
        if (isServing) {
            return "";
        }
        return problem.isEmpty() ? "the agent of %s does not serve HTTP yet".formatted(self.name()) : problem;
    }

    private synchronized void served(int ofTurn) {
        if (ofTurn != turn) {
            return;
        }
        LOG.info("Listening on {}", address.url());
        problem = "";
        isServing = true;
        AddressFile.write(directory, address, protection.tls().map(ClusterTls::authorities));
    }

    /** Says it once, until it was served again. */
    private synchronized void failed(int ofTurn, String why) {
        if (ofTurn != turn || !problem.isEmpty()) {
            return;
        }
        problem =
                "HTTP is not served, for %s:%d can't be bound (%s%s); tried again every %d s: end what else listens there"
                        .formatted(self.urlHost(), self.httpPort(), why, holder(), LONGEST_PAUSE.toSeconds());
        LOG.error("{}; processes go on, commands and sessions of this node do not", problem);
        events.accept(new NodeEvent.Trouble(problem));
    }

    private String holder() {
        return Listener.on(self.httpPort())
                .map(listener -> ": pid %d, %s".formatted(listener.pid(), listener.command()))
                .orElse("");
    }

    /**
     * How it is kept from those who are on the way to it.
     *
     * @param tls empty where HTTP is plain
     * @param risk that an operator took by a setting; empty where there is none
     * @param clients those that show a certificate
     */
    record Protection(Optional<ClusterTls> tls, String risk, CertificateUsers clients) {
        /** Nobody shows a certificate. */
        Protection(Optional<ClusterTls> tls, String risk) {
            this(tls, risk, CertificateUsers.NONE);
        }

        /**
         * Blocks on files and names.
         *
         * @throws AgentRefusal if there has to be one, and can't
         */
        static Protection of(NodeDefinition definition, BatonHome home, ClusterPort clusterPort) {
            return switch (HttpSecurity.of(definition, home, Reachability.ofThisMachine())) {
                case HttpSecurity.Tls() ->
                    new Protection(clusterPort.tls(), "", clients(definition, clusterPort.tls()));
                case HttpSecurity.Plain(var risk) -> {
                    if (!risk.isEmpty()) {
                        LOG.warn("HTTP is plain: {}", risk);
                    }
                    yield new Protection(Optional.empty(), risk);
                }
                case HttpSecurity.Refused(var why) -> throw new AgentRefusal(why);
            };
        }

        private static CertificateUsers clients(NodeDefinition definition, Optional<ClusterTls> tls) {
            var roles = definition.settings().http().clientCertificates();
            return tls.map(nodes -> new CertificateUsers(roles, nodes::client)).orElse(CertificateUsers.NONE);
        }
    }

    /** The way of one ActorSystem to the port. */
    private final class Attempt {
        private final ActorSystem<?> system;
        private final Executor blocking;
        private final Supplier<? extends CompletionStage<?>> open;
        private final int ofTurn;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Attempt(ActorSystem<?> system, Executor blocking, Supplier<? extends CompletionStage<?>> open, int ofTurn) {
            this.system = system;
            this.blocking = blocking;
            this.open = open;
            this.ofTurn = ofTurn;
        }

        /** Looks first, for Pekko logs each failure with its stack. */
        void make(Duration pause) {
            var obstacle = Ports.obstacle(self.address(), self.httpPort());
            if (obstacle.isPresent()) {
                again(pause, obstacle.get());
                return;
            }
            open.get()
                    .whenCompleteAsync(
                            (_, failure) -> {
                                if (failure == null) {
                                    finish();
                                } else {
                                    again(pause, String.valueOf(failure.getMessage()));
                                }
                            },
                            blocking);
        }

        private void finish() {
            try {
                served(ofTurn);
                done.complete(null);
            } catch (UncheckedIOException e) {
                done.completeExceptionally(e);
            }
        }

        private void again(Duration pause, String why) {
            failed(ofTurn, why);
            var next = pause.multipliedBy(2);
            var atMost = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
            try {
                system.scheduler().scheduleOnce(pause, () -> make(atMost), ExecutionContexts.fromExecutor(blocking));
            } catch (IllegalStateException e) {
                LOG.debug("The ActorSystem ends: the next one tries again", e);
            }
        }
    }
}
