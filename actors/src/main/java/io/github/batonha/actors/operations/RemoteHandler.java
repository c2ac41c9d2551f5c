package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Progress;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one request of another node, once that node has said that it still waits. */
final class RemoteHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteHandler.class);
    private static final Duration GO_WITHIN = Duration.ofSeconds(5);
    static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

    sealed interface Command permits RemoteRequest.Go, Said, Hint {}

    private record Said(RemoteRequest.Reply reply) implements Command {}

    private enum Hint implements Command {
        TOO_LATE,
        SIGN_OF_LIFE
    }

    /** What is to be done: every reply goes to the given actor, {@link RemoteRequest.Finished} last. */
    interface Work {
        void begin(ActorRef<RemoteRequest.Reply> replies, ActorContext<?> worker);
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String node;
    private final String what;
    private final ActorRef<RemoteRequest.Reply> asker;
    private final Work work;
    private final Runnable atEnd;

    /**
     * @param what for the log
     * @param work called in this actor
     * @param atEnd runs in this actor after the last reply was sent
     */
    static Behavior<Command> create(
            String node, String what, ActorRef<RemoteRequest.Reply> asker, Work work, Runnable atEnd) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new RemoteHandler(context, timers, node, what, asker, work, atEnd).offering()));
    }

    private RemoteHandler(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String node,
            String what,
            ActorRef<RemoteRequest.Reply> asker,
            Work work,
            Runnable atEnd) {
        this.context = context;
        this.timers = timers;
        this.node = node;
        this.what = what;
        this.asker = asker;
        this.work = work;
        this.atEnd = atEnd;
    }

    private Behavior<Command> offering() {
        asker.tell(new RemoteRequest.Taken(node, context.getSelf().narrow()));
        timers.startSingleTimer(Hint.TOO_LATE, GO_WITHIN);
        return Behaviors.receiveMessage(command -> switch (command) {
            case RemoteRequest.Go() -> begin();
            case Hint _ -> tooLate();
            // Nothing works yet.
            case Said _ -> Behaviors.same();
        });
    }

    private Behavior<Command> tooLate() {
        LOG.info("Did nothing about a late request, nobody waits for it any more: {}", what);
        return Behaviors.stopped();
    }

    private Behavior<Command> begin() {
        LOG.info("Began for another node: {}", what);
        timers.cancelAll();
        timers.startTimerAtFixedRate(Hint.SIGN_OF_LIFE, SIGN_OF_LIFE);
        work.begin(context.messageAdapter(RemoteRequest.Reply.class, Said::new), context);
        return Behaviors.receiveMessage(command -> switch (command) {
            case Said(RemoteRequest.Finished finished) -> end(finished);
            case Said(var reply) -> relay(reply);
            case Hint _ -> relay(new RemoteRequest.Working(node));
            // Sent twice by an asker that got two offers through.
            case RemoteRequest.Go() -> Behaviors.same();
        });
    }

    private Behavior<Command> relay(RemoteRequest.Reply reply) {
        asker.tell(reply);
        return Behaviors.same();
    }

    private Behavior<Command> end(RemoteRequest.Finished finished) {
        asker.tell(finished);
        atEnd.run();
        return Behaviors.stopped();
    }

    /** The replies of a process operation as those of a remote request. */
    static RemoteRequest.Reply ofOperation(OperationReply reply) {
        return switch (reply) {
            case OperationReply.Happened(Outcome outcome) -> new RemoteRequest.Happened(outcome);
            case OperationReply.Finished(String node) -> new RemoteRequest.Finished(node);
        };
    }

    /** Progress of SetPrimary as that of a remote request; the final line is followed by {@link RemoteRequest.Finished}. */
    static void tellProgress(String node, Progress progress, ActorRef<RemoteRequest.Reply> to) {
        to.tell(new RemoteRequest.Progressed(progress));
        if (progress.isFinal()) {
            to.tell(new RemoteRequest.Finished(node));
        }
    }
}
