package io.github.batonha.cli.operation;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The nodes that an operation is meant for; none: the node that is asked. */
final class WhereOptions {

    @Option(
            names = {"-s", "--host"},
            arity = "1..*",
            paramLabel = "HOST",
            description = "On these nodes instead of this one.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = {"-c", "--cluster"},
            description = "On every node.")
    private boolean cluster;

    /** Refuses a list of nodes beside {@code -c}: which of the two was meant can't be known. */
    List<String> hosts() {
        if (cluster && !hosts.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "-s %s and -c can't be combined".formatted(String.join(" ", hosts)),
                    "say -s for these nodes only, or -c for every node");
        }
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
