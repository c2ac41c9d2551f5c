package io.github.batonha.actors.metrics;

import io.github.batonha.actors.api.ProbeReport;
import io.github.batonha.actors.launch.LastLooks;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.supervision.probe.Answer;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.Probe;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** Tells what the probes of this node's processes saw last, to those who ask here and on other nodes. */
public final class ProbeReports {
    private static final double MILLIS = 1000.0;

    public sealed interface Command {}

    /** From this node or another one. */
    public record Ask(String process, ActorRef<ProbeReport> replyTo) implements Command, Wire {}

    /** Asks another node. No answer comes where it can't be reached. */
    public record AskOn(String host, Ask ask) implements Command {}

    private ProbeReports() {}

    /**
     * Serves the looks of this node.
     *
     * @param outbox to the same actor of other nodes
     */
    public static Behavior<Command> create(
            CurrentDefinition current, LastLooks looks, Outbox outbox, InstantSource clock) {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Ask(var process, var replyTo) -> replyTo.tell(report(current, looks, process, clock));
                case AskOn(var host, var ask) -> outbox.tell(host, ask);
            }
            return Behaviors.same();
        });
    }

    private static ProbeReport report(CurrentDefinition current, LastLooks looks, String process, InstantSource clock) {
        var definition = current.get();
        var probes = definition.processes().stream()
                .filter(spec -> spec.name().equals(process))
                .findFirst()
                .map(spec -> probes(spec, looks))
                .orElse(List.of());
        return new ProbeReport(definition.self().name(), process, clock.instant(), probes);
    }

    private static List<ProbeReport.Probe> probes(ChildSpec spec, LastLooks looks) {
        var probes = new ArrayList<ProbeReport.Probe>();
        var readiness = spec.probes().readiness();
        probes.add(probe(
                spec, LastLooks.Kind.READINESS, readiness, readiness.timing().successThreshold(), looks));
        if (spec.probes().hasLiveness()) {
            var liveness = spec.probes().liveness();
            probes.add(probe(
                    spec, LastLooks.Kind.LIVENESS, liveness, liveness.timing().failureThreshold(), looks));
        }
        if (spec.probes().hasWatchdog()) {
            probes.add(new ProbeReport.Probe(
                    "watchdog", "WATCHDOG=1", seconds(spec.probes().watchdog()), 0, 1, null));
        }
        return probes;
    }

    private static ProbeReport.Probe probe(
            ChildSpec spec, LastLooks.Kind kind, Probe probe, int threshold, LastLooks looks) {
        var isLookedAt = isLookedAt(probe.check());
        return new ProbeReport.Probe(
                kind.name().toLowerCase(Locale.ROOT),
                probe.check().shown(),
                isLookedAt ? seconds(probe.timing().period()) : 0,
                isLookedAt ? seconds(probe.timing().timeout()) : 0,
                threshold,
                last(looks, new LastLooks.Looked(spec.name(), kind)));
    }

    private static boolean isLookedAt(Check check) {
        return switch (check) {
            case Check.Tcp _, Check.Http _, Check.Exec _ -> true;
            case Check.Alive _, Check.LogLine _, Check.Notified _, Check.Ended _, Check.Held _, Check.None _ -> false;
        };
    }

    private static ProbeReport.@Nullable Look last(LastLooks looks, LastLooks.Looked looked) {
        return looks.last(looked)
                .map(look -> switch (look.answer()) {
                    case Answer.Passed() -> new ProbeReport.Look(look.at(), seconds(look.took()), true, "");
                    case Answer.Failed(var reason) ->
                        new ProbeReport.Look(look.at(), seconds(look.took()), false, reason);
                })
                .orElse(null);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
