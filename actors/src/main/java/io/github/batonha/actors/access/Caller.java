package io.github.batonha.actors.access;

/**
 * Who asks, as far as it is proven.
 *
 * @param name as authenticated, such as {@code token:ci}, {@code os:alice}, {@code proxy:alice}, {@code certificate:alice} or {@code
 *     anonymous}
 * @param from the address of the peer, or {@code unix socket}
 */
public record Caller(String name, Role role, String from) {

    private static final String ANONYMOUS = "anonymous";

    public static Caller anonymous(String from) {
        return new Caller(ANONYMOUS, Role.ANONYMOUS, from);
    }

    /** Whether it is proven who it is, be it of a role or of none. */
    public boolean isKnown() {
        return !name.equals(ANONYMOUS);
    }

    /** For the history: who it was, and what they say for whom, which is proven by nothing. */
    public String by(String claimed) {
        return claimed.isBlank() ? name : "%s for %s".formatted(name, claimed.strip());
    }
}
