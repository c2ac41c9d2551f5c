package baton.conf.install;

import baton.conf.BatonHome;
import baton.conf.HostDefinition;
import baton.conf.NodeDefinition;
import java.util.List;
import java.util.Map;

/** The set that the last {@code baton install} wrote. Reads files; any thread. */
public final class GeneratedSet {

    private GeneratedSet() {}

    /**
     * What the agent of a node runs from.
     *
     * @param environment the agent's own, in which references are looked up
     * @throws baton.conf.ConfigurationException not installed, damaged, the node is no host of the system, or a jar is gone
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static NodeDefinition load(BatonHome home, String nodeName, Map<String, String> environment) {
        throw new UnsupportedOperationException("load");
    }

    /**
     * The hosts of the system, for those who only look for agents.
     *
     * @throws baton.conf.ConfigurationException not installed or damaged
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static List<HostDefinition> hosts(BatonHome home, Map<String, String> environment) {
        throw new UnsupportedOperationException("hosts");
    }
}
