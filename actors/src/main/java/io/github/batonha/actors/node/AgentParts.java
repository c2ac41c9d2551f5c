package io.github.batonha.actors.node;

import io.github.batonha.actors.access.Identities;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.drain.DrainResources;
import io.github.batonha.actors.events.EventLog;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.health.HealthBoard;
import io.github.batonha.actors.metrics.Observer;
import io.github.batonha.actors.primary.PrimaryResources;
import io.github.batonha.actors.sessions.SessionsResources;
import io.github.batonha.actors.tokens.TokenStore;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.logs.LogKeeper;
import io.github.batonha.supervision.os.ServiceManager;
import io.github.batonha.supervision.run.RestartStore;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.WantedStore;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives as long as the agent, through any number of actor systems.
 *
 * @param installed reads what was installed last; blocks
 */
record AgentParts(
        CurrentDefinition current,
        Supplier<NodeDefinition> installed,
        BatonHome home,
        RunTable runs,
        WantedStore wanted,
        RestartStore restartStore,
        PrimaryResources primary,
        SessionsResources sessions,
        DrainResources drain,
        HealthBoard health,
        Observer observer,
        EventLog events,
        LogKeeper logs,
        Identities identities,
        TokenStore tokens,
        AuditLog audit,
        ClusterPort clusterPort,
        HttpPort http,
        Clocks clocks,
        LongSupplier monotonicNanos,
        ServiceManager service,
        Instant startedAt) {

    private static final Logger LOG = LoggerFactory.getLogger(AgentParts.class);

    NodeDefinition definition() {
        return current.get();
    }

    InstantSource clock() {
        return clocks.wall();
    }

    String node() {
        return definition().self().name();
    }

    /** What there is to say of the logs and the limits of a process, often nothing. */
    String trouble(String process) {
        return Stream.of(logs.trouble(process), runs.groups().trouble(process))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** All of the definition but this one. */
    List<String> otherHosts() {
        return definition().hosts().stream()
                .map(HostDefinition::name)
                .filter(host -> !host.equals(node()))
                .toList();
    }

    Path directory() {
        return home.run(node());
    }

    Closeable openLoginSocket() {
        return LoginSocket.open(
                directory(), http.address(), definition().settings().access(), identities.logins(), http::obstacle);
    }

    /** What operators of all nodes are to see of this one; empty where there is nothing. Any thread. */
    String warning() {
        return Stream.of(http.shown(), sessions.shown(), clusterPort.shown(), audit.shown())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Messages of somebody who does not belong here are refused, and an operator has to do something about it. Any thread. */
    void refused(String why) {
        LOG.error(why);
        events.tell(new NodeEvent.Trouble(why));
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return "AgentParts[node=%s]".formatted(node());
    }
}
