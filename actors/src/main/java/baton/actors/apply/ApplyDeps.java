package baton.actors.apply;

import baton.actors.events.EventSink;
import baton.actors.supervisor.LocalProcesses;
import baton.actors.view.ClusterView;
import baton.conf.BatonHome;
import baton.conf.CurrentDefinition;
import baton.conf.NodeDefinition;
import baton.supervision.run.RunTable;
import baton.supervision.run.WantedStore;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a set is applied with.
 *
 * @param current what the node runs from
 * @param installed reads what was installed last; blocks, and throws a {@link baton.conf.ConfigurationException}
 * @param blocking where files are read
 * @param events are told of sets that are applied
 */
public record ApplyDeps(
        CurrentDefinition current,
        Supplier<NodeDefinition> installed,
        BatonHome home,
        RunTable runs,
        WantedStore wanted,
        ActorRef<ClusterView.Command> view,
        ActorRef<LocalProcesses.Command> processes,
        Executor blocking,
        EventSink events) {

    String node() {
        return current.get().self().name();
    }
}
