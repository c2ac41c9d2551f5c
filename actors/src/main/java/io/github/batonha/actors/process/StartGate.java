package io.github.batonha.actors.process;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.GroupStrategy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a process may start: the only place that does. A value; each change makes another one.
 *
 * @param group which the process belongs to
 * @param isAlone whether its failures concern no other process of the group
 * @param dependencies states of the processes that must be ready or gone first, and are not
 * @param inGroup how far a failure in its group has been dealt with
 * @param retired why it must not start any more; empty where it may
 */
record StartGate(
        String group, boolean isAlone, Map<String, ProcessState> dependencies, InGroup inGroup, String retired) {

    static final String PERMIT = "its turn, as baton.process.parallel-starts processes are on their way already";

    /**
     * A failure in the group of the process.
     *
     * @param isAwaited its own failure was told, and the parent has not dealt with it
     * @param hasFailed it failed itself
     * @param isRestarting it ends, or has ended, for another one's sake
     */
    record InGroup(boolean isAwaited, boolean hasFailed, boolean isRestarting) {
        static final InGroup CALM = new InGroup(false, false, false);

        /** Whether the parent waits to hear that nothing of the process is left. */
        boolean owesEnd() {
            return hasFailed || isRestarting;
        }
    }

    /** What becomes of a run that was started before the process was known to be stopped, or to be started otherwise. */
    enum Unexpected {
        KEEP,
        STOP,
        LEAVE
    }

    StartGate {
        dependencies = Map.copyOf(dependencies);
    }

    static StartGate of(ChildSpec spec, Map<String, ProcessState> dependencies) {
        var isAlone = spec.groupStrategy() == GroupStrategy.ONE_FOR_ONE;
        return new StartGate(spec.group(), isAlone, dependencies, InGroup.CALM, "");
    }

    StartGate dependingOn(Map<String, ProcessState> now) {
        return new StartGate(group, isAlone, now, inGroup, retired);
    }

    StartGate retire(String reason) {
        return new StartGate(group, isAlone, dependencies, inGroup, reason);
    }

    /** Its own run failed: where that concerns others, nothing starts before the parent has dealt with it. */
    StartGate failed() {
        return isAlone ? this : with(new InGroup(true, true, inGroup.isRestarting()));
    }

    StartGate restartWithGroup() {
        return with(new InGroup(inGroup.isAwaited(), inGroup.hasFailed(), true));
    }

    /** The parent has dealt with its failure. */
    StartGate groupTold() {
        return with(new InGroup(false, inGroup.hasFailed(), inGroup.isRestarting()));
    }

    /** The parent was told that nothing of it is left. */
    StartGate endTold() {
        return with(new InGroup(inGroup.isAwaited(), false, false));
    }

    private StartGate with(InGroup next) {
        return new StartGate(group, isAlone, dependencies, next, retired);
    }

    /** Why nobody can start it; empty where it can be asked to. */
    Optional<String> refusal() {
        return retired.isEmpty() ? Optional.empty() : Optional.of(retired);
    }

    /** Whether what waits to start must stop instead. */
    boolean endsStart(State state) {
        return !retired.isEmpty() && (state instanceof State.Waiting || state instanceof State.BackingOff);
    }

    /**
     * What it waits for; nothing where it may start now.
     *
     * @param permit takes the permit to start; asked only where nothing else is missing and the process is about to start
     */
    Set<String> holders(State state, BooleanSupplier permit) {
        if (inGroup.isAwaited()) {
            return Set.of("its group " + group);
        }
        if (!dependencies.isEmpty() || !(state instanceof State.Waiting)) {
            return dependencies.keySet();
        }
        return permit.getAsBoolean() ? Set.of() : Set.of(PERMIT);
    }

    /**
     * Whether the next run may be started as soon as the present one is seen to end, before the actor hears of it.
     *
     * @param epoch the epoch of a primaryOnly process, whose actor makes each start itself; 0 for another process
     */
    boolean allowsImmediateRestart(State state, long epoch) {
        var isAlive = state instanceof State.Initialising || state instanceof State.Ready;
        return isAlive
                && epoch == 0
                && isAlone
                && retired.isEmpty()
                && dependencies.isEmpty()
                && inGroup.equals(InGroup.CALM);
    }

    /** Whether a permit that was taken stays with the process. */
    static boolean keepsPermit(State state) {
        return switch (state) {
            case State.Waiting _, State.Spawning _, State.Initialising _ -> true;
            case State.BackingOff _, State.Idle _, State.Cancelling _, State.Ready _, State.Ending _ -> false;
        };
    }

    /** Whether the parent is to be told now that nothing of it is left. */
    boolean hasEndedWithGroup(State state) {
        return inGroup.owesEnd() && (state instanceof State.Idle || state instanceof State.Coming);
    }

    /** It ends for another one's sake: its own end tells nothing. */
    boolean isRestartingWithGroup() {
        return inGroup.isRestarting() && !inGroup.hasFailed();
    }

    /** For a run that an immediate restart has begun while the process went elsewhere. */
    static Unexpected unexpected(State state) {
        return switch (state) {
            case State.Coming _ -> Unexpected.KEEP;
            case State.Idle _ -> Unexpected.STOP;
            case State.Spawning _, State.Cancelling _, State.Initialising _ -> Unexpected.LEAVE;
            case State.Ready _, State.Ending _ -> Unexpected.LEAVE;
        };
    }
}
