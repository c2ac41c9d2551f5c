package io.github.batonha.cli.demo;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code mon-cluster} must show.
 *
 * @param primary the node of the newest assignment, empty where there is none
 * @param nodes by name
 */
public record Picture(String primary, Map<String, Part> nodes) {

    public Picture {
        nodes = Map.copyOf(nodes);
    }

    /**
     * The column of one node.
     *
     * @param roles any of these
     * @param primaryOnly state of the primaryOnly processes
     * @param others state of all other processes
     */
    public record Part(NodeView.State state, Set<Role> roles, String primaryOnly, String others) {

        static final Part PRIMARY = new Part(NodeView.State.UP, EnumSet.of(Role.PRIMARY), "UP", "UP");
        static final Part SECONDARY = new Part(NodeView.State.UP, EnumSet.of(Role.SECONDARY), "STANDBY", "UP");
        /** Nobody has said yet that it is the primary no more. */
        static final Part LOST_PRIMARY = new Part(NodeView.State.DOWN, EnumSet.of(Role.PRIMARY), "DOWN", "DOWN");
        /** Another node is the primary now; what the lost one last said of its role is of no account. */
        static final Part LOST = new Part(NodeView.State.DOWN, EnumSet.allOf(Role.class), "DOWN", "DOWN");

        public Part {
            roles = Set.copyOf(roles);
        }
    }

    static Picture of(String primary, Part nodeA, Part nodeB) {
        return new Picture(primary, Map.of("NodeA", nodeA, "NodeB", nodeB));
    }

    /** The nodes that are up, and so can be asked; in the order of their names. */
    List<String> upNodes() {
        return nodes.entrySet().stream()
                .filter(node -> node.getValue().state() == NodeView.State.UP)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** One line for each thing that is not as in the picture: what was expected, and what is seen. */
    List<String> differences(MonCluster seen, Set<String> primaryOnly) {
        var found = new ArrayList<String>();
        var seenPrimary = seen.primary() == null ? "" : seen.primary().node();
        compare(
                found,
                "the primary",
                primary.isEmpty() ? "none" : primary,
                seenPrimary.isEmpty() ? "none" : seenPrimary);
        var views = new LinkedHashMap<String, NodeView>();
        seen.nodes().forEach(view -> views.put(view.name(), view));
        nodes.keySet().stream().sorted().forEach(name -> {
            var view = views.get(name);
            if (view == null) {
                found.add(name + ": expected a column of it, seen none");
            } else {
                compare(found, nodes.getOrDefault(name, Part.LOST), view, primaryOnly);
            }
        });
        return found;
    }

    private static void compare(List<String> found, Part part, NodeView seen, Set<String> primaryOnly) {
        compare(found, seen.name(), part.state().name(), seen.state().name());
        if (!part.roles().contains(seen.role())) {
            found.add("the role of %s: expected %s, seen %s".formatted(seen.name(), part.roles(), seen.role()));
        }
        if (seen.processes().isEmpty()) {
            found.add(seen.name() + ": expected its processes, seen none");
        }
        for (var process : seen.processes()) {
            var expected = primaryOnly.contains(process.name()) ? part.primaryOnly() : part.others();
            compare(found, process.name() + " on " + seen.name(), expected, process.state());
        }
    }

    private static void compare(List<String> found, String what, String expected, String seen) {
        if (!expected.equals(seen)) {
            found.add("%s: expected %s, seen %s".formatted(what, expected, seen));
        }
    }
}
