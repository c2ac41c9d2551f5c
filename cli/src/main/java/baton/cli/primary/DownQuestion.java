package baton.cli.primary;

import baton.actors.api.MonCluster;
import baton.cli.agent.AgentClient;
import baton.cli.agent.Answers;
import baton.cli.shell.Shell;
import java.util.List;

/** Asks the person at the terminal whether silent nodes are down, with the facts and with what "down" means. */
final class DownQuestion {

    private static final String MEANING = """

            Say that a node is down only if you know one of these of it:
              - its machine is off; or
              - its agent and all its primaryOnly processes have ended.
            And nobody may start it until this command has ended: it waits for whatever may still be
            ending there, and says how long. If the node is in truth alive and only cut off, primaryOnly
            processes will run on two nodes at once.

            """;

    private final Shell shell;

    DownQuestion(Shell shell) {
        this.shell = shell;
    }

    /** Whether the person typed yes, in full, for each of the nodes. */
    boolean isConfirmed(List<String> silent, AgentClient agent) {
        var nodes = Answers.monCluster(agent.get("/api/v1/mon-cluster")).nodes();
        shell.out().println();
        silent.forEach(name -> shell.out().println(facts(name, agent.node(), nodes)));
        shell.out().print(MEANING);
        for (var name : silent) {
            if (!shell.ask("Is " + name + " down? Type yes if you know it is: ").equalsIgnoreCase("yes")) {
                shell.out().println("Nothing was changed.");
                return false;
            }
        }
        return true;
    }

    private static String facts(String name, String asked, List<MonCluster.NodeView> nodes) {
        var silent = name + " does not answer; ";
        return nodes.stream()
                .filter(node -> node.name().equals(name) && node.ageSeconds() >= 0)
                .findFirst()
                .map(node -> silent + asked + " last heard it " + node.ageSeconds() + " seconds ago, as " + node.role()
                        + ".")
                .orElse(silent + asked + " has not heard it since its own start.");
    }
}
