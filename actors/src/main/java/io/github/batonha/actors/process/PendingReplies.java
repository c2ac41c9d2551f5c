package io.github.batonha.actors.process;

import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.lifecycle.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Those who asked for a start or stop of one process, and have not been answered. Each is answered once. */
public final class PendingReplies {

    private static final Set<ProcessState> IDLE =
            Set.of(ProcessState.STOPPED, ProcessState.MISSING, ProcessState.ERROR);

    private static final String LET_GO =
            "the agent let go of it, to take it up again as it is defined now: see 'baton mon'";

    private final Clocks clocks;
    private final String node;
    private final String process;
    private final UnaryOperator<String> leftBehind;
    private final List<ActorRef<Outcome>> starting = new ArrayList<>();
    private final List<ActorRef<Outcome>> stopping = new ArrayList<>();

    /** @param leftBehind what a process left that nobody can tell to be its, to be said with its stop; does not block */
    PendingReplies(String node, String process, Clocks clocks, UnaryOperator<String> leftBehind) {
        this.clocks = clocks;
        this.node = node;
        this.process = process;
        this.leftBehind = leftBehind;
    }

    void start(ActorRef<Outcome> replyTo) {
        starting.add(replyTo);
    }

    void stop(ActorRef<Outcome> replyTo) {
        stopping.add(replyTo);
    }

    void refuse(ActorRef<Outcome> replyTo, String why) {
        replyTo.tell(new Outcome(node, process, Result.REFUSED, why));
    }

    void nothing(ActorRef<Outcome> replyTo, String why) {
        replyTo.tell(new Outcome(node, process, Result.NOTHING, why));
    }

    /**
     * Answers whom the state concerns.
     *
     * @param words what the last run wrote last; null while that is read, which is waited for where it tells why
     */
    void changed(State state, String pid, @Nullable String words) {
        switch (state) {
            case State.Down s -> {
                answer(stopping, Result.DONE, stopped());
                answer(starting, Result.REFUSED, "it was stopped meanwhile");
            }
            case State.Waiting s -> {
                answer(stopping, Result.DONE, "stopped, and to be started again since");
                if (s.isLate()) {
                    answer(
                            starting,
                            Result.FAILED,
                            "it still waits for %s: look why; it starts by itself when they are ready"
                                    .formatted(new TreeSet<>(s.pending())));
                }
            }
            case State.Spawning s -> answer(stopping, Result.REFUSED, "it was started again meanwhile");
            case State.Ready s -> answer(starting, Result.DONE, "ready" + pid);
            case State.BackingOff s ->
                failed(
                        "not ready yet: %s; started again at %s"
                                .formatted(s.why(), Display.time(clocks.shown(s.until()))),
                        words);
            case State.Missing s -> failed(s.exit() + " before it was ready: see its log", words);
            case State.Finished s -> {
                answer(starting, Result.DONE, "%s: it has done its work".formatted(s.exit()));
                answer(stopping, Result.DONE, stopped());
            }
            case State.GaveUp s -> failed(s.why().toString(), words);
            // On the way to one of the above.
            case State.Cancelling s -> {}
            case State.Initialising s -> {}
            case State.Draining s -> {}
            case State.Failing s -> {}
            case State.Clearing s -> {}
        }
    }

    private String stopped() {
        var left = stopping.isEmpty() ? "" : leftBehind.apply(process);
        return left.isEmpty() ? "stopped" : "stopped; " + left;
    }

    private void failed(String why, @Nullable String words) {
        if (words != null) {
            answer(starting, Result.FAILED, why + Display.quoted(words));
        }
    }

    /** Answers the starts that wait for something that nobody is starting. */
    void settle(State state, Map<String, ProcessState> pending) {
        if (!(state instanceof State.Waiting)) {
            return;
        }
        var idle = new TreeSet<String>();
        pending.forEach((name, how) -> {
            if (IDLE.contains(how)) {
                idle.add("%s, which is %s".formatted(name, how));
            }
        });
        if (!idle.isEmpty()) {
            answer(
                    starting,
                    Result.FAILED,
                    "it waits for %s: start that with 'baton start-process'; this one then starts by itself"
                            .formatted(String.join("; ", idle)));
        }
    }

    void giveUp() {
        var text = "the agent failed while it did this and begins anew: see the agent's log, then ask again";
        answer(starting, Result.FAILED, text);
        answer(stopping, Result.FAILED, text);
    }

    void letGo() {
        answer(starting, Result.FAILED, LET_GO);
        answer(stopping, Result.FAILED, LET_GO);
    }

    /** What whoever waits is told where nobody is left that could. */
    public static Outcome letGo(String node, String process) {
        return new Outcome(node, process, Result.FAILED, LET_GO);
    }

    private void answer(List<ActorRef<Outcome>> waiting, Result result, String text) {
        waiting.forEach(replyTo -> replyTo.tell(new Outcome(node, process, result, text)));
        waiting.clear();
    }
}
