package io.github.batonha.supervision.primary.model;

import java.util.Set;

/**
 * What a host must not forget. Written and fsynced as a whole before anything that relies on it leaves the host.
 *
 * @param active epoch whose primaryOnly processes may run here, {@link Epoch#NONE} where none may
 * @param released the one epoch that the last activation here was released to, {@link Epoch#NONE} where it was to none
 */
public record PrimaryRecord(Promise promise, Assignment assignment, Epoch active, Epoch released) {

    public static final PrimaryRecord EMPTY = new PrimaryRecord(Promise.NONE, Assignment.NONE, Epoch.NONE, Epoch.NONE);

    public PrimaryRecord withPromise(Promise next) {
        return new PrimaryRecord(next, assignment, active, released);
    }

    /** The mark goes because the processes are gone; nobody may count that as having been released to. */
    public PrimaryRecord cleared() {
        return new PrimaryRecord(promise, assignment, Epoch.NONE, released);
    }

    public PrimaryRecord releasedTo(Epoch epoch) {
        return new PrimaryRecord(promise, assignment, Epoch.NONE, epoch);
    }

    /** Takes over a newer assignment; from its epoch on it alone says which hosts are known. */
    public PrimaryRecord adopt(Assignment newer) {
        var kept = promise.epoch().isAbove(newer.epoch())
                ? promise
                : new Promise(newer.epoch(), newer.hosts(), true, newer.lease());
        return new PrimaryRecord(kept, newer, active, released);
    }

    public PrimaryRecord activate(Assignment own) {
        return new PrimaryRecord(
                new Promise(own.epoch(), own.hosts(), promise.byOperator(), own.lease()), own, own.epoch(), Epoch.NONE);
    }

    /** A release that no assignment known here has overtaken: its target may be active unseen. */
    public Epoch openRelease() {
        return released.isAbove(assignment.epoch()) ? released : Epoch.NONE;
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
