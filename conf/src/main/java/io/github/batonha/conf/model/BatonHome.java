package io.github.batonha.conf.model;

import java.nio.file.Path;

/**
 * The one folder of an installation, {@code $BATON_HOME}. What belongs to a node stands in a folder of the node's name, so
 * that several nodes may share one home on one machine.
 */
public record BatonHome(Path path) {

    public BatonHome {
        path = path.toAbsolutePath().normalize();
    }

    /** What people edit: system definition, {@code *-processes.xml}, {@code *-service-definitions.xml}, {@code baton.conf}. */
    public Path conf() {
        return path.resolve("conf");
    }

    /** The application's module jars. */
    public Path lib() {
        return path.resolve("lib");
    }

    /** What {@code baton install} writes and agents run from. */
    public Path generated() {
        return path.resolve("generated");
    }

    /** Run records, the primary's store, the lease page, the token and the agent's address. */
    public Path run(String node) {
        return path.resolve("run").resolve(node);
    }

    /** One file a process and stream, and the agent's own log. */
    public Path logs(String node) {
        return path.resolve("logs").resolve(node);
    }

    /** The key and the certificates of a node. */
    public Path certificates(String node) {
        return path.resolve("certificates").resolve(node);
    }
}
