package io.github.batonha.supervision.run;

/**
 * What a run takes, over its whole session.
 *
 * @param cpu percent of one core since the sample before, may exceed 100
 * @param memory percent of the host's memory that is resident, shared pages counted in each process
 */
public record Usage(double cpu, double memory) {
    public static final Usage NONE = new Usage(0, 0);
}
