package io.github.batonha.actors.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Of the last three, each may do what the one before it may. */
public enum Role {
    /** Nobody that is known: what {@code baton.http.anonymous} leaves open. */
    ANONYMOUS,
    /** A supervised process: the sessions of its node, and nothing else. */
    APPLICATION,
    VIEWER,
    OPERATOR,
    ADMIN;

    /** Whether this role may use a route that asks for {@code least}. */
    public boolean suffices(Role least) {
        return switch (least) {
            case ANONYMOUS -> true;
            case APPLICATION -> this == APPLICATION || this == ADMIN;
            case VIEWER, OPERATOR, ADMIN -> compareTo(least) >= 0;
        };
    }

    /** As settings, messages and answers write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One that can be given to somebody: viewer, operator or admin. */
    public static Optional<Role> given(String word) {
        return Arrays.stream(values())
                .filter(role -> role.compareTo(VIEWER) >= 0 && role.word().equals(word))
                .findFirst();
    }
}
