package io.github.batonha.actors.process;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.evidence.CrashFiles;
import io.github.batonha.actors.evidence.EvidenceFolders;
import io.github.batonha.actors.evidence.EvidenceTaken;
import io.github.batonha.actors.launch.LogTail;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.supervision.lifecycle.Event;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.lifecycle.Why;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.run.Run;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Tells what happens to one process: the one place from which its events come. Part of its process actor: only that one calls it. */
final class ProcessEventPublisher {

    private final ProcessDeps deps;
    private final EventSink events;
    private final String process;
    private final PreviousRun former;
    private boolean isTakingUp;

    ProcessEventPublisher(ProcessDeps deps, String process, PreviousRun former) {
        this.former = former;
        this.deps = deps;
        this.events = deps.events();
        this.process = process;
    }

    /** A run of which it may have been told already that it lives, and how, which is no news. True if it is ready. */
    boolean takesUp(Run run) {
        isTakingUp = former.knew(run);
        return isTakingUp && former.isReady();
    }

    /** A step of the lifecycle, and what led to it. States that screens call the same are no change. */
    void stepped(State before, Event cause, State after, Map<String, ProcessState> pending) {
        note(cause);
        var from = Display.state(before);
        var to = Display.state(after);
        var isKnown = isTakingUp && (cause instanceof Event.Adopted || cause instanceof Event.BecameReady);
        isTakingUp = isTakingUp && former.isReady() && cause instanceof Event.Adopted;
        if (from != to && !isKnown) {
            events.tell(new NodeEvent.ProcessChanged(process, from.name(), to.name(), why(cause, after, pending)));
        }
        if (after instanceof State.GaveUp(var _, var why) && !(before instanceof State.GaveUp)) {
            events.tell(new NodeEvent.GaveUp(process, why.toString()));
        }
    }

    private void note(Event cause) {
        if (cause instanceof Event.Exited(var _, var exit)) {
            deps.lastExits().ended(process, exit);
        } else if (cause instanceof Event.Ended(var _, var exit)) {
            deps.lastExits().ended(process, exit);
        }
    }

    /** All that one message led to, in one line of the agent's log. */
    void logged(Logger log, State before, State after) {
        if (before.getClass() != after.getClass() || before.run() != after.run()) {
            log.info(
                    "Changed process={} from={} to={} run={}",
                    process,
                    before.getClass().getSimpleName(),
                    after.getClass().getSimpleName(),
                    after.run());
        }
    }

    private String why(Event cause, State after, Map<String, ProcessState> pending) {
        return switch (cause) {
            case Event.Start() -> "it is wanted" + waiting(after, pending);
            case Event.Stop(var order) -> order.isForced() ? "it was asked to be killed" : "it was asked to stop";
            case Event.RestartWithGroup _ -> "another one of its group failed";
            case Event.DependenciesChanged _ -> "nothing holds it back any more";
            case Event.Adopted _ -> "it lives already";
            case Event.Granted _ -> message(after, pending);
            case Event.Woken() -> message(after, pending);
            case Event.Spawned _ -> "it lives";
            case Event.Refused(var _, var reason) -> reason;
            case Event.BecameReady _ -> "it is ready";
            case Event.Unhealthy(var _, var reason) -> reason;
            case Event.Examined(var _, var found) -> found;
            case Event.Exited(var _, var exit) -> ended(exit, after, pending);
            case Event.Ended(var _, var exit) -> ended(exit, after, pending);
            case Event.Gone _ -> "nothing of it is left";
        };
    }

    private String message(State after, Map<String, ProcessState> pending) {
        return Display.message(after, pending, "", "", deps.clocks());
    }

    private String waiting(State after, Map<String, ProcessState> pending) {
        return after instanceof State.Waiting && !pending.isEmpty() ? ", " + message(after, pending) : "";
    }

    private String ended(Exit exit, State after, Map<String, ProcessState> pending) {
        var message = message(after, pending);
        return message.isEmpty() ? exit.toString() : exit.equals(first(after)) ? message : exit + ": " + message;
    }

    /** The exit that the message of a state begins with. */
    private static @Nullable Exit first(State state) {
        return switch (state) {
            case State.Clearing s -> s.exit();
            case State.Missing s -> s.exit();
            case State.Finished s -> s.exit();
            case State.BackingOff s -> first(s.why());
            case State.GaveUp s -> first(s.why());
            case State.Down _, State.Waiting _, State.Spawning _, State.Cancelling _ -> null;
            case State.Initialising _, State.Ready _, State.Draining _, State.Failing _ -> null;
        };
    }

    private static @Nullable Exit first(Why why) {
        return switch (why) {
            case Why.Ended(var exit) -> exit;
            case Why.TooOften(var last, var rules) -> rules.maxRestarts() == 0 ? first(last) : null;
            case Why.Told _ -> null;
        };
    }

    void begun(Run run, boolean isAdopted) {
        if (!former.knew(run)) {
            events.tell(new NodeEvent.RunBegun(process, run.id(), run.pid(), isAdopted));
        }
    }

    /** What it last wrote follows, where nobody had asked it to end. */
    void ended(Run run, State before, Exit exit, LogTail.Until wrote) {
        events.tell(new NodeEvent.RunEnded(
                process,
                run.id(),
                run.pid(),
                (before instanceof State.Failing failing ? failing.exit(exit) : exit).toString()));
        events.tellLater(() -> CrashFiles.collect(deps, run));
        if (!Display.isAsked(before)) {
            events.tellLater(() -> Optional.of(LogTail.of(deps, run, wrote))
                    .filter(words -> !words.isEmpty())
                    .map(words -> new NodeEvent.OutputTail(process, run.id(), run.pid(), words)));
        }
    }

    /** Evidence was taken, or could not be: with why the run is ended. */
    void examined(Run run, State state, EvidenceTaken taken) {
        var why = state instanceof State.Failing failing && !failing.isExamined() ? failing.why() + "; " : "";
        if (!taken.text().isEmpty()) {
            events.tellLater(() -> Optional.of(evidence(run, why, taken)));
        }
    }

    private NodeEvent evidence(Run run, String why, EvidenceTaken taken) {
        var text = why + taken.text();
        return EvidenceFolders.kept(deps, taken)
                .map(kept -> new NodeEvent.EvidenceTaken(
                        process,
                        run.id(),
                        run.pid(),
                        kept.path(),
                        "%s: %s".formatted(text, String.join(", ", kept.files()))))
                .orElseGet(() -> new NodeEvent.EvidenceTaken(process, run.id(), run.pid(), null, text));
    }
}
