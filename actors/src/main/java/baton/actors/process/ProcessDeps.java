package baton.actors.process;

import baton.conf.BatonHome;
import baton.conf.NodeDefinition;
import baton.supervision.run.RunTable;
import baton.supervision.run.WantedStore;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What the process actors work with.
 *
 * @param runs opened once in the agent's JVM, and shared by all its actor systems, as is {@code wanted}
 * @param blocking where files are written, {@code /proc} is read and processes are spawned; never the default dispatcher
 */
public record ProcessDeps(
        NodeDefinition definition,
        BatonHome home,
        RunTable runs,
        WantedStore wanted,
        InstantSource clock,
        Executor blocking) {

    String node() {
        return definition.self().name();
    }
}
