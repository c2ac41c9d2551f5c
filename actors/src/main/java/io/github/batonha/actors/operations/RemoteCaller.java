package io.github.batonha.actors.operations;

import io.github.batonha.actors.wire.Wire;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Has one request carried out by another node, and reports until {@link RemoteRequest.Finished} or {@link Lost}. Death watch is of no
 * use here, for the other node may not be in the same cluster: silence is what tells.
 */
final class RemoteCaller {
    private static final Duration OFFER_EVERY = Duration.ofSeconds(1);
    private static final Duration SILENCE = RemoteHandler.SIGN_OF_LIFE.multipliedBy(4);

    sealed interface Command permits Received, Hint {}

    private record Received(RemoteRequest.Reply reply) implements Command {}

    private enum Hint implements Command {
        OFFER_AGAIN,
        SILENCE
    }

    sealed interface Report {}

    record Said(RemoteRequest.Reply reply) implements Report {}

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
            Function<ActorRef<RemoteRequest.Reply>, Wire> offer,
            Duration firstAnswerWithin,
            ActorRef<Report> to) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new RemoteCaller(context, timers, host, send, offer, to).offering(firstAnswerWithin)));
    }

    private RemoteCaller(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String host,
            Consumer<Wire> send,
            Function<ActorRef<RemoteRequest.Reply>, Wire> offer,
            ActorRef<Report> to) {
        this.timers = timers;
        this.host = host;
        this.send = send;
        this.offer = offer.apply(context.messageAdapter(RemoteRequest.Reply.class, Received::new));
        this.to = to;
    }

    private Behavior<Command> offering(Duration firstAnswerWithin) {
        send.accept(offer);
        timers.startTimerAtFixedRate(Hint.OFFER_AGAIN, OFFER_EVERY);
        timers.startSingleTimer(Hint.SILENCE, firstAnswerWithin);
        return Behaviors.receiveMessage(command -> switch (command) {
            case Received(RemoteRequest.Taken taken) -> go(taken);
            // Of no request of ours: nothing was told to begin.
            case Received _ -> Behaviors.same();
            case Hint.OFFER_AGAIN -> offerAgain();
            case Hint.SILENCE -> lost(false);
        });
    }

    private Behavior<Command> offerAgain() {
        send.accept(offer);
        return Behaviors.same();
    }

    private Behavior<Command> go(RemoteRequest.Taken taken) {
        taken.worker().tell(new RemoteRequest.Go());
        timers.cancelAll();
        return listening();
    }

    private Behavior<Command> listening() {
        timers.startSingleTimer(Hint.SILENCE, SILENCE);
        return Behaviors.receiveMessage(command -> switch (command) {
            // A second offer got through: its worker is told nothing and gives up.
            case Received(RemoteRequest.Taken _) -> Behaviors.same();
            case Received(var reply) -> heard(reply);
            case Hint.OFFER_AGAIN -> Behaviors.same();
            case Hint.SILENCE -> lost(true);
        });
    }

    private Behavior<Command> heard(RemoteRequest.Reply reply) {
        timers.startSingleTimer(Hint.SILENCE, SILENCE);
        to.tell(new Said(reply));
        return reply instanceof RemoteRequest.Finished ? Behaviors.stopped() : Behaviors.same();
    }

    private Behavior<Command> lost(boolean begun) {
        to.tell(new Lost(host, begun));
        return Behaviors.stopped();
    }
}
