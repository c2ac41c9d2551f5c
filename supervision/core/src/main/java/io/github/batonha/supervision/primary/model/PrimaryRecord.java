package io.github.batonha.supervision.primary.model;

import java.util.HashSet;
import java.util.Set;

/**
 * What a host must not forget. Written and fsynced as a whole before anything that relies on it leaves the host.
 *
 * @param active epoch whose primaryOnly processes may run here, {@link Epoch#NONE} where none may
 * @param released the one epoch that the last activation here was released to, {@link Epoch#NONE} where it was to none
 * @param granted the last epoch that this host granted a lease to, {@link Epoch#NONE} where it never did
 */
public record PrimaryRecord(Promise promise, Assignment assignment, Epoch active, Epoch released, Epoch granted) {

    public static final PrimaryRecord EMPTY =
            new PrimaryRecord(Promise.NONE, Assignment.NONE, Epoch.NONE, Epoch.NONE, Epoch.NONE);

    public PrimaryRecord withPromise(Promise next) {
        return new PrimaryRecord(next, assignment, active, released, granted);
    }

    /** The mark goes because the processes are gone; nobody may count that as having been released to. */
    public PrimaryRecord cleared() {
        return new PrimaryRecord(promise, assignment, Epoch.NONE, released, granted);
    }

    public PrimaryRecord releasedTo(Epoch epoch) {
        return new PrimaryRecord(promise, assignment, Epoch.NONE, epoch, granted);
    }

    public PrimaryRecord granting(Epoch epoch) {
        return new PrimaryRecord(promise, assignment, active, released, epoch);
    }

    /** Takes over a newer assignment; from its epoch on it alone says which hosts are known. */
    public PrimaryRecord adopt(Assignment newer) {
        var kept = promise.epoch().isAbove(newer.epoch())
                ? promise
                : new Promise(newer.epoch(), newer.hosts(), true, newer.lease(), Set.of(newer.terms()));
        return new PrimaryRecord(kept, newer, active, released, granted);
    }

    public PrimaryRecord activate(Assignment own) {
        return new PrimaryRecord(
                new Promise(own.epoch(), own.hosts(), promise.byOperator(), own.lease(), Set.of(own.terms())),
                own,
                own.epoch(),
                Epoch.NONE,
                granted);
    }

    /** A release that no assignment known here has overtaken: its target may be active unseen. */
    public Epoch openRelease() {
        return released.isAbove(assignment.epoch()) ? released : Epoch.NONE;
    }

    /** Terms that an activation which is going on may rest on, as far as this record knows. */
    public Set<Terms> terms() {
        var all = new HashSet<Terms>();
        if (assignment.exists()) {
            all.add(assignment.terms());
        }
        if (promise.epoch().isAbove(assignment.epoch())) {
            all.addAll(promise.terms());
        }
        return all;
    }

    /** Hosts that somebody may have become active with, as far as this record knows. */
    public Set<String> hosts() {
        return Hosts.union(assignment.hosts(), promise.hosts());
    }

    /** Longest time that processes started under anything known here may outlive their agent. */
    public LeaseTimes lease() {
        return assignment.lease().max(promise.lease());
    }
}
