package io.github.batonha.actors.access;

import io.github.batonha.supervision.secrets.Sha256;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who has logged in to the console of this node. A session counts from the address that it was begun from, for 12 hours, and no longer than
 * an hour without a request. It ends with the token that it was begun with. Nothing of it is on the disk. Any thread.
 */
public final class ConsoleSessions {
    public static final Duration LONGEST = Duration.ofHours(12);
    public static final Duration LONGEST_IDLE = Duration.ofHours(1);
    static final int MOST = 200;
    static final int MOST_OF_ONE = 20;
    /** Longer than a login of the operating system counts. */
    static final Duration LOGIN_REMEMBERED = Duration.ofMinutes(2);

    static final int MOST_LOGINS = 1000;
    private static final int ID_BYTES = 32;
    private static final String BY_CONSOLE = " by console";

    private final LongSupplier monotonicNanos;
    private final Supplier<byte[]> random;
    /** By the SHA-256 of the id. */
    private final Map<String, Session> sessions = new HashMap<>();
    /** When a login began a session, by its SHA-256. */
    private final Map<String, Long> usedLogins = new HashMap<>();

    private final HandOvers handOvers;

    private record Session(Caller caller, Supplier<Optional<Caller>> holder, String token, long begun, long used) {
        Session usedAt(long now) {
            return new Session(caller, holder, token, begun, now);
        }

        boolean isOver(long now) {
            return now - begun >= LONGEST.toNanos() || now - used >= LONGEST_IDLE.toNanos();
        }
    }

    /** With ids that nobody can guess. */
    public static ConsoleSessions open(LongSupplier monotonicNanos) {
        var random = new SecureRandom();
        return new ConsoleSessions(monotonicNanos, () -> {
            var bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    /** @param random the bytes of an id, others each time */
    ConsoleSessions(LongSupplier monotonicNanos, Supplier<byte[]> random) {
        this.monotonicNanos = monotonicNanos;
        this.random = random;
        this.handOvers = new HandOvers(monotonicNanos, random);
    }

    /** Tickets for sessions that were begun at other nodes. */
    public HandOvers handOvers() {
        return handOvers;
    }

    /**
     * Begins one. Where there are too many, the one that was idle longest ends: of the same caller first.
     *
     * @param holder who is known now by what the caller logged in with; empty ends the session
     * @param token hash of the token that the caller logged in with; empty where it was none
     * @return its id, which only the caller's browser is to know
     */
    public String begin(Caller caller, Supplier<Optional<Caller>> holder, String token) {
        return begin(caller, holder, token, LONGEST);
    }

    /** Goes on with a session of another node, for as long as that one would have. Empty where the ticket does not count. */
    public Optional<String> takeOver(String ticket, String from) {
        return handOvers
                .take(ticket, from)
                .map(taken -> begin(taken.caller(), taken.holder(), taken.token(), taken.left()));
    }

    private synchronized String begin(Caller caller, Supplier<Optional<Caller>> holder, String token, Duration left) {
        var now = monotonicNanos.getAsLong();
        sessions.values().removeIf(session -> session.isOver(now));
        makeRoom(caller, now);
        var id = Base64.getUrlEncoder().withoutPadding().encodeToString(random.get());
        sessions.put(
                Sha256.hex(id),
                new Session(caller, holder, token, now - LONGEST.minus(left).toNanos(), now));
        return id;
    }

    private void makeRoom(Caller caller, long now) {
        var ofOne = sessions.values().stream()
                .filter(session -> session.caller().name().equals(caller.name()))
                .count();
        if (ofOne >= MOST_OF_ONE) {
            dropIdlest(caller.name(), now);
        } else if (sessions.size() >= MOST) {
            dropIdlest("", now);
        }
    }

    private void dropIdlest(String name, long now) {
        sessions.entrySet().stream()
                .filter(entry ->
                        name.isEmpty() || entry.getValue().caller().name().equals(name))
                .max(Comparator.comparingLong(entry -> now - entry.getValue().used()))
                .map(Map.Entry::getKey)
                .ifPresent(sessions::remove);
    }

    /** Whose session it is, in the role that the token has now; empty where there is none, or it was begun from another address. */
    public synchronized Optional<Caller> find(String id, String from) {
        var key = Sha256.hex(id);
        var now = monotonicNanos.getAsLong();
        var session = sessions.get(key);
        if (session == null) {
            return Optional.empty();
        }
        var holder = session.isOver(now)
                ? Optional.<Caller>empty()
                : session.holder().get();
        if (holder.isEmpty()) {
            sessions.remove(key);
            return Optional.empty();
        }
        if (!session.caller().from().equals(from)) {
            return Optional.empty();
        }
        sessions.put(key, session.usedAt(now));
        return holder.map(known -> new Caller(known.name(), known.role(), from + BY_CONSOLE));
    }

    /**
     * What another node is to know of a session, so that it can go on there.
     *
     * @param caller in the role of now, with the address of the session
     * @param token hash of the token that it was begun with; empty where it was none
     * @param left until it ends at the latest
     */
    public record Known(Caller caller, String token, Duration left) {}

    /** Empty where there is none, or it was begun from another address. */
    public synchronized Optional<Known> known(String id, String from) {
        return find(id, from)
                .flatMap(caller -> Optional.ofNullable(sessions.get(Sha256.hex(id)))
                        .map(session -> new Known(
                                new Caller(caller.name(), caller.role(), from),
                                session.token(),
                                LONGEST.minusNanos(monotonicNanos.getAsLong() - session.begun()))));
    }

    /** Whether this login has not begun a session before, and may now. Only of a login that counts. */
    public synchronized boolean isFirstUse(String login) {
        var now = monotonicNanos.getAsLong();
        usedLogins.values().removeIf(used -> now - used >= LOGIN_REMEMBERED.toNanos());
        return usedLogins.size() < MOST_LOGINS && usedLogins.putIfAbsent(Sha256.hex(login), now) == null;
    }

    /** Does nothing where there is none. */
    public synchronized void end(String id) {
        sessions.remove(Sha256.hex(id));
    }

    /** Never an id. */
    @Override
    public synchronized String toString() {
        return "ConsoleSessions[%d]".formatted(sessions.size());
    }
}
