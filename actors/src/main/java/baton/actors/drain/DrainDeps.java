package baton.actors.drain;

import baton.actors.supervisor.LocalProcesses;
import baton.actors.view.ClusterView;
import baton.conf.CurrentDefinition;
import baton.conf.NodeDefinition;
import baton.supervision.clock.Clocks;
import baton.supervision.run.RunTable;
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
