package baton.actors.primary;

import baton.conf.BatonHome;
import baton.conf.NodeDefinition;
import baton.supervision.run.RunTable;
import java.io.IOException;

/**
 * What the primary of this node rests on outside all actor systems: its durable store and the lease page's keeper. Opened by the
 * agent after the {@link RunTable} and before the first actor system; if the page of an unfinished activation still holds, it is
 * pushed from then on.
 */
public final class PrimaryHold implements AutoCloseable {

    private PrimaryHold() {}

    /** Blocks on the disk. Fails if the folder of the node can't be written; a damaged store is no failure, only a message. */
    public static PrimaryHold open(NodeDefinition definition, BatonHome home, RunTable runs) throws IOException {
        return new PrimaryHold();
    }

    /** Ends the pushing. Processes that live go on until the page's deadline, or until a next agent adopts them. */
    @Override
    public void close() {}
}
