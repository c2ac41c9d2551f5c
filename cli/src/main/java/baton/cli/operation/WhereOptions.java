package baton.cli.operation;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The nodes that an operation is meant for; none: the node that is asked. */
final class WhereOptions {

    @Option(
            names = {"-s", "--host"},
            arity = "1..*",
            paramLabel = "HOST",
            description = "On these nodes in place of this one.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = {"-c", "--cluster"},
            description = "On every node.")
    private boolean cluster;

    List<String> hosts() {
        return List.copyOf(hosts);
    }

    boolean isEveryNode() {
        return cluster;
    }

    boolean isThisNodeOnly() {
        return !cluster && hosts.isEmpty();
    }

    /** For a question: {@code on NodeA and NodeB}. */
    String inWords(String thisNode) {
        if (cluster) {
            return "every node";
        }
        return hosts.isEmpty() ? thisNode : String.join(", ", hosts);
    }
}
