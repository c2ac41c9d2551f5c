package io.github.batonha.actors.probe;

/** What the probes of a run tell the actor of its process. */
public sealed interface ProbeNews {

    /** Number of the run among those of its process. */
    long number();

    /** The run is ready. Told once. */
    record Ready(long number) implements ProbeNews {}

    /** The run does not work. Told once, and last. */
    record Failed(long number, String why) implements ProbeNews {}

    /** Text for screens beyond the state; empty takes back what was said before. */
    record Remark(long number, String text) implements ProbeNews {}
}
