package baton.actors.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Since when the connections with which hosts are suspected to hang. A TCP connection that lived through a partition, or through a
 * crash of the other machine, may hang for up to two minutes after the network is whole again, for the kernel waits twice
 * as long before each attempt to send again. A value; times are monotonic nanoseconds.
 */
record LinkSuspicion(Map<String, Long> since) {
    static final LinkSuspicion NONE = new LinkSuspicion(Map.of());

    /** What is known of the talk with one host. */
    record Talk(boolean wasEverHeard, boolean isHeard, boolean hearsUs) {

        /** One way hangs: it fell silent, or says that it does not hear us. */
        boolean isOneSided() {
            return isHeard ? !hearsUs : wasEverHeard;
        }
    }

    LinkSuspicion {
        since = Map.copyOf(since);
    }

    /** Takes in which hosts look suspect now; a host that does not any more is forgotten. */
    LinkSuspicion with(Set<String> suspects, long now) {
        var next = new HashMap<String, Long>();
        suspects.forEach(host -> next.put(host, since.getOrDefault(host, now)));
        return new LinkSuspicion(next);
    }

    /** Hosts that have been suspect for so long, in the order of their names. */
    List<String> lastingFor(Duration duration, long now) {
        return since.entrySet().stream()
                .filter(entry -> now - entry.getValue() >= duration.toNanos())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
