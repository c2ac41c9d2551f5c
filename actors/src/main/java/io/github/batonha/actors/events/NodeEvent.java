package io.github.batonha.actors.events;

import io.github.batonha.actors.api.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What may happen on a node. */
public sealed interface NodeEvent {

    /** A process went from one state to another, in the words of {@code mon}; the text says why. */
    record ProcessChanged(String process, String from, String to, String text) implements NodeEvent {}

    /** A run was started, or one that lived was taken over from an earlier agent. */
    record RunBegun(String process, String run, long pid, boolean isAdopted) implements NodeEvent {}

    /** The main process of a run has ended; the text says how. */
    record RunEnded(String process, String run, long pid, String text) implements NodeEvent {}

    /** What a run last wrote that ended without being asked to. */
    record OutputTail(String process, String run, long pid, String text) implements NodeEvent {}

    /**
     * Evidence was taken of a run that does not work, before it is ended.
     *
     * @param path of its folder, below {@code BATON_HOME}; null where none could be written
     * @param text why it is ended, what was found, and what the folder holds
     */
    record EvidenceTaken(
            String process, String run, long pid, @Nullable String path, String text) implements NodeEvent {}

    /** A process is not started again until somebody does; the text says why. */
    record GaveUp(String process, String text) implements NodeEvent {}

    /** The role of this node, or what it knows of the primary, is another one. */
    record PrimaryChanged(String from, String to, String text) implements NodeEvent {}

    /** Another node is UP or DOWN as this one hears it. */
    record PeerChanged(String peer, String from, String to) implements NodeEvent {}

    /** This node is being drained, is drained, or takes users again. */
    record DrainChanged(String from, String to) implements NodeEvent {}

    /** What became of a SetPrimary that was ordered for later. */
    record ScheduleChanged(String to, String text) implements NodeEvent {}

    /** Another revision is being applied, or was. */
    record RevisionApplied(String from, String to, String text) implements NodeEvent {}

    /** Files of the home came from another node, or went to others. */
    record FilesPushed(String to, String text) implements NodeEvent {}

    /** The agent starts or stops. */
    record AgentChanged(String to, String text) implements NodeEvent {}

    /** Something that an operator should look at. */
    record Trouble(String text) implements NodeEvent {}

    /** Some events are missing before this one. */
    record Lagged(String text) implements NodeEvent {}

    /** The form in which it is kept and served. */
    default Event at(long seq, Instant time, String node) {
        var on = new On(seq, time, node);
        return switch (this) {
            case ProcessChanged e -> on.change(EventType.PROCESS, e.process(), null, e.from(), e.to(), e.text());
            case RunBegun e -> on.run(EventType.RUN_BEGUN, e.process(), e.run(), e.pid(), null, how(e));
            case RunEnded e -> on.run(EventType.RUN_ENDED, e.process(), e.run(), e.pid(), null, e.text());
            case OutputTail e -> on.run(EventType.OUTPUT_TAIL, e.process(), e.run(), e.pid(), null, e.text());
            case EvidenceTaken e -> on.run(EventType.EVIDENCE, e.process(), e.run(), e.pid(), e.path(), e.text());
            case GaveUp e -> on.change(EventType.GAVE_UP, e.process(), null, null, null, e.text());
            case PrimaryChanged e -> on.change(EventType.PRIMARY, null, null, e.from(), e.to(), e.text());
            case PeerChanged e -> on.change(EventType.PEER, null, e.peer(), e.from(), e.to(), "");
            case DrainChanged e -> on.change(EventType.DRAIN, null, null, e.from(), e.to(), "");
            case ScheduleChanged e -> on.change(EventType.SCHEDULE, null, null, null, e.to(), e.text());
            case RevisionApplied e -> on.change(EventType.APPLY, null, null, e.from(), e.to(), e.text());
            case FilesPushed e -> on.change(EventType.PUSH, null, null, null, e.to(), e.text());
            case AgentChanged e -> on.change(EventType.AGENT, null, null, null, e.to(), e.text());
            case Trouble e -> on.change(EventType.TROUBLE, null, null, null, null, e.text());
            case Lagged e -> on.change(EventType.LAGGED, null, null, null, null, e.text());
        };
    }

    private static String how(RunBegun begun) {
        return begun.isAdopted() ? "adopted from an earlier agent" : "started";
    }

    /** Where and when it happened. */
    record On(long seq, Instant time, String node) {

        private Event run(EventType type, String process, String run, long pid, @Nullable String path, String text) {
            return new Event(seq, time, node, type.word(), process, run, pid, null, null, null, path, text);
        }

        private Event change(
                EventType type,
                @Nullable String process,
                @Nullable String peer,
                @Nullable String from,
                @Nullable String to,
                String text) {
            return new Event(seq, time, node, type.word(), process, null, null, peer, from, to, null, text);
        }
    }
}
