package io.github.batonha.actors.node;

import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Pulse;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /user/join}: brings this node into the cluster and has its ActorSystem started again where it is on an island or
 * quarantined. Talks to configured hosts directly; nothing else of the product depends on what comes of it.
 */
final class Joiner {
    private static final Logger LOG = LoggerFactory.getLogger(Joiner.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** An island has to be seen for so long: joins under way look like one. */
    private static final Duration ISLAND_FOR = Duration.ofSeconds(5);
    /** Pekko repeats a join by itself; ours is only for one that it forgot. */
    private static final Duration JOIN_AGAIN = Duration.ofSeconds(10);

    sealed interface Command permits Standing, Quarantined, Look {}

    private record Quarantined(String by) implements Command {}

    private enum Look implements Command {
        NOW
    }

    /** The ActorSystem is to be ended and started again in place. */
    record StartAgain(String why) {}

    private record Heard(Standing standing, long at) {}

    private final Cluster cluster;
    private final TimerScheduler<Command> timers;
    private final NodeDefinition definition;
    private final Outbox outbox;
    private final ActorRef<StartAgain> verdict;
    private final LongSupplier monotonicNanos;
    /** When this node began to listen for a cluster, or last heard of one. */
    private long since;

    private final Map<String, Heard> heard = new HashMap<>();
    private Joining.Step lastStep = new Joining.Stay();
    private long lastStepAt;
    private boolean wasMember;

    static Behavior<Command> create(
            NodeDefinition definition, Outbox outbox, ActorRef<StartAgain> verdict, LongSupplier monotonicNanos) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.getSelf().tell(Look.NOW);
            return new Joiner(context, timers, definition, outbox, verdict, monotonicNanos).joining();
        }));
    }

    private Joiner(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            NodeDefinition definition,
            Outbox outbox,
            ActorRef<StartAgain> verdict,
            LongSupplier monotonicNanos) {
        var classic = Adapter.toClassic(context.getSystem());
        this.cluster = Cluster.get(classic);
        this.timers = timers;
        this.definition = definition;
        this.outbox = outbox;
        this.verdict = verdict;
        this.monotonicNanos = monotonicNanos;
        this.since = monotonicNanos.getAsLong();
        var quarantined = context.messageAdapter(
                ThisActorSystemQuarantinedEvent.class,
                event -> new Quarantined(event.remoteAddress().toString()));
        classic.eventStream().subscribe(Adapter.toClassic(quarantined), ThisActorSystemQuarantinedEvent.class);
    }

    private Behavior<Command> joining() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Standing standing -> heard(standing);
            case Look _ -> look();
            case Quarantined(String by) -> startAgain("%s has quarantined this ActorSystem".formatted(by));
        });
    }

    /** A node that this one's definition does not have can't be joined, and one of this name is not the one that is meant. */
    private Behavior<Command> heard(Standing standing) {
        if (others().contains(standing.node())) {
            heard.put(standing.node(), new Heard(standing, monotonicNanos.getAsLong()));
        }
        return Behaviors.same();
    }

    private Behavior<Command> look() {
        var now = monotonicNanos.getAsLong();
        timers.startSingleTimer(Look.NOW, Pulse.next(now, EVERY));
        var own = ownStanding();
        logMembership(own);
        heard.values()
                .removeIf(word -> isOlder(word.at(), now, definition.settings().downAfter()));
        var others = heard.values().stream().map(Heard::standing).toList();
        var everybodyHeard = heard.keySet().containsAll(others());
        var step = Joining.next(own, others, everybodyHeard, Duration.ofNanos(now - since));
        // Who founds says so at once: a look later another host may have founded a second cluster.
        var told = step instanceof Joining.JoinSelf ? own.founding() : own;
        others().forEach(host -> outbox.tell(host, told));
        var isNew = !step.equals(lastStep);
        if (isNew) {
            lastStep = step;
            lastStepAt = now;
        }
        return switch (step) {
            case Joining.Stay() -> Behaviors.same();
            case Joining.Join(String node) -> join(node, isNew || isOlder(lastStepAt, now, JOIN_AGAIN), now);
            case Joining.JoinSelf() -> joinSelf(isNew);
            case Joining.GiveWay() ->
                isOlder(lastStepAt, now, ISLAND_FOR)
                        ? startAgain("another island of the cluster has precedence, or took this node for replaced")
                        : wait(isNew);
        };
    }

    private void logMembership(Standing own) {
        if (own.isMember() && !wasMember) {
            LOG.info("Joined a cluster of members={}", own.members().size());
        }
        wasMember = own.isMember();
    }

    private Behavior<Command> wait(boolean isNew) {
        if (isNew) {
            LOG.info("Saw a second island of the cluster that has precedence; waiting whether it lasts");
        }
        return Behaviors.same();
    }

    /** The answer may be under way: who was asked and is silent now does not make this node found a cluster at once. */
    private Behavior<Command> join(String node, boolean isDue, long now) {
        since = now;
        if (isDue) {
            lastStepAt = now;
            LOG.info("Joining the cluster that {} is in", node);
            definition.hosts().stream()
                    .filter(host -> host.name().equals(node))
                    .forEach(host -> cluster.join(Addresses.of(host)));
        }
        return Behaviors.same();
    }

    private Behavior<Command> joinSelf(boolean isNew) {
        if (isNew) {
            LOG.info("Founding a cluster: no other host that answers is in one");
            cluster.join(cluster.selfAddress());
        }
        return Behaviors.same();
    }

    /** Nothing more is done here: whoever hears the verdict ends the system. */
    private Behavior<Command> startAgain(String why) {
        verdict.tell(new StartAgain(why));
        return Behaviors.ignore();
    }

    private Standing ownStanding() {
        var state = cluster.state();
        var members = stream(state.getMembers()).map(Joiner::incarnation).toList();
        var unreachable = (int) stream(state.getUnreachable()).count();
        return new Standing(
                definition.self().name(),
                incarnation(cluster.selfUniqueAddress()),
                members,
                members.size() - unreachable);
    }

    private static Stream<Member> stream(Iterable<Member> members) {
        return StreamSupport.stream(members.spliterator(), false);
    }

    private static String incarnation(Member member) {
        return incarnation(member.uniqueAddress());
    }

    private static String incarnation(UniqueAddress address) {
        return "%s#%d".formatted(address.address(), address.longUid());
    }

    private List<String> others() {
        return definition.hosts().stream()
                .map(HostDefinition::name)
                .filter(host -> !host.equals(definition.self().name()))
                .toList();
    }

    private static boolean isOlder(long at, long now, Duration age) {
        return now - at > age.toNanos();
    }
}
