package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.supervision.primary.protocol.Now;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the primary's actor works with.
 *
 * @param hold opened once in the agent's JVM before its first actor system, and shared by all of them
 * @param outbox to {@code /user/primary} of other hosts
 * @param reports where the primaryOnly processes report
 * @param local is told when this node gains and loses the primary
 * @param history is told what this node knows of attempts to change the primary
 * @param draining whether an operator has users taken away from this node
 * @param status is told what this node knows of the primary, at the start and at each change
 */
public record PrimaryDeps(
        ProcessDeps processes,
        PrimaryResources hold,
        Outbox outbox,
        ActorRef<ProcessStatus> reports,
        ActorRef<LocalProcesses.Command> local,
        ActorRef<HistoryActor.Command> history,
        BooleanSupplier draining,
        ActorRef<PrimaryStatus> status) {

    /** Any thread. */
    Now now() {
        return new Now(hold.ticker().getAsLong(), processes.clock().instant());
    }
}
