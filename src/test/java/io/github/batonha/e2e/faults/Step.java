package io.github.batonha.e2e.faults;

import java.util.List;

/** One thing that is done to the hosts, to their network, or by their operators. */
sealed interface Step {

    /** SIGKILL to the agent; its processes live on. */
    record KillAgent(String node) implements Step {}

    /** SIGKILL to the agent and all its processes, as the loss of the host. */
    record KillHost(String node) implements Step {}

    /** SIGKILL to the primaryOnly processes, agent alive. */
    record KillProcesses(String node) implements Step {}

    /** SIGTERM to the agent, which ends its processes first. */
    record Stop(String node) implements Step {}

    /** Where its agent does not run; waits for an order that rests on its being down. */
    record Start(String node) implements Step {}

    /** SIGSTOP. */
    record Freeze(String node, Part part) implements Step {}

    enum Part {
        AGENT,
        PROCESSES,
        BOTH
    }

    /** SIGCONT to all of the node. */
    record Thaw(String node) implements Step {}

    /** What the first sends to the second is lost. */
    record Cut(String from, String to) implements Step {}

    record Worsen(String from, String to, int lossPercent, int longestDelayMillis) implements Step {}

    record Mend(String from, String to) implements Step {}

    /** Not a byte more fits beside the primary's store. */
    record FillDisk(String node) implements Step {}

    record EmptyDisk(String node) implements Step {}

    /** Operators order these nodes to be primary, all at once. */
    record SetPrimary(List<String> targets) implements Step {
        public SetPrimary {
            targets = List.copyOf(targets);
        }
    }

    /** An operator orders a node to be primary and says truthfully that another one is down and stays so. */
    record GiveUp(String target, String down) implements Step {}
}
