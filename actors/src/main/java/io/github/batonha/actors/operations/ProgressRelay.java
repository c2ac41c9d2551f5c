package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.Progress;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Hands on the progress of a SetPrimary that runs on another node, and ends it with a refusal where that node is lost. */
final class ProgressRelay {
    private ProgressRelay() {}

    static Behavior<RemoteCaller.Report> create(ActorRef<Progress> to) {
        return Behaviors.receiveMessage(report -> switch (report) {
            case RemoteCaller.Said(RemoteRequest.Progressed(Progress progress)) -> handOn(progress, to);
            case RemoteCaller.Lost lost -> handOn(refusal(lost), to);
            // A sign of life, or the end, which the final line has told already.
            case RemoteCaller.Said _ -> Behaviors.same();
        });
    }

    private static Behavior<RemoteCaller.Report> handOn(Progress progress, ActorRef<Progress> to) {
        to.tell(progress);
        return progress.isFinal() ? Behaviors.stopped() : Behaviors.same();
    }

    private static Progress refusal(RemoteCaller.Lost lost) {
        return lost.begun()
                ? refusal(
                        "%s stopped answering after it had begun: nobody here knows whether it is primary now"
                                .formatted(lost.host()),
                        "look at mon-cluster on both nodes, then run set-primary again")
                : refusal(
                        "%s does not answer, nothing was changed".formatted(lost.host()),
                        "start its agent, or check that its cluster port can be reached from here");
    }

    private static Progress refusal(String text, String remedy) {
        return new Progress(Progress.Phase.FORWARD, text, 0, Progress.Outcome.REFUSED, remedy, List.of());
    }
}
