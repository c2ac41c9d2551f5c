package io.github.batonha.supervision.primary.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a host is configured with.
 *
 * @param hosts all configured hosts, self among them, and the database where it votes
 * @param answerWithin hosts that have not answered a Prepare for so long are silent; the same on all hosts
 * @param beatEvery how often a host says that it is there
 * @param resume propose oneself after a start that could not continue
 * @param configHash of the revision that the host runs from, empty where that is not known
 * @param stopWithin how long the primaryOnly processes may take to stop, as far as this host's definition says
 * @param guard what keeps others from becoming primary
 * @param witness the host takes part and never becomes primary: it runs no processes
 * @param fences hosts that have a fence command, and how long each may take
 */
public record PrimarySettings(
        String self,
        Set<String> hosts,
        LeaseTimes lease,
        Duration answerWithin,
        Duration beatEvery,
        boolean resume,
        String configHash,
        Duration stopWithin,
        Guard guard,
        boolean witness,
        Map<String, Duration> fences) {

    public PrimarySettings {
        hosts = Hosts.union(hosts, guard == Guard.DATABASE ? List.of(self, Terms.DATABASE) : List.of(self));
        fences = Map.copyOf(fences);
    }

    /** From the processes of another revision; hosts and times stay as they are. */
    public PrimarySettings running(String hash, Duration toStop) {
        return new PrimarySettings(
                self, hosts, lease, answerWithin, beatEvery, resume, hash, toStop, guard, witness, fences);
    }

    /** Of the assignments that this host makes. */
    public Terms terms() {
        return Terms.of(guard, hosts);
    }

    /**
     * How long a host without a store keeps silent after its start. Longer than any target counts answers, so that a
     * target whose Prepare an earlier life of this host refused can't get a promise from its forgetful successor. Where
     * there are votes also as long as a lease that the earlier life may have granted.
     */
    public Duration newcomerSilence() {
        var asked = answerWithin.multipliedBy(2);
        return guard != Guard.OPERATOR && lease.total().compareTo(asked) > 0 ? lease.total() : asked;
    }
}
