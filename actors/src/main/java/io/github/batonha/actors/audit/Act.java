package io.github.batonha.actors.audit;

/**
 * What somebody asks the agent to do.
 *
 * @param caller as authenticated, not as claimed
 * @param role in which it is allowed; empty for nobody that is known
 * @param from address of the peer
 * @param what method and path
 * @param detail fields of the body, without secrets
 * @param request its id, which the answer names too
 */
public record Act(String caller, String role, String from, String what, String detail, String request) {}
