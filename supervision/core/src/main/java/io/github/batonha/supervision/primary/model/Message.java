package io.github.batonha.supervision.primary.model;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What hosts say to each other about the primary. Any may be lost, late, doubled or out of order: each carries the
 * epoch that it is about, and whoever needs an answer asks again.
 */
public sealed interface Message {

    /** The newest assignment that the sender tells of; none in most messages. */
    default Assignment assignment() {
        return Assignment.NONE;
    }

    /** The answer to a {@link Prepare}. */
    sealed interface Answer extends Message {}

    /**
     * Asks for a promise; stops nothing.
     *
     * @param hosts all that are asked
     * @param resume the assigned node proposes itself, no operator asked
     * @param basis the assignment that the proposer knows, which a resumption rests on
     * @param terms of the assignment that it would commit
     */
    record Prepare(Epoch epoch, Set<String> hosts, boolean resume, Epoch basis, LeaseTimes lease, Terms terms)
            implements Message {
        public Prepare {
            hosts = Hosts.copy(hosts);
        }
    }

    /**
     * The promise is given, and this is what the host knows.
     *
     * @param before the epoch that was promised until then
     * @param active epoch whose processes run or may run there
     * @param released open release, whose target may be active unseen
     * @param hosts all that the host knows of: configured, assigned, promised
     * @param lease the longest that it knows of
     * @param configHash of the revision that it runs from, may be empty
     * @param terms that an activation which is going on may rest on
     * @param granted the last epoch that the host granted a lease to
     * @param grantEnds when what that epoch runs is gone at the latest, from now
     * @param heard how long ago it heard the others; missing are those it has not heard since its start
     */
    record Promised(
            Epoch epoch,
            Epoch before,
            Assignment assignment,
            Epoch active,
            Epoch released,
            Set<String> hosts,
            LeaseTimes lease,
            String configHash,
            Set<Terms> terms,
            Epoch granted,
            Duration grantEnds,
            Map<String, Duration> heard)
            implements Answer {
        public Promised {
            hosts = Hosts.copy(hosts);
            terms = Set.copyOf(terms);
            heard = Map.copyOf(heard);
        }
    }

    /** The host is there and can't say anything yet: it promised nothing. Worth asking again after {@code remaining}. */
    record Unknown(Epoch epoch, String why, Duration remaining) implements Answer {}

    /**
     * Refuses a Prepare or a release below its promise; nothing was stopped.
     *
     * @param promised what stands against it
     * @param live an operator's SetPrimary under that promise is going on right now
     */
    record Superseded(Epoch epoch, Epoch promised, boolean live) implements Answer {}

    /** Asks the active node to end its primaryOnly processes for this epoch. */
    record AskRelease(Epoch epoch) implements Message {}

    /** It is being done since so long. */
    record Releasing(Epoch epoch, Duration since) implements Message {}

    /** Nothing primaryOnly lives there any more, and no other epoch will be told so. */
    record Released(Epoch epoch) implements Message {}

    /** There is nothing here that could be released to this epoch: the host was restarted, or lost its lease. */
    record NotReleased(Epoch epoch, String why) implements Message {}

    /** The primary is assigned and active; also told to whoever shows that he does not know yet. */
    record Committed(Assignment assignment) implements Message {}

    /**
     * Asks a voter to grant the lease of this epoch, or to renew it.
     *
     * @param sentNanos the sender's monotonic clock, by which the lease counts; it comes back as it is
     */
    record Renew(Epoch epoch, long sentNanos) implements Message {}

    /** The voter helps nobody else to become active until the lease that counts from its own receipt has run out. */
    record Granted(Epoch epoch, long sentNanos) implements Message {}

    /** Asks what the answer to this Prepare would be. Nobody promises anything, and nobody takes its epoch for used. */
    record Query(Prepare prepare) implements Message {}

    /** What a Prepare would be answered. Promises nothing. */
    record WouldAnswer(Answer answer) implements Message {}

    /** The host is there. */
    record Beat(Assignment assignment, Epoch promised) implements Message {}

    /** The agent ends in good order, with its processes. A fact for the operator, never an answer. */
    record Farewell() implements Message {}
}
