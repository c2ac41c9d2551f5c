package io.github.batonha.actors.view;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.events.NodeEvent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells when another node comes or goes, and when users of this one are taken away. Part of the view's actor: only that one calls it. */
final class Changes {

    private static final String OPEN = "OPEN";

    private final EventSink events;
    private final Map<String, Boolean> upBefore = new HashMap<>();
    private @Nullable String drainBefore;

    Changes(EventSink events) {
        this.events = events;
    }

    /** A node that was never heard is DOWN, which is no news. */
    void seen(String node, boolean isUp) {
        var wasUp = upBefore.put(node, isUp);
        if (isUp != (wasUp != null && wasUp)) {
            events.tell(new NodeEvent.PeerChanged(node, word(!isUp), word(isUp)));
        }
    }

    private static String word(boolean isUp) {
        return (isUp ? MonCluster.NodeView.State.UP : MonCluster.NodeView.State.DOWN).name();
    }

    /** What is said first is what an earlier life of the node has left. */
    void drained(MonCluster.NodeView.@Nullable Drain drain) {
        var now = drain == null ? OPEN : drain.name();
        if (drainBefore != null && !drainBefore.equals(now)) {
            events.tell(new NodeEvent.DrainChanged(drainBefore, now));
        }
        drainBefore = now;
    }
}
