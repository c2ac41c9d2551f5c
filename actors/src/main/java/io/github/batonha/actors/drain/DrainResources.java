package io.github.batonha.actors.drain;

import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.drain.Drain;
import io.github.batonha.supervision.drain.DrainEvent;
import io.github.batonha.supervision.drain.DrainFacts;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.supervision.drain.DrainState.Drained;
import io.github.batonha.supervision.drain.DrainState.Serving;
import io.github.batonha.supervision.drain.store.DrainStore;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.WantedStore;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far this node is drained, for as long as the agent lives. Read by any thread; changed by one actor at a time. */
public final class DrainResources {
    private static final Logger LOG = LoggerFactory.getLogger(DrainResources.class);

    private final DrainStore store;
    private volatile DrainState state;

    private DrainResources(DrainStore store, DrainState state) {
        this.store = store;
        this.state = state;
    }

    /**
     * Reads how far an earlier agent came, and keeps what a drain has stopped from being started with this one. Blocks.
     *
     * @param directory {@code run/NODE}
     */
    public static DrainResources open(
            Path directory, NodeDefinition definition, RunTable runs, WantedStore wanted, Clocks clocks)
            throws IOException {
        var store = new DrainStore(directory, clocks);
        var found = read(store);
        var anythingRuns = runs.live().stream().anyMatch(run -> !run.isPrimaryOnly());
        var step = Drain.step(found, new DrainEvent.Resumed(anythingRuns), factsOfStart(definition, clocks));
        if (!step.state().equals(found)) {
            store.write(step.state());
        }
        if (step.state() instanceof Drained drained && drained.isStopped()) {
            wanted.unlessSaidNotWanted(drained.stopped());
            LOG.info(
                    "The node is drained since={} by={}",
                    drained.sinceSecond(),
                    drained.order().by());
        }
        return new DrainResources(store, step.state());
    }

    /** One that can't be read must not keep the agent from its processes. */
    private static DrainState read(DrainStore store) {
        try {
            return store.read();
        } catch (IOException e) {
            LOG.error("Takes users, for it is not known whether the node was drained", e);
            return new Serving();
        }
    }

    private static DrainFacts factsOfStart(NodeDefinition definition, Clocks clocks) {
        var started = definition.processes().stream()
                .filter(spec -> spec.start() && !spec.primaryOnly())
                .map(ChildSpec::name)
                .collect(Collectors.toSet());
        return new DrainFacts(
                definition.self().name(),
                clocks.steady().instant(),
                clocks.wall().instant(),
                false,
                started,
                definition.settings().health().settle());
    }

    public DrainState state() {
        return state;
    }

    void state(DrainState now) {
        state = now;
    }

    /** Blocks. */
    void write(DrainState now) throws IOException {
        store.write(now);
    }
}
