package io.github.batonha.actors.access;

import io.github.batonha.supervision.secrets.Sha256;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tickets for sessions of the console that go on at this node, as another node has vouched for them. A ticket begins one session, within five
 * minutes, and only from the address that the other session was used from. It is no bearer of anything else. Nothing of it is on the disk.
 * Any thread.
 */
public final class HandOvers {
    static final String PREFIX = "handover.";
    /** Twice the time after which a page asks for a new one. */
    static final Duration LIFETIME = Duration.ofMinutes(5);

    static final int MOST = 1000;
    static final int MOST_OF_ONE = 100;

    private final LongSupplier monotonicNanos;
    private final Supplier<byte[]> random;
    /** By the SHA-256 of the ticket. */
    private final Map<String, Ticket> tickets = new HashMap<>();

    /**
     * What a ticket stands for.
     *
     * @param holder who is known now by what the session was begun with; empty ends the session
     * @param token hash of the token that it was begun with; empty where it was none
     * @param left until the session ends at the latest, counted from the ticket
     */
    record Ticket(Caller caller, Supplier<Optional<Caller>> holder, String token, Duration left, long issued) {}

    HandOvers(LongSupplier monotonicNanos, Supplier<byte[]> random) {
        this.monotonicNanos = monotonicNanos;
        this.random = random;
    }

    /** Where there are too many, the oldest ends: of the same caller first. */
    public synchronized String issue(Caller caller, Supplier<Optional<Caller>> holder, String token, Duration left) {
        var now = monotonicNanos.getAsLong();
        tickets.values().removeIf(ticket -> isOver(ticket, now));
        var ofOne = tickets.values().stream()
                .filter(ticket -> ticket.caller().name().equals(caller.name()))
                .count();
        if (ofOne >= MOST_OF_ONE) {
            dropOldest(caller.name());
        } else if (tickets.size() >= MOST) {
            dropOldest("");
        }
        var text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random.get());
        tickets.put(Sha256.hex(text), new Ticket(caller, holder, token, left, now));
        return text;
    }

    private void dropOldest(String name) {
        var now = monotonicNanos.getAsLong();
        tickets.entrySet().stream()
                .filter(entry ->
                        name.isEmpty() || entry.getValue().caller().name().equals(name))
                .max(Comparator.comparingLong(entry -> now - entry.getValue().issued()))
                .map(Map.Entry::getKey)
                .ifPresent(tickets::remove);
    }

    private static boolean isOver(Ticket ticket, long now) {
        return now - ticket.issued() >= LIFETIME.toNanos();
    }

    /** Whose it is, in the role of now; it stays. Empty where it does not count, or not from there. */
    synchronized Optional<Caller> find(String text, String from) {
        return Optional.ofNullable(tickets.get(Sha256.hex(text)))
                .filter(ticket -> !isOver(ticket, monotonicNanos.getAsLong()))
                .filter(ticket -> ticket.caller().from().equals(from))
                .flatMap(ticket -> ticket.holder().get());
    }

    /** Only once. In the ticket that it returns, {@code left} counts from now. */
    synchronized Optional<Ticket> take(String text, String from) {
        if (find(text, from).isEmpty()) {
            return Optional.empty();
        }
        var ticket = Objects.requireNonNull(tickets.remove(Sha256.hex(text)));
        var age = Duration.ofNanos(monotonicNanos.getAsLong() - ticket.issued());
        return Optional.of(new Ticket(
                ticket.caller(), ticket.holder(), ticket.token(), ticket.left().minus(age), ticket.issued()));
    }

    /** Never a ticket. */
    @Override
    public synchronized String toString() {
        return "HandOvers[%d]".formatted(tickets.size());
    }
}
