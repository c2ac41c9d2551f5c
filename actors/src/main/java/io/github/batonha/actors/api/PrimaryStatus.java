package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a node's primary protocol says of itself.
 *
 * @param role PRIMARY: active, primaryOnly processes may run here. UNKNOWN: no intact store
 * @param primary node of the newest assignment known, null where there is none
 * @param epoch of that assignment, 0 where there is none
 * @param by who made that assignment
 * @param confirmedDown hosts that it rests on the word of a person for
 * @param fenced hosts that were switched off for it
 * @param voters hosts whose majority grants the lease of the primary; empty under guard operator
 * @param message what is worth saying, may be empty
 * @param lease of the active epoch, where voters grant it; null where nobody does, and of an agent that does not tell it
 */
public record PrimaryStatus(
        Role role,
        @Nullable String primary,
        long epoch,
        String by,
        List<String> confirmedDown,
        List<String> fenced,
        List<String> voters,
        String message,
        @Nullable Lease lease)
        implements Wire {

    /**
     * How long a primary may go on without another grant.
     *
     * @param sinceTick when what was granted last had been asked for; nanoseconds, comparable with the ticks of the same agent's reports alone
     * @param untilTick when it ends unless it is renewed, as {@code sinceTick}
     */
    public record Lease(List<String> grantedBy, long sinceTick, long untilTick) {
        public Lease {
            grantedBy = List.copyOf(grantedBy);
        }
    }

    public PrimaryStatus {
        confirmedDown = List.copyOf(confirmedDown);
        fenced = List.copyOf(fenced);
        // An agent of an earlier release knows none.
        voters = List.copyOf(Objects.requireNonNullElse(voters, List.of()));
    }

    /** Under guard operator. */
    public PrimaryStatus(
            Role role,
            @Nullable String primary,
            long epoch,
            String by,
            List<String> confirmedDown,
            List<String> fenced,
            String message) {
        this(role, primary, epoch, by, confirmedDown, fenced, List.of(), message, null);
    }

    /** Of an assignment that rests on answers alone. */
    public PrimaryStatus(Role role, @Nullable String primary, long epoch, String message) {
        this(role, primary, epoch, "", List.of(), List.of(), message);
    }

    /** Without what changes all the time. */
    public PrimaryStatus withoutLease() {
        return lease == null
                ? this
                : new PrimaryStatus(role, primary, epoch, by, confirmedDown, fenced, voters, message, null);
    }
}
