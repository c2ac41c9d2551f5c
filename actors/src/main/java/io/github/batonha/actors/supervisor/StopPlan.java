package io.github.batonha.actors.supervisor;

import io.github.batonha.supervision.spec.ChildSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The order in which some processes are stopped: one may be stopped when all those of them that depend on it, over whatever
 * others, are gone. Independent ones go at the same time.
 */
final class StopPlan {

    private final Map<String, Set<String>> dependents = new HashMap<>();
    private final Set<String> waiting;
    private final Set<String> left;

    StopPlan(Collection<ChildSpec> specs, Set<String> targets) {
        waiting = new LinkedHashSet<>(targets);
        left = new HashSet<>(targets);
        var dependencies = new HashMap<String, ChildSpec>();
        specs.forEach(spec -> dependencies.put(spec.name(), spec));
        for (var spec : specs) {
            for (var dependency : closure(spec.name(), dependencies)) {
                dependents.computeIfAbsent(dependency, none -> new HashSet<>()).add(spec.name());
            }
        }
    }

    /** What may be stopped now and was not given out before. */
    Set<String> next() {
        var next = new LinkedHashSet<String>();
        for (var name : waiting) {
            if (dependents.getOrDefault(name, Set.of()).stream().noneMatch(left::contains)) {
                next.add(name);
            }
        }
        waiting.removeAll(next);
        return next;
    }

    void gone(String name) {
        left.remove(name);
        waiting.remove(name);
    }

    private static Set<String> closure(String name, Map<String, ChildSpec> specs) {
        var found = new LinkedHashSet<String>();
        collect(name, specs, found);
        found.remove(name);
        return found;
    }

    private static void collect(String name, Map<String, ChildSpec> specs, Set<String> found) {
        var spec = specs.get(name);
        if (spec != null && found.add(name)) {
            spec.dependencies().forEach(dependency -> collect(dependency, specs, found));
        }
    }
}
