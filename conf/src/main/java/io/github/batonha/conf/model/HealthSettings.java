package io.github.batonha.conf.model;

import java.time.Duration;

/**
 * Settings of what load balancers ask, keys {@code baton.health.*} and {@code baton.drain.*}.
 *
 * @param port of the health checks that go on without the ActorSystem, 0 for none; a host's item {@code HealthPort} wins
 * @param agentCheckPort of HAProxy's agent check, 0 for none; a host's item {@code AgentCheckPort} wins
 * @param staleAfter how old the last answer may grow before it counts as a refusal
 * @param settle how long balancers take to notice that a node drains
 * @param metrics whether the port of the health checks tells metrics to everybody, too
 */
public record HealthSettings(int port, int agentCheckPort, Duration staleAfter, Duration settle, boolean metrics) {

    public static final HealthSettings DEFAULT =
            new HealthSettings(8559, 8560, Duration.ofSeconds(10), Duration.ofSeconds(6), true);
}
