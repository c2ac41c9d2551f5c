package io.github.batonha.actors.api;

import org.jspecify.annotations.Nullable;

/**
 * The line that {@code run/NODE/agent.sock} answers with: where the agent is, and what its caller sends as bearer.
 *
 * @param bearer good for the begin of requests within a minute; null where the user has no role
 * @param refusal why there is no bearer; empty where there is one
 */
public record AgentLogin(
        String node, String url, long pid, @Nullable String bearer, String refusal) {

    /** Never the bearer. */
    @Override
    public String toString() {
        return "AgentLogin[node=%s]".formatted(node);
    }
}
