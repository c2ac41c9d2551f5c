package baton.supervision.drain;

import java.time.Duration;
import java.time.Instant;

/** What people are told of a drain. */
final class DrainTexts {

    private DrainTexts() {}

    static String busy(int connections, Instant now, Instant deadline) {
        return "%s; at most %s more".formatted(open(connections), shown(Duration.between(now, deadline)));
    }

    static String quiet(Instant now, Instant until) {
        return "no user is connected; balancers get the time to notice: %s to go"
                .formatted(shown(Duration.between(now, until)));
    }

    static String atTheDeadline(int connections) {
        return connections == 0 ? atTheDeadline() : atTheDeadline() + ": " + open(connections);
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

    private static String open(int connections) {
        if (connections < 0) {
            return "connections of users can't be counted here";
        }
        return connections == 1
                ? "1 connection of a user is open"
                : "%d connections of users are open".formatted(connections);
    }

    private static String count(int processes) {
        return processes == 1 ? "1 process" : processes + " processes";
    }

    private static String shown(Duration time) {
        return "%.1f s".formatted(Math.max(0, time.toMillis()) / 1000.0);
    }
}
