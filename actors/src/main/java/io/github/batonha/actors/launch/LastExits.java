package io.github.batonha.actors.launch;

import io.github.batonha.supervision.os.Exit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How the last run of each process of a node ended, as far as this agent saw it. Any thread. */
public final class LastExits {

    private final Map<String, Exit> last = new ConcurrentHashMap<>();

    public void ended(String process, Exit exit) {
        last.put(process, exit);
    }

    /** Processes have no entry before a run of theirs has ended. */
    public Map<String, Exit> last() {
        return Map.copyOf(last);
    }
}
