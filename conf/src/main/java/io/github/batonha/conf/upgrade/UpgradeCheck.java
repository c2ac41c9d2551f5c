package io.github.batonha.conf.upgrade;

import io.github.batonha.conf.install.Revisions;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.supervision.formats.NodeFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether this version of baton may take over what another one left in a home. Only reads; any thread. */
public final class UpgradeCheck {

    private UpgradeCheck() {}

    /**
     * What was found in a home.
     *
     * @param revision why the installed revision can't be used by this version; empty where it can, or nothing is installed
     * @param nodes in the order of their names
     */
    public record Report(Optional<String> revision, List<Node> nodes) {
        public Report {
            nodes = List.copyOf(nodes);
        }

        /** Whether an agent of this version starts here. */
        public boolean mayTakeOver() {
            return revision.isEmpty()
                    && nodes.stream().allMatch(node -> node.obstacles().isEmpty());
        }

        /** Whether it works with nodes that still run the release that it takes over from. */
        public boolean worksWithOthers() {
            return nodes.stream().allMatch(node -> node.apart().isEmpty());
        }
    }

    /**
     * A node that ran in the home.
     *
     * @param version of baton that ran it last; empty where that took no note of it
     * @param obstacles why this version must not take over; none where it may
     * @param apart why this version can't work with nodes that still run that one; none where it can
     */
    public record Node(String name, String version, List<String> obstacles, List<String> apart) {
        public Node {
            obstacles = List.copyOf(obstacles);
            apart = List.copyOf(apart);
        }
    }

    /** Looks at all nodes that ever ran in the home. Blocks. */
    public static Report of(BatonHome home) throws IOException {
        var nodes = new ArrayList<Node>();
        for (var directory : directories(home.path().resolve("run"))) {
            var name = directory.getFileName().toString();
            nodes.add(node(name, FormatsFile.read(directory)));
        }
        return new Report(Revisions.obstacle(home), nodes);
    }

    private static Node node(String name, NodeFormats formats) {
        return new Node(name, formats.version(), formats.obstacles(), formats.apart());
    }

    private static List<Path> directories(Path run) throws IOException {
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        try (var all = Files.list(run)) {
            return all.filter(directory -> Files.exists(directory.resolve("agent.lock")))
                    .sorted()
                    .toList();
        }
    }
}
