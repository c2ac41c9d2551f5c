package io.github.batonha.actors.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Since when hosts can be reached while the connections with them look as if they hung. A TCP connection that lived through a partition, or through a
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

    /** Takes in which hosts look so now; a host that does not any more is forgotten. */
    LinkSuspicion with(Set<String> suspects, long now) {
        var next = new HashMap<String, Long>();
        suspects.forEach(host -> next.put(host, since.getOrDefault(host, now)));
        return new LinkSuspicion(next);
    }

    /** Forgets all other hosts. */
    LinkSuspicion among(Set<String> suspects) {
        return suspects.containsAll(since.keySet())
                ? this
                : new LinkSuspicion(since.entrySet().stream()
                        .filter(entry -> suspects.contains(entry.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    boolean hasLasted(String host, Duration duration, long now) {
        var begun = since.get(host);
        return begun != null && now - begun >= duration.toNanos();
    }
}
