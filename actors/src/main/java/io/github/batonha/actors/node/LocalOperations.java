package io.github.batonha.actors.node;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.actors.apply.ApplyActor;
import io.github.batonha.actors.drain.DrainActor;
import io.github.batonha.actors.drain.Starting;
import io.github.batonha.actors.operations.Operations;
import io.github.batonha.actors.primary.PrimaryActor;
import io.github.batonha.actors.primary.ScheduleActor;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.view.ClusterView;
import org.apache.pekko.actor.typed.ActorRef;

/** What operations need of this node; told only, so any actor may call it. */
record LocalOperations(
        AgentParts parts,
        ActorRef<PrimaryActor.Command> primary,
        ActorRef<ScheduleActor.Command> schedule,
        ActorRef<DrainActor.Command> drain,
        ActorRef<ApplyActor.Command> apply,
        ActorRef<LocalProcesses.Command> processes,
        ActorRef<ClusterView.Command> view,
        Runnable end)
        implements Operations.NodeOperations {

    @Override
    public void setPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) {
        primary.tell(new PrimaryActor.SetPrimary(request, replyTo));
    }

    @Override
    public void schedule(ScheduleRequest request, ActorRef<Progress> replyTo) {
        schedule.tell(new ScheduleActor.Order(request, replyTo));
    }

    @Override
    public void cancelScheduled(CancelRequest request, ActorRef<Progress> replyTo) {
        schedule.tell(new ScheduleActor.Cancel(request, replyTo));
    }

    @Override
    public void drain(DrainRequest request, ActorRef<Progress> replyTo) {
        drain.tell(new DrainActor.DrainNode(request, replyTo));
    }

    @Override
    public void followDrain(ActorRef<Progress> replyTo) {
        drain.tell(new DrainActor.FollowNode(replyTo));
    }

    @Override
    public void undrain(UndrainRequest request, ActorRef<Progress> replyTo) {
        drain.tell(new DrainActor.UndrainNode(request, replyTo));
    }

    @Override
    public void repair(RepairRequest request, ActorRef<Progress> replyTo) {
        primary.tell(new PrimaryActor.Repair(request, replyTo));
    }

    @Override
    public void operate(Operation operation, ActorRef<OperationReply> replyTo) {
        var remark = Starting.remark(parts.node(), parts.drain().state(), operation);
        remark.ifPresent(outcome -> replyTo.tell(new OperationReply.Happened(outcome)));
        if (remark.filter(outcome -> !outcome.isOk()).isPresent()) {
            replyTo.tell(new OperationReply.Finished(parts.node()));
            return;
        }
        processes.tell(new LocalProcesses.Operate(operation, replyTo));
    }

    @Override
    public void apply(ApplyRequest request, ActorRef<OperationReply> replyTo) {
        apply.tell(new ApplyActor.Apply(request, replyTo));
    }

    @Override
    public void look(ActorRef<MonCluster> replyTo) {
        view.tell(new ClusterView.GetMonCluster(replyTo));
    }

    @Override
    public void endAgent() {
        end.run();
    }
}
