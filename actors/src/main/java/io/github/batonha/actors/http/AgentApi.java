package io.github.batonha.actors.http;

import io.github.batonha.actors.access.Identities;
import io.github.batonha.actors.api.AotCaches;
import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.events.EventsActor;
import io.github.batonha.actors.health.HealthBoard;
import io.github.batonha.actors.logs.Logs;
import io.github.batonha.actors.metrics.Observer;
import io.github.batonha.actors.metrics.ProbeReports;
import io.github.batonha.actors.operations.Operations;
import io.github.batonha.actors.push.HomeFilesActor;
import io.github.batonha.actors.sessions.SessionAccess;
import io.github.batonha.actors.sessions.SessionsStatus;
import io.github.batonha.actors.tokens.TokensActor;
import io.github.batonha.actors.usage.Usages;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.run.Resources;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What the routes are served from.
 *
 * @param logs opens the logs of all nodes
 * @param events hands on the events of all nodes
 * @param usage tells what processes took, on all nodes
 * @param probes tells what probes saw last, on all nodes
 * @param identities by which callers are known
 * @param audit where orders are put on record before they are carried out
 * @param blocking where files are read
 * @param tokens makes and revokes tokens
 * @param health the answers to health checks
 * @param resources what runs take, by process; blocks
 * @param aotCaches the AOT caches of this node; blocks
 * @param sessionsStatus the session store of a host in figures; fails where it does not answer
 * @param home where revisions are kept
 * @param observer what metrics are made of
 * @param files tells of the files of all homes, and pushes them
 */
public record AgentApi(
        ActorSystem<?> system,
        CurrentDefinition current,
        ActorRef<Logs.Command> logs,
        Identities identities,
        AuditLog audit,
        Executor blocking,
        ActorRef<ClusterView.Command> view,
        ActorRef<Operations.Command> operations,
        ActorRef<EventsActor.Command> events,
        ActorRef<Usages.Command> usage,
        ActorRef<ProbeReports.Command> probes,
        InstantSource clock,
        Supplier<CompletionStage<List<ProcessDetail>>> details,
        Supplier<Map<String, Resources>> resources,
        Supplier<AotCaches> aotCaches,
        Supplier<CompletionStage<List<HistoryEntry>>> history,
        SessionAccess sessions,
        Function<String, CompletionStage<SessionsStatus>> sessionsStatus,
        BatonHome home,
        ActorRef<TokensActor.Command> tokens,
        HealthBoard health,
        Observer observer,
        ActorRef<HomeFilesActor.Command> files) {

    public CompletionStage<SessionsStatus> ownSessions() {
        return sessionsStatus.apply(definition().self().name());
    }

    NodeDefinition definition() {
        return current.get();
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return "AgentApi[node=%s]".formatted(definition().self().name());
    }
}
