package io.github.batonha.supervision.run;

/** What became of the wish to start a run. */
public sealed interface StartResult {

    record Started(Run run) implements StartResult {}

    /** Nothing was started: something of an earlier run still lives. */
    record AlreadyRuns(Run run) implements StartResult {}

    /**
     * Nothing was started.
     *
     * @param reason what, where, why and what to do
     * @param isPassing whether the same start may work a little later with nothing changed by anybody
     */
    record Refused(String reason, boolean isPassing) implements StartResult {}
}
