package io.github.batonha.actors.push;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.PushRequest;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.install.InstallReport;
import io.github.batonha.conf.push.HomeFiles;
import io.github.batonha.conf.push.Listing;
import io.github.batonha.conf.report.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Leads a push: offers the files of this node to all others, waits until they are staged and checked everywhere, has them taken, and installs
 * here last. Where one node refuses or is silent, none takes anything.
 */
final class PushSender {

    /** In paces: a second each. */
    private static final int LOOK_EVERY = 2;

    /** So many looks without a word of a node: it is lost. Longer than it takes to hash all that a home may have. */
    private static final int MOST_SILENT_LOOKS = 30;
    /** A node whose agent is down does not even answer the offer. */
    private static final int MOST_LOOKS_BEFORE_FIRST = 5;

    private static final int MOST_PROBLEMS = 10;
    private static final int MIB = 1 << 20;

    sealed interface Command {}

    /** From a node that the files were offered to. */
    sealed interface News extends Command, Wire {
        String node();
    }

    /** What it would take, one line for each file. */
    record Planned(String node, ActorRef<PushReceiver.Order> receiver, List<String> lines) implements News {
        public Planned {
            lines = List.copyOf(lines);
        }
    }

    record Moved(String node, long bytes, long total) implements News {}

    /** All has come, and an install would do. */
    record Checked(String node, String warnings) implements News {}

    record Refused(String node, String reason) implements News {}

    record Taken(String node, String text) implements News {}

    private record Found(@Nullable Listing listing, String obstacle) implements Command {}

    private record LookDue() implements Command {}

    private record InstalledHere(@Nullable InstallReport report, String failure) implements Command {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final PushDeps deps;
    private final PushRequest request;
    private final ActorRef<OperationReply> replyTo;
    private final TreeSet<String> awaited = new TreeSet<>();
    private final Map<String, ActorRef<PushReceiver.Order>> receivers = new HashMap<>();
    private final Map<String, Integer> silentLooks = new HashMap<>();
    private boolean isTaking;
    private int failed;

    static Behavior<Command> create(PushDeps deps, PushRequest request, ActorRef<OperationReply> replyTo) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new PushSender(context, timers, deps, request, replyTo).begin()));
    }

    private PushSender(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            PushDeps deps,
            PushRequest request,
            ActorRef<OperationReply> replyTo) {
        this.context = context;
        this.timers = timers;
        this.deps = deps;
        this.request = request;
        this.replyTo = replyTo;
    }

    private Behavior<Command> begin() {
        context.pipeToSelf(
                CompletableFuture.supplyAsync(this::look, deps.blocking()),
                (found, failure) -> found == null ? new Found(null, String.valueOf(failure)) : found);
        return Behaviors.receiveMessage(command -> switch (command) {
            case Found(var listing, var obstacle) -> listing == null ? end(Result.REFUSED, obstacle) : offer(listing);
            case Planned planned -> onPlanned(planned);
            case Moved(var node, var bytes, var total) ->
                heard(node, Result.RUNNING, "%d of %d MiB have come".formatted(bytes / MIB, total / MIB));
            case Checked checked -> onChecked(checked);
            case Refused(var node, var reason) -> onRefused(node, reason);
            case Taken(var node, var text) -> onTaken(node, text);
            case LookDue() -> onLookDue();
            case InstalledHere(var report, var failure) -> onInstalledHere(report, failure);
        });
    }

    /** The same checks here as on the others, first. */
    private Found look() {
        try {
            if (deps.otherHosts().isEmpty()) {
                return new Found(null, "the system has no other host");
            }
            if (!deps.isSafe()) {
                return new Found(
                        null,
                        "the cluster port is open, and files may hold passwords: `baton certificates init` and `issue`, then give it again");
            }
            var report = deps.check(deps.home());
            return report.isGood()
                    ? new Found(new HomeFiles(deps.home()).list(), "")
                    : new Found(null, "an install would refuse the files of this node: " + findings(report.problems()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String findings(List<Finding> findings) {
        return findings.stream().limit(MOST_PROBLEMS).map(Finding::toString).collect(Collectors.joining(" | "));
    }

    private Behavior<Command> offer(Listing listing) {
        awaited.addAll(deps.otherHosts());
        var offer = new HomeFilesActor.Offer(
                deps.node(), request, listing.digest(), context.getSelf().narrow());
        awaited.forEach(host -> deps.outbox().tell(host, offer));
        timers.startTimerWithFixedDelay(new LookDue(), deps.pace().multipliedBy(LOOK_EVERY));
        if (!listing.withheld().isEmpty()) {
            tell(
                    deps.node(),
                    Result.RUNNING,
                    "left out, as a key or unreadable: " + String.join(", ", listing.withheld()));
        }
        return Behaviors.same();
    }

    private Behavior<Command> heard(String node, Result result, String text) {
        silentLooks.put(node, 0);
        tell(node, result, text);
        return Behaviors.same();
    }

    private Behavior<Command> onPlanned(Planned planned) {
        var node = planned.node();
        receivers.put(node, planned.receiver());
        silentLooks.put(node, 0);
        if (planned.lines().isEmpty()) {
            tell(node, Result.NOTHING, "it has the same files");
        }
        planned.lines().forEach(line -> tell(node, Result.PLANNED, line));
        if (failed > 0) {
            abandonAll();
        }
        return request.dryRun() ? done(node) : Behaviors.same();
    }

    private Behavior<Command> onChecked(Checked checked) {
        var warnings = checked.warnings().isEmpty() ? "" : "; warnings: " + checked.warnings();
        heard(checked.node(), Result.RUNNING, "all has come, and its check found no problem" + warnings);
        return done(checked.node());
    }

    private Behavior<Command> onRefused(String node, String reason) {
        if (!awaited.contains(node)) {
            return Behaviors.same();
        }
        failed++;
        heard(node, Result.FAILED, reason);
        return done(node);
    }

    private Behavior<Command> onTaken(String node, String text) {
        if (!isTaking || !awaited.contains(node)) {
            return Behaviors.same();
        }
        heard(node, Result.DONE, text + ", and installed");
        return done(node);
    }

    /** A step is over when all nodes have answered it. */
    private Behavior<Command> done(String node) {
        awaited.remove(node);
        if (!isTaking && failed > 0) {
            abandonAll();
            awaited.clear();
            return end(Result.REFUSED, "not every node can take them, so no file was changed anywhere");
        }
        if (!awaited.isEmpty()) {
            return Behaviors.same();
        }
        if (request.dryRun()) {
            return finish();
        }
        return isTaking ? installHere() : take();
    }

    private void abandonAll() {
        receivers.values().forEach(receiver -> receiver.tell(new PushReceiver.Abandon()));
    }

    private Behavior<Command> take() {
        isTaking = true;
        awaited.addAll(receivers.keySet());
        awaited.forEach(node -> silentLooks.put(node, 0));
        tellToTake();
        return Behaviors.same();
    }

    private void tellToTake() {
        receivers.forEach((node, receiver) -> {
            if (awaited.contains(node)) {
                receiver.tell(new PushReceiver.Take());
            }
        });
    }

    private Behavior<Command> onLookDue() {
        if (isTaking) {
            tellToTake();
        }
        for (var node : new ArrayList<>(awaited)) {
            var looks = silentLooks.merge(node, 1, Integer::sum);
            if (looks > (receivers.containsKey(node) ? MOST_SILENT_LOOKS : MOST_LOOKS_BEFORE_FIRST)) {
                return onRefused(
                        node,
                        isTaking
                                ? "it stopped answering when it was to take them: look at `baton install --hostDiff`, and give the push again"
                                : "it does not answer: is its agent running, and of a release that knows push?");
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> installHere() {
        timers.cancelAll();
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> deps.install(request.by(), request.reason()), deps.blocking()),
                (report, failure) -> new InstalledHere(report, String.valueOf(failure)));
        return Behaviors.same();
    }

    private Behavior<Command> onInstalledHere(@Nullable InstallReport report, String failure) {
        if (report == null || !report.isGood()) {
            return end(
                    Result.FAILED, "not installed here: " + (report == null ? failure : findings(report.problems())));
        }
        if (failed > 0) {
            return end(Result.FAILED, "installed here, but %d nodes did not confirm theirs".formatted(failed));
        }
        deps.events()
                .tell(new NodeEvent.FilesPushed(
                        "SENT",
                        "to %s by %s%s"
                                .formatted(
                                        String.join(", ", new TreeSet<>(receivers.keySet())),
                                        request.by(),
                                        request.reason().isEmpty() ? "" : ": " + request.reason())));
        return end(Result.DONE, "installed on every node; agents take it by `baton apply -c`");
    }

    private Behavior<Command> end(Result result, String text) {
        tell(deps.node(), result, text);
        return finish();
    }

    private Behavior<Command> finish() {
        replyTo.tell(new OperationReply.Finished(deps.node()));
        return Behaviors.stopped();
    }

    private void tell(String node, Result result, String text) {
        replyTo.tell(new OperationReply.Happened(new Outcome(node, "", result, text)));
    }
}
