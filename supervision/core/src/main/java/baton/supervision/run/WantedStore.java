package baton.supervision.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What operators started and stopped by hand, in {@code run/NODE/wanted}. Holds through a crash of the agent; forgotten with
 * a boot of the host and by {@link #reset()} at the orderly end of an agent. What was said of a primaryOnly process holds
 * for the epoch in which it was said. Any thread; writing blocks.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class WantedStore {

    private WantedStore() {}

    /** Reads the file {@code wanted} in the directory, where it is of this boot. Blocks. */
    public static WantedStore open(Path directory) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * What an operator last wanted, else what the definition says.
     *
     * @param epoch 0 for a process that is not primaryOnly
     */
    public boolean isWanted(String process, long epoch, boolean byDefinition) {
        throw new UnsupportedOperationException();
    }

    /** Durable when it returns. The change holds in memory also where writing fails. Blocks. */
    public void set(Collection<String> processes, long epoch, boolean wanted) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Forgets everything, durably. Blocks. */
    public void reset() throws IOException {
        throw new UnsupportedOperationException();
    }
}
