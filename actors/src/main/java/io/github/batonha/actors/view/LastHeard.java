package io.github.batonha.actors.view;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last report of each node with the time that it was heard. A value; times are readings of this node's own monotonic
 * clock in nanoseconds, so steps of the wall clock and the clocks of other nodes mean nothing here.
 */
record LastHeard(Map<String, Sighting> byNode) {
    static final LastHeard NONE = new LastHeard(Map.of());

    record Sighting(NodeReport report, long heardAt) {
        Duration age(long now) {
            return Duration.ofNanos(Math.max(0, now - heardAt));
        }

        /** A node that took leave is down at once, another when nothing was heard for so long. */
        boolean isDown(long now, Duration downAfter) {
            return report.farewell() || age(now).compareTo(downAfter) > 0;
        }
    }

    LastHeard {
        byNode = Map.copyOf(byNode);
    }

    /** Takes a report in; one that a newer one overtook changes nothing. */
    LastHeard heard(NodeReport report, long now) {
        var known = byNode.get(report.node());
        if (known != null && report.isNotNewerThan(known.report())) {
            return this;
        }
        var next = new LinkedHashMap<>(byNode);
        next.put(report.node(), new Sighting(report, now));
        return new LastHeard(next);
    }

    Optional<Sighting> of(String node) {
        return Optional.ofNullable(byNode.get(node));
    }

    Collection<Sighting> all() {
        return byNode.values();
    }
}
