package io.github.batonha.actors.node;

/** The agent can't run here. The message is complete and says what to do. */
final class AgentRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    AgentRefusal(String message) {
        super(message);
    }
}
