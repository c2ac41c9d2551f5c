package baton.conf.processes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds processes that wait for each other. Each circle is reported once, from where it is first met. */
final class DependencyCycles {

    private final Map<String, List<String>> dependencies;
    private final Set<String> done = new HashSet<>();
    private final List<String> path = new ArrayList<>();
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

    private void visit(String name) {
        var met = path.indexOf(name);
        if (met >= 0) {
            var cycle = new ArrayList<>(path.subList(met, path.size()));
            cycle.add(name);
            cycles.add(cycle);
            return;
        }
        if (!done.add(name)) {
            return;
        }
        path.add(name);
        dependencies.getOrDefault(name, List.of()).forEach(this::visit);
        path.removeLast();
    }
}
