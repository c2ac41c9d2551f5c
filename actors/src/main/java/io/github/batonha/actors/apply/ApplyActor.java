package io.github.batonha.actors.apply;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.actors.view.ViewQuestion;
import io.github.batonha.conf.model.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Makes this node run the revision that was installed last. Applies one revision at a time. Continues when the client has gone; the next
 * ActorSystem or agent continues when this one ends in the middle.
 */
public final class ApplyActor extends AbstractBehavior<ApplyActor.Command> {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(1);
    /** Until this node's role is known after a start; then what is left to do is done without it. */
    private static final int LOOKS = 30;

    public sealed interface Command {}

    /** Applies on this node; {@code hosts} and {@code everyNode} are not looked at. Answered like an operation. */
    public record Apply(ApplyRequest request, ActorRef<OperationReply> replyTo) implements Command {}

    private record Seen(Optional<Mon> mon) implements Command {}

    private record SeenBehind(Optional<Mon> mon, Draft draft) implements Command {}

    private record Drafted(@Nullable Draft draft, String trouble) implements Command {}

    private record Marked(Draft draft, String trouble) implements Command {}

    private record Reconfigured(LocalProcesses.Reconfigured swapped) implements Command {}

    private record Told(OperationReply reply) implements Command {}

    private record Unmarked(String trouble) implements Command {}

    private record LeftOver(Optional<Set<String>> restarting, String trouble) implements Command {}

    private record LookedBehind(Optional<Draft> left) implements Command {}

    private record LookAgain(int looks) implements Command {}

    private record RoleSeen(boolean isKnown, int looks) implements Command {}

    private final ApplyDeps deps;
    private final TimerScheduler<Command> timers;
    private final ApplyMark mark;
    private @Nullable Apply current;
    private Set<String> owed = Set.of();
    private @Nullable Draft applying;
    private boolean hasLookedBehind;

    public static Behavior<Command> create(ApplyDeps deps) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new ApplyActor(context, timers, deps)));
    }

    private ApplyActor(ActorContext<Command> context, TimerScheduler<Command> timers, ApplyDeps deps) {
        super(context);
        context.setLoggerName(ApplyActor.class);
        this.deps = deps;
        this.timers = timers;
        this.mark = new ApplyMark(deps.home(), deps.node());
        context.pipeToSelf(
                CompletableFuture.supplyAsync(this::readMark, deps.blocking()),
                (left, failure) -> new LeftOver(
                        left == null ? Optional.empty() : left, failure == null ? "" : failure.toString()));
    }

    private Optional<Set<String>> readMark() {
        try {
            return mark.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Apply apply -> apply(apply);
            case Seen(var mon) -> draft(mon);
            case SeenBehind(var mon, var draft) -> seenBehind(mon, draft);
            case Drafted drafted -> drafted(drafted);
            case Marked marked -> begin(marked);
            case Reconfigured(var swapped) -> deps.view().tell(new ClusterView.Reconfigured(swapped.definition()));
            case Told(var reply) -> told(reply);
            case Unmarked(var trouble) -> unmarked(trouble);
            case LeftOver leftOver -> leftOver(leftOver);
            case LookedBehind(var left) -> lookedBehind(left);
            case LookAgain(var looks) -> lookForRole(looks);
            case RoleSeen(var isKnown, var looks) -> roleSeen(isKnown, looks);
        }
        return this;
    }

    private void leftOver(LeftOver leftOver) {
        if (!leftOver.trouble().isEmpty()) {
            getContext()
                    .getLog()
                    .warn("Can't know whether an earlier agent was applying a revision: {}", leftOver.trouble());
        }
        leftOver.restarting().ifPresent(restarting -> {
            getContext().getLog().info("Goes on with what an earlier agent was applying when it ended: {}", restarting);
            owed = restarting;
            lookForRole(1);
        });
    }

    /** Whether primaryOnly processes run here is known only when the primary's protocol has spoken. */
    private void lookForRole(int looks) {
        mon(mon -> new RoleSeen(mon.filter(seen -> seen.role() != Role.UNKNOWN).isPresent(), looks));
    }

    private void roleSeen(boolean isKnown, int looks) {
        if (isKnown || looks >= LOOKS) {
            apply(new Apply(
                    new ApplyRequest(List.of(), false, false, "the agent"),
                    getContext().getSystem().ignoreRef()));
        } else {
            timers.startSingleTimer(new LookAgain(looks + 1), LOOK_AGAIN_AFTER);
        }
    }

    private void mon(Function<Optional<Mon>, Command> command) {
        ViewQuestion.tell(getContext(), deps.view(), ClusterView.GetMon::new, Mon.class, ANSWER_WITHIN, command);
    }

    private void apply(Apply apply) {
        var other = current;
        if (other != null) {
            var text = "a revision is being applied already, by %s: wait until that is done"
                    .formatted(other.request().by());
            tell(apply, new Outcome(deps.node(), "", Result.REFUSED, text));
            apply.replyTo().tell(new OperationReply.Finished(deps.node()));
            return;
        }
        current = apply;
        hasLookedBehind = false;
        mon(Seen::new);
    }

    private void draft(Optional<Mon> seen) {
        if (seen.isEmpty()) {
            drafted(new Drafted(
                    null, trouble(new TimeoutException("its view did not answer within " + ANSWER_WITHIN))));
            return;
        }
        var mon = seen.get();
        var restarting = owed;
        var processes = current == null ? List.<String>of() : current.request().processes();
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> Draft.of(deps, mon, restarting, processes), deps.blocking()),
                        (draft, failure) -> new Drafted(draft, failure == null ? "" : trouble(failure)));
    }

    private static String trouble(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ConfigurationException wrong
                ? String.valueOf(wrong.getMessage())
                : "the agent could not find out what is to be done (%s): try again".formatted(cause);
    }

    private void drafted(Drafted drafted) {
        var apply = current;
        var draft = drafted.draft();
        if (apply == null) {
            return;
        }
        if (draft == null) {
            tell(apply, new Outcome(deps.node(), "", Result.REFUSED, drafted.trouble()));
            finish();
            return;
        }
        var isOther = !draft.next().hash().equals(deps.current().get().hash());
        var plan = draft.plan();
        var isNothing = plan.isPossible() && plan.steps().isEmpty() && !isOther;
        var refusal = isNothing ? Optional.<String>empty() : notShown(apply.request(), draft);
        if (refusal.isPresent()) {
            tell(apply, new Outcome(deps.node(), "", Result.REFUSED, refusal.get()));
            finish();
            return;
        }
        show(apply, draft, isOther);
        if (!plan.isPossible()) {
            finish();
        } else if (isNothing) {
            unmark();
        } else if (apply.request().dryRun()) {
            finish();
        } else {
            var text = "%sby %s%s: %d to stop or restart, %d to start"
                    .formatted(
                            isPart(apply) ? String.join(", ", apply.request().processes()) + " alone, " : "",
                            apply.request().by(),
                            apply.request().reason().isEmpty()
                                    ? ""
                                    : " (%s)".formatted(apply.request().reason()),
                            plan.stopping().size(),
                            plan.starting().size());
            deps.events()
                    .tell(new NodeEvent.RevisionApplied(
                            deps.current().get().hash(), draft.next().hash(), text));
            mark(draft, apply.request().by());
        }
    }

    /** Why what is to be done is not what somebody was shown and has agreed to. */
    private Optional<String> notShown(ApplyRequest request, Draft draft) {
        var shown = request.shown();
        return shown.isEmpty() || request.dryRun()
                ? Optional.empty()
                : draft.digest().differs(Optional.ofNullable(shown.get(deps.node())));
    }

    private void show(Apply apply, Draft draft, boolean isOther) {
        var plan = draft.plan();
        var outcomes = new ArrayList<>(plan.outcomes(deps.node()));
        if (plan.isPossible() && plan.isQuiet() && isOther) {
            var text = "takes revision %s: no process is touched".formatted(brief(draft));
            outcomes.add(new Outcome(deps.node(), "", Result.PLANNED, text));
        } else if (plan.isPossible() && plan.steps().isEmpty() && !isOther) {
            var text = isPart(apply)
                    ? "%s as installed already"
                            .formatted(String.join(", ", apply.request().processes()))
                    : "it runs from what is installed, revision " + brief(draft);
            outcomes.add(new Outcome(deps.node(), "", Result.NOTHING, text));
        }
        for (var at = 0; at < outcomes.size(); at++) {
            var outcome = outcomes.get(at).with(draft.digest().text());
            tell(apply, at == 0 ? draft.changes().map(outcome::with).orElse(outcome) : outcome);
        }
    }

    private void mark(Draft draft, String by) {
        var restarting = draft.plan().starting();
        getContext()
                .getLog()
                .info(
                        "Began to apply revision={} by={} plan={}",
                        draft.next().hash(),
                        by,
                        draft.plan().steps());
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        mark.set(restarting);
                                        return "";
                                    } catch (IOException e) {
                                        return e.toString();
                                    }
                                },
                                deps.blocking()),
                        (trouble, failure) -> new Marked(draft, trouble == null ? String.valueOf(failure) : trouble));
    }

    private void begin(Marked marked) {
        var apply = current;
        var plan = marked.draft().plan();
        applying = marked.draft();
        if (apply != null && !marked.trouble().isEmpty()) {
            var text = "it is carried out, but could not be stored (%s): if the agent dies meanwhile, apply again"
                    .formatted(marked.trouble());
            tell(apply, new Outcome(deps.node(), "", Result.FAILED, text));
        }
        deps.processes()
                .tell(new LocalProcesses.Reconfigure(
                        marked.draft().next(),
                        plan.stopping(),
                        plan.starting(),
                        getContext().messageAdapter(LocalProcesses.Reconfigured.class, Reconfigured::new),
                        getContext().messageAdapter(OperationReply.class, Told::new)));
    }

    private void told(OperationReply reply) {
        var apply = current;
        if (apply == null) {
            return;
        }
        switch (reply) {
            case OperationReply.Happened happened -> apply.replyTo().tell(happened);
            case OperationReply.Finished _ -> {
                var hash = deps.current().get().hash();
                var draft = applying;
                if (draft == null || (hash.equals(draft.next().hash()) && hasLookedBehind)) {
                    done(apply, hash);
                } else if (hash.equals(draft.next().hash())) {
                    lookBehind(draft);
                } else {
                    getContext().getLog().warn("Did not take revision={}, runs from revision={}", brief(draft), hash);
                    owed = draft.plan().starting();
                    var text = "it still runs from revision %s: apply again".formatted(brief(hash));
                    tell(apply, new Outcome(deps.node(), "", Result.FAILED, text));
                    finish();
                }
            }
        }
    }

    /** Who became the primary while it applied may have begun primaryOnly processes as they were before. */
    private void lookBehind(Draft draft) {
        mon(mon -> new SeenBehind(mon, draft));
    }

    private void seenBehind(Optional<Mon> seen, Draft draft) {
        if (seen.isEmpty()) {
            lookedBehind(Optional.empty());
            return;
        }
        var mon = seen.get();
        var processes = current == null ? List.<String>of() : current.request().processes();
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> Draft.of(deps, mon, Set.of(), processes).leftBehind(draft), deps.blocking()),
                        (left, failure) -> new LookedBehind(left == null ? Optional.empty() : left));
    }

    private void lookedBehind(Optional<Draft> left) {
        var apply = current;
        hasLookedBehind = true;
        if (apply == null) {
            return;
        }
        if (left.isEmpty()) {
            done(apply, deps.current().get().hash());
        } else {
            left.get().plan().outcomes(deps.node()).forEach(outcome -> tell(apply, outcome));
            mark(left.get(), apply.request().by());
        }
    }

    private void done(Apply apply, String hash) {
        getContext().getLog().info("Runs from revision={}", hash);
        deps.events().tell(new NodeEvent.RevisionApplied(hash, hash, "it runs from this revision now"));
        var text = isPart(apply)
                ? "%s as installed; all else is of revision %s as before: `baton apply` takes the rest"
                        .formatted(String.join(", ", apply.request().processes()), brief(hash))
                : "it runs from revision " + brief(hash) + " now";
        tell(apply, new Outcome(deps.node(), "", Result.DONE, text));
        unmark();
    }

    private static boolean isPart(Apply apply) {
        return !apply.request().processes().isEmpty();
    }

    private void unmark() {
        getContext()
                .pipeToSelf(
                        CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        mark.remove();
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                },
                                deps.blocking()),
                        (done, failure) -> new Unmarked(failure == null ? "" : failure.toString()));
    }

    private void unmarked(String trouble) {
        owed = Set.of();
        if (!trouble.isEmpty()) {
            getContext()
                    .getLog()
                    .warn("The next agent applies once more, for its mark could not be removed: {}", trouble);
        }
        finish();
    }

    private void finish() {
        if (current != null) {
            current.replyTo().tell(new OperationReply.Finished(deps.node()));
        }
        current = null;
    }

    private static String brief(Draft draft) {
        return brief(draft.next().hash());
    }

    private static String brief(String hash) {
        return PlanDigest.brief(hash);
    }

    private static void tell(Apply apply, Outcome outcome) {
        apply.replyTo().tell(new OperationReply.Happened(outcome));
    }
}
