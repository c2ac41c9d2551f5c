package io.github.batonha.supervision.drain;

import java.time.Duration;
import java.time.Instant;

/** What people are told of a drain. */
final class DrainTexts {

    private DrainTexts() {}

    static String busy(DrainEvent.Counted counted, Instant now, Instant deadline) {
        return "%s; at most %s more".formatted(open(counted), shown(Duration.between(now, deadline)));
    }

    static String quiet(Instant now, Instant until) {
        return "no user is connected; balancers get the time to notice: %s to go"
                .formatted(shown(Duration.between(now, until)));
    }

    static String atTheDeadline(DrainEvent.Counted counted) {
        return counted.connections() == 0 ? atTheDeadline() : atTheDeadline() + ": " + open(counted);
    }

    static String atTheDeadline() {
        return "the deadline has passed";
    }

    static String leaving(String node, Duration settle) {
        return "balancers are told to send nobody to %s, and get %s to notice".formatted(node, shown(settle));
    }

    static String stopping(int processes) {
        return "stopping %s in reverse order of their dependencies".formatted(count(processes));
    }

    static String stopped(int processes) {
        return "%s stopped".formatted(count(processes));
    }

    private static String open(DrainEvent.Counted counted) {
        if (counted.connections() < 0) {
            return "connections of users can't be counted here";
        }
        var connections = counted.connections() == 1
                ? "1 connection of a user is open"
                : "%d connections of users are open".formatted(counted.connections());
        return counted.who().isEmpty() ? connections : "%s (%s)".formatted(connections, counted.who());
    }

    private static String count(int processes) {
        return processes == 1 ? "1 process" : processes + " processes";
    }

    private static String shown(Duration time) {
        return "%.1f s".formatted(Math.max(0, time.toMillis()) / 1000.0);
    }
}
