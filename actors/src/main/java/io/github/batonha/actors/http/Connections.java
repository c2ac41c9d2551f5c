package io.github.batonha.actors.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.Done;

/**
 * The open connections of the agent's port, and who has to go when there are too many. The processes of this host, which have their
 * sessions from here, have places of their own, that nobody elsewhere can take. A connection that does nothing gives way to a new one;
 * only one with a request under way keeps its place. Any thread; times are monotonic nanoseconds.
 */
final class Connections {
    static final int MOST_HERE = 1024;
    static final int MOST_ELSEWHERE = 512;
    static final int MOST_OF_AN_ADDRESS = 64;
    static final Duration FIRST_REQUEST_WITHIN = Duration.ofSeconds(5);
    static final Duration NEXT_REQUEST_WITHIN = Duration.ofMinutes(1);

    private final Set<Connection> open = new LinkedHashSet<>();
    private final List<CompletableFuture<Done>> waiting = new ArrayList<>();
    private int orders;

    /** One connection. */
    final class Connection {
        private final InetAddress address;
        private final boolean isHere;
        private final Runnable end;
        private long since;
        private int underWay;
        private int ordersUnderWay;
        private boolean hasAsked;

        private Connection(InetAddress address, boolean isHere, Runnable end, long now) {
            this.address = address;
            this.isHere = isHere;
            this.end = end;
            this.since = now;
        }

        /**
         * A request has come, its head complete.
         *
         * @param isOrder whether it changes anything
         */
        void asked(boolean isOrder) {
            synchronized (open) {
                hasAsked = true;
                underWay++;
                ordersUnderWay += isOrder ? 1 : 0;
                orders += isOrder ? 1 : 0;
            }
        }

        /** All of an answer was handed over. Those of a connection come in the order of its requests, one at a time. */
        void answered(long now) {
            synchronized (open) {
                underWay--;
                since = now;
                forgetOrders();
            }
        }

        void closed() {
            synchronized (open) {
                open.remove(this);
                forgetOrders();
            }
        }

        private void forgetOrders() {
            orders -= ordersUnderWay;
            ordersUnderWay = 0;
            completeWaiting();
        }

        /** No request is under way. */
        boolean isIdle() {
            synchronized (open) {
                return underWay == 0;
            }
        }

        private boolean isOverdue(long now) {
            var atMost = hasAsked ? NEXT_REQUEST_WITHIN : FIRST_REQUEST_WITHIN;
            return isIdle() && now - since >= atMost.toNanos();
        }
    }

    /**
     * A place for a new connection; empty where all that could give way have requests under way.
     *
     * @param isHere whether it comes from this host
     * @param end ends the connection, from any thread, and may be called more than once
     */
    Optional<Connection> take(InetAddress address, boolean isHere, Runnable end, long now) {
        var leaving = new ArrayList<Connection>();
        Optional<Connection> taken;
        synchronized (open) {
            var hasPlace = isHere
                    ? hasPlace(each -> each.isHere, MOST_HERE, leaving)
                    : hasPlace(each -> !each.isHere && each.address.equals(address), MOST_OF_AN_ADDRESS, leaving)
                            && hasPlace(each -> !each.isHere, MOST_ELSEWHERE, leaving);
            taken = hasPlace ? Optional.of(new Connection(address, isHere, end, now)) : Optional.empty();
            taken.ifPresent(open::add);
        }
        leaving.forEach(each -> each.end.run());
        return taken;
    }

    private boolean hasPlace(Predicate<Connection> isOfThese, int most, List<Connection> leaving) {
        var these = open.stream().filter(isOfThese).toList();
        if (these.size() < most) {
            return true;
        }
        var idlest = these.stream()
                .filter(Connection::isIdle)
                .min(Comparator.<Connection, Boolean>comparing(each -> each.hasAsked)
                        .thenComparing(each -> each.since, (one, other) -> Long.signum(one - other)));
        idlest.ifPresent(open::remove);
        idlest.ifPresent(leaving::add);
        return idlest.isPresent();
    }

    /** Ends those that have waited too long for a request. Returns whether any is left. */
    boolean sweep(long now) {
        List<Connection> overdue;
        boolean isAnyLeft;
        synchronized (open) {
            overdue = open.stream().filter(each -> each.isOverdue(now)).toList();
            overdue.forEach(open::remove);
            isAnyLeft = !open.isEmpty();
        }
        overdue.forEach(each -> each.end.run());
        return isAnyLeft;
    }

    /** Done as soon as no order is under way. */
    CompletionStage<Done> noOrders() {
        synchronized (open) {
            if (orders == 0) {
                return CompletableFuture.completedFuture(Done.getInstance());
            }
            var done = new CompletableFuture<Done>();
            waiting.add(done);
            return done;
        }
    }

    private void completeWaiting() {
        if (orders == 0) {
            waiting.forEach(each -> each.completeAsync(Done::getInstance));
            waiting.clear();
        }
    }

    int size() {
        synchronized (open) {
            return open.size();
        }
    }
}
