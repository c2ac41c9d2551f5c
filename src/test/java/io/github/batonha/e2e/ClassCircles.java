package io.github.batonha.e2e;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Circles of classes that know each other, found by Tarjan's algorithm. A nested class counts as its outermost one.
 *
 * @param circles names of the classes of each circle of two or more
 */
record ClassCircles(List<Set<String>> circles) {

    static ClassCircles in(JavaClasses all, String prefix) {
        var graph = new TreeMap<String, Set<String>>();
        for (var one : all) {
            var from = outermost(one);
            if (from.startsWith(prefix)) {
                var to = one.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .map(ClassCircles::outermost)
                        .filter(name -> name.startsWith(prefix) && !name.equals(from))
                        .collect(Collectors.toSet());
                graph.computeIfAbsent(from, none -> new TreeSet<>()).addAll(to);
            }
        }
        return new ClassCircles(new Search(graph).all());
    }

    private static String outermost(JavaClass one) {
        var base = one.getBaseComponentType().getName();
        var nested = base.indexOf('$');
        return nested < 0 ? base : base.substring(0, nested);
    }

    List<Set<String>> largerThan(int most) {
        return circles.stream().filter(circle -> circle.size() > most).toList();
    }

    /** Those over several packages. */
    List<Set<String>> across() {
        return circles.stream()
                .filter(circle -> circle.stream()
                                .map(name -> name.substring(0, name.lastIndexOf('.')))
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    private static final class Search {
        private final Map<String, Set<String>> graph;
        private final Map<String, Integer> index = new HashMap<>();
        private final Map<String, Integer> low = new HashMap<>();
        private final Deque<String> path = new ArrayDeque<>();
        private final Set<String> onPath = new HashSet<>();
        private final List<Set<String>> found = new ArrayList<>();

        Search(Map<String, Set<String>> graph) {
            this.graph = graph;
        }

        List<Set<String>> all() {
            graph.keySet().forEach(name -> {
                if (!index.containsKey(name)) {
                    visit(name);
                }
            });
            return found;
        }

        private void visit(String name) {
            var at = index.size();
            index.put(name, at);
            low.put(name, at);
            path.push(name);
            onPath.add(name);
            for (var next : graph.getOrDefault(name, Set.of())) {
                if (!index.containsKey(next)) {
                    visit(next);
                    low.merge(name, low.get(next), Math::min);
                } else if (onPath.contains(next)) {
                    low.merge(name, index.get(next), Math::min);
                }
            }
            if (low.get(name) == at) {
                close(name);
            }
        }

        private void close(String first) {
            var circle = new TreeSet<String>();
            String last;
            do {
                last = path.pop();
                onPath.remove(last);
                circle.add(last);
            } while (!last.equals(first));
            if (circle.size() > 1) {
                found.add(circle);
            }
        }
    }
}
