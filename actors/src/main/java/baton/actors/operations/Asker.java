package baton.actors.operations;

import baton.actors.wire.Wire;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Has one errand carried out by another node, and reports until {@link Errand.Finished} or {@link Lost}. Death watch is of no
 * use here, for the other node may not be in the same cluster: silence is what tells.
 */
final class Asker {
    private static final Duration OFFER_EVERY = Duration.ofSeconds(1);
    private static final Duration SILENCE = Worker.SIGN_OF_LIFE.multipliedBy(4);

    sealed interface Command permits Received, Hint {}

    private record Received(Errand.Reply reply) implements Command {}

    private enum Hint implements Command {
        OFFER_AGAIN,
        SILENCE
    }

    sealed interface Report {}

    record Said(Errand.Reply reply) implements Report {}

    /** @param begun whether the node had begun, so that nobody knows how far it came */
    record Lost(String host, boolean begun) implements Report {}

    private final TimerScheduler<Command> timers;
    private final String host;
    private final Consumer<Wire> send;
    private final Wire offer;
    private final ActorRef<Report> to;

    /**
     * @param send to the node, may lose what it sends
     * @param offer made of the actor that hears the replies
     * @param firstAnswerWithin after that the node is given up
     */
    static Behavior<Command> create(
            String host,
            Consumer<Wire> send,
            Function<ActorRef<Errand.Reply>, Wire> offer,
            Duration firstAnswerWithin,
            ActorRef<Report> to) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new Asker(context, timers, host, send, offer, to).offering(firstAnswerWithin)));
    }

    private Asker(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String host,
            Consumer<Wire> send,
            Function<ActorRef<Errand.Reply>, Wire> offer,
            ActorRef<Report> to) {
        this.timers = timers;
        this.host = host;
        this.send = send;
        this.offer = offer.apply(context.messageAdapter(Errand.Reply.class, Received::new));
        this.to = to;
    }

    private Behavior<Command> offering(Duration firstAnswerWithin) {
        send.accept(offer);
        timers.startTimerAtFixedRate(Hint.OFFER_AGAIN, OFFER_EVERY);
        timers.startSingleTimer(Hint.SILENCE, firstAnswerWithin);
        return Behaviors.receiveMessage(command -> switch (command) {
            case Received(Errand.Taken taken) -> go(taken);
            // Of no errand of ours: nothing was told to begin.
            case Received _ -> Behaviors.same();
            case Hint.OFFER_AGAIN -> offerAgain();
            case Hint.SILENCE -> lost(false);
        });
    }

    private Behavior<Command> offerAgain() {
        send.accept(offer);
        return Behaviors.same();
    }

    private Behavior<Command> go(Errand.Taken taken) {
        taken.worker().tell(new Errand.Go());
        timers.cancelAll();
        return listening();
    }

    private Behavior<Command> listening() {
        timers.startSingleTimer(Hint.SILENCE, SILENCE);
        return Behaviors.receiveMessage(command -> switch (command) {
            // A second offer got through: its worker is told nothing and gives up.
            case Received(Errand.Taken _) -> Behaviors.same();
            case Received(var reply) -> heard(reply);
            case Hint.OFFER_AGAIN -> Behaviors.same();
            case Hint.SILENCE -> lost(true);
        });
    }

    private Behavior<Command> heard(Errand.Reply reply) {
        timers.startSingleTimer(Hint.SILENCE, SILENCE);
        to.tell(new Said(reply));
        return reply instanceof Errand.Finished ? Behaviors.stopped() : Behaviors.same();
    }

    private Behavior<Command> lost(boolean begun) {
        to.tell(new Lost(host, begun));
        return Behaviors.stopped();
    }
}
