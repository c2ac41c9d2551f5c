package io.github.batonha.actors.apply;

import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.conf.BatonHome;
import io.github.batonha.conf.CurrentDefinition;
import io.github.batonha.conf.NodeDefinition;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.WantedStore;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a set is applied with.
 *
 * @param current what the node runs from
 * @param installed reads what was installed last; blocks, and throws a {@link io.github.batonha.conf.ConfigurationException}
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
