package baton.actors.node;

import baton.actors.drain.DrainResources;
import baton.actors.events.EventLog;
import baton.actors.events.NodeEvent;
import baton.actors.health.HealthBoard;
import baton.actors.primary.PrimaryResources;
import baton.actors.sessions.SessionsResources;
import baton.conf.BatonHome;
import baton.conf.CurrentDefinition;
import baton.conf.NodeDefinition;
import baton.supervision.clock.Clocks;
import baton.supervision.logs.LogKeeper;
import baton.supervision.run.PastStore;
import baton.supervision.run.RunTable;
import baton.supervision.run.WantedStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
        PastStore pasts,
        PrimaryResources primary,
        SessionsResources sessions,
        DrainResources drain,
        HealthBoard health,
        EventLog events,
        LogKeeper logs,
        String token,
        Clocks clocks,
        LongSupplier monotonicNanos,
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

    Path directory() {
        return home.run(node());
    }

    /** Messages of somebody who does not belong here are refused, and an operator has to do something about it. Any thread. */
    void refused(String why) {
        LOG.error(why);
        events.tell(new NodeEvent.Trouble(why));
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "AgentParts[node=%s]".formatted(node());
    }
}
