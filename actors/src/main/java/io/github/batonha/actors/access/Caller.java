package io.github.batonha.actors.access;

/**
 * Who asks, as far as it is proven.
 *
 * @param name as authenticated, such as {@code token:ci}, {@code os:alice} or {@code anonymous}
 * @param from the address of the peer, or {@code unix socket}
 */
public record Caller(String name, Role role, String from) {

    public static Caller anonymous(String from) {
        return new Caller("anonymous", Role.ANONYMOUS, from);
    }

    /** For the history: who it was, and what they say for whom, which is proven by nothing. */
    public String by(String claimed) {
        return claimed.isBlank() ? name : "%s for %s".formatted(name, claimed.strip());
    }
}
