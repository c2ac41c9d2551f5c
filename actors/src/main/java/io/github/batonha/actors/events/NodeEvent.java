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

    /** Another revision is being applied, or was. */
    record RevisionApplied(String from, String to, String text) implements NodeEvent {}

    /** The agent starts or stops. */
    record AgentChanged(String to, String text) implements NodeEvent {}

    /** Something that an operator should look at. */
    record Trouble(String text) implements NodeEvent {}

    /** Some events are missing before this one. */
    record Lagged(String text) implements NodeEvent {}

    /** The form in which it is kept and served. */
    default Event at(long seq, Instant time, String node) {
        return switch (this) {
            case ProcessChanged e ->
                new Event(
                        seq,
                        time,
                        node,
                        EventType.PROCESS.word(),
                        e.process(),
                        null,
                        null,
                        null,
                        e.from(),
                        e.to(),
                        e.text());
            case RunBegun e ->
                new Event(
                        seq,
                        time,
                        node,
                        EventType.RUN_BEGUN.word(),
                        e.process(),
                        e.run(),
                        e.pid(),
                        null,
                        null,
                        null,
                        e.isAdopted() ? "adopted from an earlier agent" : "started");
            case RunEnded e ->
                new Event(
                        seq,
                        time,
                        node,
                        EventType.RUN_ENDED.word(),
                        e.process(),
                        e.run(),
                        e.pid(),
                        null,
                        null,
                        null,
                        e.text());
            case OutputTail e ->
                new Event(
                        seq,
                        time,
                        node,
                        EventType.OUTPUT_TAIL.word(),
                        e.process(),
                        e.run(),
                        e.pid(),
                        null,
                        null,
                        null,
                        e.text());
            case EvidenceTaken e ->
                new Event(
                        seq,
                        time,
                        node,
                        EventType.EVIDENCE.word(),
                        e.process(),
                        e.run(),
                        e.pid(),
                        null,
                        null,
                        null,
                        e.path(),
                        e.text());
            case GaveUp e ->
                new Event(
                        seq, time, node, EventType.GAVE_UP.word(), e.process(), null, null, null, null, null, e.text());
            case PrimaryChanged e ->
                new Event(
                        seq, time, node, EventType.PRIMARY.word(), null, null, null, null, e.from(), e.to(), e.text());
            case PeerChanged e ->
                new Event(seq, time, node, EventType.PEER.word(), null, null, null, e.peer(), e.from(), e.to(), "");
            case DrainChanged e ->
                new Event(seq, time, node, EventType.DRAIN.word(), null, null, null, null, e.from(), e.to(), "");
            case RevisionApplied e ->
                new Event(seq, time, node, EventType.APPLY.word(), null, null, null, null, e.from(), e.to(), e.text());
            case AgentChanged e ->
                new Event(seq, time, node, EventType.AGENT.word(), null, null, null, null, null, e.to(), e.text());
            case Trouble e ->
                new Event(seq, time, node, EventType.TROUBLE.word(), null, null, null, null, null, null, e.text());
            case Lagged e ->
                new Event(seq, time, node, EventType.LAGGED.word(), null, null, null, null, null, null, e.text());
        };
    }
}
