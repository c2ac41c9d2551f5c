package io.github.batonha.actors.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * A token that was given to somebody, without its text: nobody comes from the hash to the token.
 *
 * @param hash SHA-256 of the token, in hex
 * @param name the holder's, as in {@code token:ci}
 * @param by who had it made, as authenticated
 */
public record IssuedToken(
        String hash, String name, Role role, Instant created, Instant expires, String by, Revocation revocation) {

    /** For so long after its end all nodes remember it, so that none brings a revoked one back, whatever its clock says. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private static final Comparator<Revocation.Revoked> EARLIEST =
            Comparator.comparing(Revocation.Revoked::at).thenComparing(Revocation.Revoked::by);

    /** Whether it was taken back. */
    public sealed interface Revocation {
        record None() implements Revocation {}

        record Revoked(Instant at, String by) implements Revocation {}
    }

    /** What two nodes know of the same token, which never changes but for its revocation: what was revoked once stays so. */
    IssuedToken merge(IssuedToken other) {
        return with(merge(revocation, other.revocation));
    }

    private static Revocation merge(Revocation one, Revocation other) {
        return switch (one) {
            case Revocation.None _ -> other;
            case Revocation.Revoked revoked ->
                switch (other) {
                    case Revocation.None _ -> revoked;
                    case Revocation.Revoked too -> EARLIEST.compare(revoked, too) <= 0 ? revoked : too;
                };
        };
    }

    /** Otherwise the same. */
    IssuedToken with(Revocation changed) {
        return new IssuedToken(hash, name, role, created, expires, by, changed);
    }

    /** As lists show it. */
    public State state(Instant now) {
        return switch (revocation) {
            case Revocation.Revoked _ -> State.REVOKED;
            case Revocation.None _ -> now.isBefore(expires) ? State.ACTIVE : State.EXPIRED;
        };
    }

    boolean isForgotten(Instant now) {
        return !now.isBefore(expires.plus(REMEMBERED));
    }

    /** Whether requests with it count. */
    public enum State {
        ACTIVE,
        EXPIRED,
        REVOKED
    }
}
