package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.events.NodeEvent;

/** The events of warm standbys: one that is warm is in STANDBY, and not healthy. */
final class StandbyEvents {

    private StandbyEvents() {}

    /** Tells the sink what happens to standbys. */
    static EventSink to(EventSink sink) {
        return happened -> sink.tellLater(() -> happened.get().map(StandbyEvents::said));
    }

    private static NodeEvent said(NodeEvent event) {
        return event instanceof NodeEvent.ProcessChanged(var process, var from, var to, var text)
                ? new NodeEvent.ProcessChanged(process, said(from), said(to), text)
                : event;
    }

    private static String said(String state) {
        return state.equals(ProcessState.HEALTHY.name()) ? ProcessState.STANDBY.name() : state;
    }
}
