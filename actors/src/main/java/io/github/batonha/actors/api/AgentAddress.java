package io.github.batonha.actors.api;

/**
 * {@code run/NODE/agent.json}: where the agent of a node answers. The token stands beside it in {@code token}, mode 0600.
 *
 * @param url of the management server, {@code http://host:port}
 */
public record AgentAddress(String node, String url, long pid) {}
