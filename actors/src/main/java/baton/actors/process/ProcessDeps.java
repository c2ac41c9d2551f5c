package baton.actors.process;

import baton.conf.BatonHome;
import baton.conf.NodeDefinition;
import baton.supervision.run.PastStore;
import baton.supervision.run.RunTable;
import baton.supervision.run.WantedStore;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What the process actors work with.
 *
 * @param runs opened once in the agent's JVM, and shared by all its actor systems, as are {@code wanted} and {@code pasts}
 * @param starts what bounds them on this node
 * @param blocking where files are written, {@code /proc} is read and processes are spawned; never the default dispatcher
 */
public record ProcessDeps(
        NodeDefinition definition,
        BatonHome home,
        RunTable runs,
        WantedStore wanted,
        PastStore pasts,
        Starts starts,
        InstantSource clock,
        Executor blocking) {

    /** With the bounds that the settings of the definition say. */
    public ProcessDeps(
            NodeDefinition definition,
            BatonHome home,
            RunTable runs,
            WantedStore wanted,
            PastStore pasts,
            InstantSource clock,
            Executor blocking) {
        this(
                definition,
                home,
                runs,
                wanted,
                pasts,
                new Starts(
                        definition.settings().restarts(), definition.settings().dependencyTimeout()),
                clock,
                blocking);
    }

    String node() {
        return definition.self().name();
    }
}
