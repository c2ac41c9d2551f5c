package io.github.batonha.actors.drain;

import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.run.RunTable;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a drain is carried out with.
 *
 * @param blocking where connections are counted and the drain is stored
 */
public record DrainDeps(
        CurrentDefinition current,
        DrainResources hold,
        RunTable runs,
        ActorRef<ClusterView.Command> view,
        ActorRef<LocalProcesses.Command> processes,
        Clocks clocks,
        Executor blocking) {

    NodeDefinition definition() {
        return current.get();
    }

    String node() {
        return definition().self().name();
    }
}
