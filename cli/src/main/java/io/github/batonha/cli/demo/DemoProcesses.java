package io.github.batonha.cli.demo;

import io.github.batonha.cli.command.Pause;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.os.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The agents of a demo and all that they started, found by what stands in their environment, so that nothing is lost that a
 * killed parent left behind.
 */
final class DemoProcesses {

    /** In the environment of a demo's agents: the folder of the demo. */
    static final String MARKER = "BATON_DEMO";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final BatonHome home;
    private final Pause pause;

    DemoProcesses(BatonHome home, Pause pause) {
        this.home = home;
        this.pause = pause;
    }

    Set<OsProcess> agents() {
        return ProcessTable.read().marked(this::isAgent);
    }

    Set<OsProcess> all() {
        return ProcessTable.read()
                .marked(variables -> isAgent(variables)
                        || variables.getOrDefault("BATON_RUN_DIR", "").startsWith(home.path() + "/run/"));
    }

    private Set<OsProcess> of(String node) {
        return ProcessTable.read()
                .marked(variables ->
                        isAgentOf(node, variables) || home.run(node).toString().equals(variables.get("BATON_RUN_DIR")));
    }

    /**
     * Kills the agent of the node and all its processes, as the loss of its host would, the agent first.
     *
     * @return how many processes were killed, the agent not counted
     */
    int lose(String node) {
        var agents = ProcessTable.read().marked(variables -> isAgentOf(node, variables));
        kill(agents);
        var killed = killUntilGone(() -> of(node));
        killed.removeAll(agents);
        return killed.size();
    }

    /** Kills all that is left. Returns how many that were. */
    int killAll() {
        var killed = agents();
        kill(killed);
        killed.addAll(killUntilGone(this::all));
        return killed.size();
    }

    private Set<OsProcess> killUntilGone(Supplier<Set<OsProcess>> left) {
        var killed = new HashSet<OsProcess>();
        var emptyLooks = 0;
        // Twice empty: a process that forks while the list is read may escape one look.
        while (emptyLooks < 2) {
            var now = left.get();
            emptyLooks = now.isEmpty() ? emptyLooks + 1 : 0;
            killed.addAll(now);
            kill(now);
            if (!now.isEmpty()) {
                pause.pause(BETWEEN_LOOKS);
            }
        }
        return killed;
    }

    private boolean isAgent(Map<String, String> variables) {
        return home.path().toString().equals(variables.get(MARKER)) && !variables.containsKey("BATON_PROCESS");
    }

    private boolean isAgentOf(String node, Map<String, String> variables) {
        return isAgent(variables) && node.equals(variables.get("BATON_NODE"));
    }

    private static void kill(Set<OsProcess> processes) {
        processes.forEach(process -> process.signal(Signal.KILL));
    }

    /** Asks the agents to end, which stop their processes first. */
    void terminateAgents() {
        agents().forEach(agent -> agent.signal(Signal.TERM));
    }

    /** Whether the condition came true within the time; looks again every tenth of a second. */
    boolean await(Duration within, Predicate<DemoProcesses> condition) {
        for (var looks = within.dividedBy(BETWEEN_LOOKS); looks > 0; looks--) {
            if (condition.test(this)) {
                return true;
            }
            pause.pause(BETWEEN_LOOKS);
        }
        return condition.test(this);
    }
}
