package io.github.batonha.conf.processes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds processes that wait for each other. Each circle is reported once, from where it is first met. */
final class DependencyCycles {

    private final Map<String, List<String>> dependencies;
    private final Set<String> done = new HashSet<>();
    private final List<String> path = new ArrayList<>();
    /** What is still to be looked at of each on the path. */
    private final List<Iterator<String>> open = new ArrayList<>();

    private final Map<String, Integer> position = new HashMap<>();
    private final List<List<String>> cycles = new ArrayList<>();

    private DependencyCycles(Map<String, List<String>> dependencies) {
        this.dependencies = dependencies;
    }

    /** Each as the names along the circle, the first one again at the end. */
    static List<List<String>> in(Map<String, List<String>> dependencies) {
        var search = new DependencyCycles(dependencies);
        dependencies.keySet().forEach(search::visit);
        return search.cycles;
    }

    /** Without recursion: a chain may be longer than a stack is deep. */
    private void visit(String start) {
        enter(start);
        while (!path.isEmpty()) {
            var next = open.getLast();
            if (next.hasNext()) {
                enter(next.next());
            } else {
                open.removeLast();
                position.remove(path.removeLast());
            }
        }
    }

    private void enter(String name) {
        var met = position.get(name);
        if (met != null) {
            var cycle = new ArrayList<>(path.subList(met, path.size()));
            cycle.add(name);
            cycles.add(cycle);
        } else if (done.add(name)) {
            position.put(name, path.size());
            path.add(name);
            open.add(dependencies.getOrDefault(name, List.of()).iterator());
        }
    }
}
