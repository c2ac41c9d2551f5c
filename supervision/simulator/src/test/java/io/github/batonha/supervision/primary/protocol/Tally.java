package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;

/** What happened in simulated lives, so that a run that proves nothing shows. */
final class Tally {

    long schedules;
    /** Events of a schedule: messages, ticks, ends of processes, faults, operators. */
    long steps;
    /** Steps after which the hosts were compared for an overlap; the others rest on a false assertion. */
    long compared;

    long activations;
    long excluding;
    long fenced;
    long resumptions;
    long regroupings;
    long continuations;
    /** Warm standbys that were ordered to work. */
    long promotions;

    void activated(Assignment assignment, boolean hasOtherHosts) {
        activations++;
        fenced += assignment.fenced().isEmpty() ? 0 : 1;
        excluding += assignment.confirmedDown().isEmpty() ? 0 : 1;
        resumptions += assignment.reason().equals("resumed") ? 1 : 0;
        regroupings += hasOtherHosts ? 1 : 0;
    }

    void add(Tally other) {
        schedules += other.schedules;
        steps += other.steps;
        compared += other.compared;
        activations += other.activations;
        excluding += other.excluding;
        fenced += other.fenced;
        resumptions += other.resumptions;
        regroupings += other.regroupings;
        continuations += other.continuations;
        promotions += other.promotions;
    }

    @Override
    public String toString() {
        return ("%,d schedules: %,d events, after %,d of them no overlap was asserted; %,d activations, of them %,d with hosts confirmed "
                        + "down, %,d with hosts fenced, %,d resumed, %,d with other hosts; %,d restarted agents continued; %,d standbys promoted")
                .formatted(
                        schedules,
                        steps,
                        compared,
                        activations,
                        excluding,
                        fenced,
                        resumptions,
                        regroupings,
                        continuations,
                        promotions);
    }
}
