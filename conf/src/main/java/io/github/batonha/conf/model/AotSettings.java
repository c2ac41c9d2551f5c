package io.github.batonha.conf.model;

import io.github.batonha.supervision.spec.AotMode;

/**
 * Start-up caches of the JVMs that a node runs.
 *
 * @param mode of processes without the tag aotCache
 * @param mostMib room of all caches of a node on the disk; the least recently used ones are dropped first
 */
public record AotSettings(AotMode mode, int mostMib) {

    public static final AotSettings DEFAULT = new AotSettings(AotMode.USE, 1024);

    public long mostBytes() {
        return (long) mostMib << 20;
    }
}
