package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.conf.install.Revision;
import io.github.batonha.conf.model.BatonHome;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeMap;

/** Tells which nodes a rollback does not reach, because they run in a home of their own. */
final class RollbackReach {

    private final BatonHome home;
    private final AgentClient agent;
    private final Revision target;

    /** For a rollback of {@code home}, whose apply goes by {@code agent}. */
    RollbackReach(BatonHome home, AgentClient agent, Revision target) {
        this.home = home;
        this.agent = agent;
        this.target = target;
    }

    AgentClient agent() {
        return agent;
    }

    /**
     * Shows the nodes that the rollback would not reach.
     *
     * @throws CommandFailed if there is one
     */
    void check(WhereOptions where, Operations operations) {
        if (where.isThisNodeOnly()) {
            return;
        }
        var apart = Answers.monCluster(agent.get("/api/v1/mon-cluster")).nodes().stream()
                .filter(node -> where.isEveryNode() || isNamed(node.name(), where.hosts()))
                .filter(this::isApart)
                .toList();
        if (apart.isEmpty()) {
            return;
        }
        for (var node : apart) {
            operations.tell(new Outcome(
                    node.name(),
                    "",
                    Result.REFUSED,
                    "it has a home of its own, which a rollback on %s does not reach".formatted(agent.node())));
        }
        throw new CommandFailed(
                ExitCode.FAILED,
                "nothing was changed, for not all of these nodes share the home of " + agent.node(),
                "give `baton rollback %s --no-apply` on each host, then `baton apply --rolling -c` on one"
                        .formatted(target.shownHash()));
    }

    private static boolean isNamed(String node, List<String> hosts) {
        return hosts.stream().anyMatch(node::equalsIgnoreCase);
    }

    /** An agent keeps its lock file in its home from its first start on. A node that is up has started, so one without a lock file here has a home of its own. */
    private boolean isApart(NodeView node) {
        return node.state() == NodeView.State.UP
                && !node.name().equals(agent.node())
                && Files.notExists(home.run(node.name()).resolve("agent.lock"));
    }

    /** A line for each node whose plan was made of another revision. The lock files do not tell of a node that was down. */
    List<Outcome> missed(List<Outcome> applied) {
        var others = new TreeMap<String, String>();
        for (var outcome : applied) {
            outcome.plannedRevision()
                    .filter(hash -> !hash.equals(target.hash()))
                    .ifPresent(hash -> others.put(outcome.node(), hash));
        }
        return others.entrySet().stream()
                .map(other -> new Outcome(
                        other.getKey(),
                        "",
                        Result.FAILED,
                        "not rolled back: revision %s is installed in its own home; give `baton rollback %s` there"
                                .formatted(Revision.shown(other.getValue()), target.shownHash())))
                .toList();
    }
}
