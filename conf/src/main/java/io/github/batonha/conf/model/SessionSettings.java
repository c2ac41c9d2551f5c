package io.github.batonha.conf.model;

import java.time.Duration;

/**
 * Settings of the session store, keys {@code baton.sessions.*}. Alike on all hosts, else one takes what another must refuse.
 *
 * @param defaultTtl how long a session lives after its last touch where its creator does not say
 * @param maxTtl the most that may be asked for
 * @param tombstoneRetention how long deletions are remembered: a node that was cut off for longer gives up its sessions from before that
 * @param ackWithin how long a write waits for another node
 * @param aloneAfter how long a node that starts waits for a first word of any other
 * @param maxClockSkew a node whose clock is further ahead is not listened to
 * @param maxSessions most sessions of a node, deletions that are remembered among them
 * @param maxHeapPercent of the agent's heap that local writes may fill with sessions
 * @param maxSessionKib KiB of heap of one session
 * @param maxAttributeKib KiB of one value
 * @param journalFsync whether the journal is forced to disk each second, which helps against the loss of power of all hosts
 */
public record SessionSettings(
        Duration defaultTtl,
        Duration maxTtl,
        Duration tombstoneRetention,
        Duration ackWithin,
        Duration aloneAfter,
        Duration maxClockSkew,
        int maxSessions,
        int maxHeapPercent,
        int maxSessionKib,
        int maxAttributeKib,
        boolean journalFsync) {

    public static final SessionSettings DEFAULT = new SessionSettings(
            Duration.ofMinutes(30),
            Duration.ofDays(30),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            400_000,
            40,
            256,
            64,
            false);
}
