package io.github.batonha.actors.launch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long the last looks at the processes of a node took. Those of a process that ended stay. Any thread. */
public final class ProbeTimes {

    /** What a look is for. */
    public enum Kind {
        READINESS,
        LIVENESS
    }

    /** A probe of a process. */
    public record Looked(String process, Kind kind) {}

    private final Map<Looked, Duration> last = new ConcurrentHashMap<>();

    /** A look has come to an end, well or not. */
    public void took(Looked looked, Duration time) {
        last.put(looked, time);
    }

    /** Of each probe that has looked at something. */
    public Map<Looked, Duration> last() {
        return Map.copyOf(last);
    }
}
