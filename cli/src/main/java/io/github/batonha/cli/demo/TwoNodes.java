package io.github.batonha.cli.demo;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import java.util.List;

/** A cluster of {@code NodeA} and {@code NodeB} that a walk-through is played on. Every method blocks; none waits for more than it says. */
public interface TwoNodes {

    /** Starts the node's agent and waits until it answers. */
    void start(String node);

    /** Ends the agent and all processes of the node at once, as the loss of its host does. */
    void lose(String node);

    /**
     * Makes the node primary, and waits until that is done.
     *
     * @throws io.github.batonha.cli.command.CommandFailed if it is refused
     */
    void setPrimary(String node, List<String> confirmDown);

    /**
     * What {@code mon} says on the node.
     *
     * @throws io.github.batonha.cli.command.CommandFailed if the node does not answer
     */
    Mon mon(String asked);

    /**
     * What {@code mon-cluster} says on the node.
     *
     * @throws io.github.batonha.cli.command.CommandFailed if the node does not answer
     */
    MonCluster monCluster(String asked);

    /** Whether users who are sent to this node get an answer. */
    boolean isServing(String node);

    /** Says whether what must run once ran on one node at a time: empty if so, else what was found. */
    String checkRecord();
}
