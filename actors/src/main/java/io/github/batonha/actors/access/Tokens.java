package io.github.batonha.actors.access;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All tokens that a node knows. Two nodes that know the same come to the same, in whichever order and how often they heard of it. Immutable.
 */
public final class Tokens {
    public static final Tokens NONE = new Tokens(Map.of());
    private static final Comparator<IssuedToken> IN_ORDER = Comparator.comparing(IssuedToken::name)
            .thenComparing(IssuedToken::created)
            .thenComparing(IssuedToken::hash);

    private final Map<String, IssuedToken> byHash;

    private Tokens(Map<String, IssuedToken> byHash) {
        this.byHash = Map.copyOf(byHash);
    }

    /** With what others know, and without those that ended long ago. */
    public Tokens merge(Collection<IssuedToken> others, Instant now) {
        var merged = new HashMap<>(byHash);
        others.forEach(other -> merged.merge(other.hash(), other, IssuedToken::merge));
        merged.values().removeIf(token -> token.isForgotten(now));
        return new Tokens(merged);
    }

    /** The token of that hash, if it counts now. */
    public Optional<IssuedToken> active(String hash, Instant now) {
        return Optional.ofNullable(byHash.get(hash)).filter(token -> token.state(now) == IssuedToken.State.ACTIVE);
    }

    /** Those of that name that count now; several where two nodes made one each while they could not talk. */
    public List<IssuedToken> activeOf(String name, Instant now) {
        return all().stream()
                .filter(token -> token.name().equals(name) && token.state(now) == IssuedToken.State.ACTIVE)
                .toList();
    }

    /** These tokens, as they are once they are revoked. */
    public static List<IssuedToken> revoked(List<IssuedToken> tokens, Instant now, String by) {
        return tokens.stream()
                .map(token -> token.with(new IssuedToken.Revocation.Revoked(now, by)))
                .toList();
    }

    /** By name. */
    public List<IssuedToken> all() {
        return byHash.values().stream().sorted(IN_ORDER).toList();
    }

    public int size() {
        return byHash.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens tokens && byHash.equals(tokens.byHash);
    }

    @Override
    public int hashCode() {
        return byHash.hashCode();
    }

    @Override
    public String toString() {
        return "Tokens[%d]".formatted(byHash.size());
    }
}
