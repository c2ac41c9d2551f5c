package io.github.batonha.supervision.primary.model;

import java.time.Instant;
import java.util.Set;

/**
 * Who is primary, since when, and under which terms that was agreed.
 *
 * @param at the proposer's wall clock, for people only
 * @param by who asked: the OS user, or an API identity; for a resumption the node itself
 * @param reason may be empty
 * @param confirmedDown hosts that an operator asserted to be down, on which this assignment rests
 * @param fenced hosts that a fence command has switched off, on which this assignment rests
 * @param from primary of the assignment before, empty for the first
 * @param hosts every host that must be asked the next time
 * @param voters hosts that take part in decisions; under {@link Guard#OPERATOR} all of them
 * @param lease times that the lease page of this epoch is pushed with
 */
public record Assignment(
        Epoch epoch,
        String primary,
        Instant at,
        String by,
        String reason,
        Set<String> confirmedDown,
        Set<String> fenced,
        String from,
        Set<String> hosts,
        Set<String> voters,
        Guard guard,
        LeaseTimes lease) {

    /** Stands where nobody has been primary yet. */
    public static final Assignment NONE = new Assignment(
            Epoch.NONE, "", Instant.EPOCH, "", "", Set.of(), "", Set.of(), Set.of(), Guard.OPERATOR, LeaseTimes.NONE);

    public Assignment {
        confirmedDown = Hosts.copy(confirmedDown);
        fenced = Hosts.copy(fenced);
        hosts = Hosts.copy(hosts);
        voters = Hosts.copy(voters);
    }

    /** Rests on no fence. */
    public Assignment(
            Epoch epoch,
            String primary,
            Instant at,
            String by,
            String reason,
            Set<String> confirmedDown,
            String from,
            Set<String> hosts,
            Set<String> voters,
            Guard guard,
            LeaseTimes lease) {
        this(epoch, primary, at, by, reason, confirmedDown, Set.of(), from, hosts, voters, guard, lease);
    }

    public boolean exists() {
        return epoch.exists();
    }

    public Terms terms() {
        return new Terms(guard, voters);
    }

    public boolean isNewerThan(Assignment other) {
        return epoch.isAbove(other.epoch);
    }
}
