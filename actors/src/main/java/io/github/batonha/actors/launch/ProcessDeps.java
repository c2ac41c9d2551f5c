package io.github.batonha.actors.launch;

import io.github.batonha.actors.events.EventSink;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.lifecycle.Policy;
import io.github.batonha.supervision.run.RestartStore;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.WantedStore;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * What the process actors work with.
 *
 * @param current replaced when another revision is applied
 * @param runs opened once in the agent's JVM, and shared by all its actor systems, as are {@code wanted} and {@code restartStore}
 * @param starts what bounds them on this node
 * @param clocks the times of runs and of states are those of the steady one
 * @param events are told what happens to processes
 * @param lastLooks hears how long each look of a probe took
 * @param lastExits hears how each run ended
 * @param troubles what there is to say of the logs and the limits of a process, often nothing; does not block
 * @param blocking where files are written, {@code /proc} is read and processes are spawned; never the default dispatcher
 */
public record ProcessDeps(
        CurrentDefinition current,
        BatonHome home,
        RunTable runs,
        WantedStore wanted,
        RestartStore restartStore,
        Starts starts,
        Clocks clocks,
        Executor blocking,
        EventSink events,
        LastLooks lastLooks,
        LastExits lastExits,
        UnaryOperator<String> troubles) {

    /** With the bounds that the settings of the definition say. */
    public ProcessDeps(
            CurrentDefinition current,
            BatonHome home,
            RunTable runs,
            WantedStore wanted,
            RestartStore restartStore,
            Clocks clocks,
            Executor blocking) {
        this(
                current,
                home,
                runs,
                wanted,
                restartStore,
                new Starts(
                        current.get().settings().restarts(),
                        current.get().settings().dependencyTimeout()),
                clocks,
                blocking,
                EventSink.NONE,
                new LastLooks(),
                new LastExits(),
                process -> "");
    }

    /** Otherwise the same. */
    public ProcessDeps telling(EventSink sink) {
        return with(sink, troubles);
    }

    /** Otherwise the same. */
    public ProcessDeps withTroubles(UnaryOperator<String> troubles) {
        return with(events, troubles);
    }

    private ProcessDeps with(EventSink sink, UnaryOperator<String> troubles) {
        return new ProcessDeps(
                current,
                home,
                runs,
                wanted,
                restartStore,
                starts,
                clocks,
                blocking,
                sink,
                lastLooks,
                lastExits,
                troubles);
    }

    /** What people are shown and records are written by. */
    public InstantSource clock() {
        return clocks.wall();
    }

    /** What all deadlines are measured by. */
    public InstantSource steady() {
        return clocks.steady();
    }

    public NodeDefinition definition() {
        return current.get();
    }

    public Policy policy(ChildSpec spec) {
        var timeout = definition().settings().dependencyTimeout();
        return new Policy(spec.restart(), spec.stopWithin(), timeout, seedOf(node(), spec.name()));
    }

    /** Differs between the processes of a cluster, and is the same again at each start of an agent. */
    private static long seedOf(String node, String process) {
        return ((long) node.hashCode() << 32) ^ process.hashCode();
    }

    public String node() {
        return definition().self().name();
    }
}
