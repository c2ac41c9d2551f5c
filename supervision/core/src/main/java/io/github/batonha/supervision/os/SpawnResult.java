package io.github.batonha.supervision.os;

/** What became of a spawn. */
public sealed interface SpawnResult {

    record Spawned(OsProcess process) implements SpawnResult {}

    /**
     * Nothing was started.
     *
     * @param reason what, where, why and what to do
     * @param isPassing whether the same spawn may work a little later with nothing changed by anybody
     */
    record Refused(String reason, boolean isPassing) implements SpawnResult {}
}
