package io.github.batonha.conf.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The changes of another revision that an agent takes up only when it starts. Pure. */
public final class AgentChanges {

    /**
     * One change.
     *
     * @param text names the item, key or host, for people
     */
    public record AgentChange(Kind kind, String text) {}

    /** Hosts count for the primary before the agent starts again: from its next change on. */
    public enum Kind {
        HOST_ADDED,
        HOST_REMOVED,
        OTHER;

        public boolean changesHosts() {
            return switch (this) {
                case HOST_ADDED, HOST_REMOVED -> true;
                case OTHER -> false;
            };
        }
    }

    private final List<AgentChange> changes = new ArrayList<>();

    private AgentChanges() {}

    /** Items of the own host first, then other hosts, then settings. */
    public static List<AgentChange> between(NodeDefinition now, NodeDefinition next) {
        var found = new AgentChanges();
        found.host(now.self(), next.self());
        found.hosts(now, next);
        found.health(now.health(), next.health());
        found.note("PrimaryIfSingleNode", now.primaryIfSingleNode(), next.primaryIfSingleNode());
        found.settings(now.settings(), next.settings());
        return List.copyOf(found.changes);
    }

    private void note(String name, Object now, Object next) {
        if (!Objects.equals(now, next)) {
            changes.add(new AgentChange(Kind.OTHER, name));
        }
    }

    private void host(HostDefinition now, HostDefinition next) {
        note("Address", now.address(), next.address());
        note("ClusterPort", now.clusterPort(), next.clusterPort());
        note("ManagementPort", now.httpPort(), next.httpPort());
    }

    private void hosts(NodeDefinition now, NodeDefinition next) {
        var before = byName(now);
        var after = byName(next);
        var self = now.self().name();
        after.forEach((name, host) -> {
            var known = before.get(name);
            if (known == null) {
                changes.add(new AgentChange(Kind.HOST_ADDED, "host %s, which is new".formatted(name)));
            } else if (!known.equals(host)
                    && (!name.equals(self) || !known.fence().equals(host.fence()))) {
                changes.add(new AgentChange(Kind.OTHER, "what is said of host " + name));
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name ->
                        changes.add(new AgentChange(Kind.HOST_REMOVED, "host %s, which is gone".formatted(name))));
    }

    private static Map<String, HostDefinition> byName(NodeDefinition definition) {
        var byName = new HashMap<String, HostDefinition>();
        definition.hosts().forEach(host -> byName.put(host.name(), host));
        return byName;
    }

    private void health(HealthDefinition now, HealthDefinition next) {
        note("HealthPort", now.port(), next.port());
        note("AgentCheckPort", now.agentCheckPort(), next.agentCheckPort());
        note("BalancerWeight", now.weight(), next.weight());
    }

    private void settings(AgentSettings now, AgentSettings next) {
        note("baton.primary.agent-loss-grace", now.agentLossGrace(), next.agentLossGrace());
        note("baton.primary.margin", now.margin(), next.margin());
        note("baton.primary.resume", now.resume(), next.resume());
        note("baton.primary.guard", now.guard(), next.guard());
        note("baton.primary.database", now.database(), next.database());
        note("baton.primary.answer-within", now.answerWithin(), next.answerWithin());
        note("baton.primary.standby-wait", now.standbyWait(), next.standbyWait());
        note(
                "baton.process.restarts-per-second",
                now.restarts().perSecond(),
                next.restarts().perSecond());
        note(
                "baton.process.parallel-starts",
                now.restarts().parallelStarts(),
                next.restarts().parallelStarts());
        note("baton.view.heartbeat-every", now.heartbeatEvery(), next.heartbeatEvery());
        note("baton.view.down-after", now.downAfter(), next.downAfter());
        note("baton.sessions", now.sessions(), next.sessions());
        note("baton.logs, LogArchivingEnabled", now.logs(), next.logs());
        note(
                "baton.health.stale-after",
                now.health().staleAfter(),
                next.health().staleAfter());
        note("baton.audit.rotate-at-mib", now.auditRotateAtMib(), next.auditRotateAtMib());
        note("baton.access", now.access(), next.access());
        note("baton.http", now.http(), next.http());
        note("baton.events.syslog", now.syslog(), next.syslog());
        note("baton.metrics.push", now.metricsPush(), next.metricsPush());
        note("baton.cluster.tls", now.clusterTls(), next.clusterTls());
        note("baton.drain.settle", now.health().settle(), next.health().settle());
    }
}
