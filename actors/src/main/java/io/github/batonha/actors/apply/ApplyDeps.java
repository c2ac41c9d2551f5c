package io.github.batonha.actors.apply;

import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.WantedStore;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a revision is applied with.
 *
 * @param current what the node runs from
 * @param installed reads what was installed last; blocks, and throws a {@link io.github.batonha.conf.model.ConfigurationException}
 * @param blocking where files are read
 * @param events are told of revisions that are applied
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
