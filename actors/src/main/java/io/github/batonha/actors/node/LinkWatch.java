package io.github.batonha.actors.node;

import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Pulse;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * {@code /user/links}: has this ActorSystem started again in place where its connections with a host hang although the host can
 * be reached. Closing them all is what makes both kernels forget them.
 */
final class LinkWatch {
    private static final Duration EVERY = Duration.ofSeconds(1);

    sealed interface Command permits Hears, Probed, Look {}

    /** Told to every configured host each second: whom this node has heard lately. */
    record Hears(String node, List<String> heard) implements Command, Wire {
        Hears {
            heard = List.copyOf(heard);
        }
    }

    /** Which of the suspects can be reached over new connections. */
    private record Probed(Set<String> reachable) implements Command {}

    private enum Look implements Command {
        NOW
    }

    private record Word(Hears hears, long at) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final NodeDefinition definition;
    private final Outbox outbox;
    private final Predicate<HostDefinition> probe;
    private final Executor blocking;
    private final ActorRef<Joiner.StartAgain> verdict;
    private final LongSupplier monotonicNanos;
    private final Duration patience;
    private final Map<String, Word> words = new HashMap<>();
    private LinkSuspicion suspicion = LinkSuspicion.NONE;
    private boolean isProbing;

    /**
     * @param probe whether a host's agent can be reached over new connections; blocks, run on {@code blocking}
     * @param patience how long a host that can be reached may be silent
     */
    static Behavior<Command> create(
            NodeDefinition definition,
            Outbox outbox,
            Predicate<HostDefinition> probe,
            Executor blocking,
            ActorRef<Joiner.StartAgain> verdict,
            LongSupplier monotonicNanos,
            Duration patience) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(Look.NOW, Pulse.next(monotonicNanos.getAsLong(), EVERY));
            return new LinkWatch(
                            context, timers, definition, outbox, probe, blocking, verdict, monotonicNanos, patience)
                    .watching();
        }));
    }

    private LinkWatch(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            NodeDefinition definition,
            Outbox outbox,
            Predicate<HostDefinition> probe,
            Executor blocking,
            ActorRef<Joiner.StartAgain> verdict,
            LongSupplier monotonicNanos,
            Duration patience) {
        this.context = context;
        this.timers = timers;
        this.definition = definition;
        this.outbox = outbox;
        this.probe = probe;
        this.blocking = blocking;
        this.verdict = verdict;
        this.monotonicNanos = monotonicNanos;
        this.patience = patience;
    }

    private Behavior<Command> watching() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Hears hears -> heard(hears);
            case Look _ -> look();
            case Probed(var reachable) -> probed(reachable);
        });
    }

    private Behavior<Command> heard(Hears hears) {
        words.put(hears.node(), new Word(hears, monotonicNanos.getAsLong()));
        return Behaviors.same();
    }

    private Behavior<Command> look() {
        var now = monotonicNanos.getAsLong();
        timers.startSingleTimer(Look.NOW, Pulse.next(now, EVERY));
        var own = new Hears(
                self(),
                words.keySet().stream().filter(node -> isHeard(node, now)).toList());
        others().forEach(host -> outbox.tell(host.name(), own));
        var suspects = suspects(now);
        suspicion = suspicion.among(suspects);
        if (!isProbing && !suspects.isEmpty()) {
            probe(suspects);
        }
        return Behaviors.same();
    }

    private Set<String> suspects(long now) {
        return others().stream()
                .map(HostDefinition::name)
                .filter(host -> talk(host, now).isOneSided())
                .collect(Collectors.toSet());
    }

    private LinkSuspicion.Talk talk(String host, long now) {
        var word = words.get(host);
        return word == null
                ? new LinkSuspicion.Talk(false, false, false)
                : new LinkSuspicion.Talk(
                        true, isHeard(host, now), word.hears().heard().contains(self()));
    }

    private boolean isHeard(String node, long now) {
        var word = words.get(node);
        return word != null
                && now - word.at() <= definition.settings().downAfter().toNanos();
    }

    /** One of two is enough: the other waits for the first to do it, and for it to be back. */
    private Duration patienceWith(HostDefinition host) {
        return self().compareTo(host.name()) > 0 ? patience : patience.multipliedBy(3);
    }

    private void probe(Set<String> suspects) {
        var hosts =
                others().stream().filter(host -> suspects.contains(host.name())).toList();
        isProbing = true;
        context.pipeToSelf(
                CompletableFuture.supplyAsync(
                        () -> hosts.stream()
                                .filter(probe)
                                .map(HostDefinition::name)
                                .collect(Collectors.toSet()),
                        blocking),
                (reachable, failure) -> new Probed(failure == null ? reachable : Set.of()));
    }

    /** A host that really is away, or an agent that is stopped, is the usual case, and none of ours. */
    private Behavior<Command> probed(Set<String> reachable) {
        isProbing = false;
        var now = monotonicNanos.getAsLong();
        var stillSuspect = suspects(now);
        suspicion =
                suspicion.with(reachable.stream().filter(stillSuspect::contains).collect(Collectors.toSet()), now);
        return others().stream()
                .filter(host -> suspicion.hasLasted(host.name(), patienceWith(host), now))
                .findFirst()
                .map(this::startAgain)
                .orElse(Behaviors.same());
    }

    private Behavior<Command> startAgain(HostDefinition host) {
        verdict.tell(
                new Joiner.StartAgain("%s can be reached, but the connections with it hang".formatted(host.name())));
        return Behaviors.ignore();
    }

    private String self() {
        return definition.self().name();
    }

    private List<HostDefinition> others() {
        return definition.hosts().stream()
                .filter(host -> !host.name().equals(self()))
                .toList();
    }
}
