package io.github.batonha.supervision.primary.protocol;

import java.util.Set;

/** Lives of simulated clusters, one for each seed. */
interface Lives {

    String name();

    /** Lives one; ends with a {@link Violation} if something of what is asserted does not hold. */
    SimWorld live(long seed, Set<Violation.Kind> asserted);

    static Lives of(String name) {
        for (var script : Script.values()) {
            if (script.name().equals(name)) {
                return script;
            }
        }
        return Profile.valueOf(name);
    }
}
