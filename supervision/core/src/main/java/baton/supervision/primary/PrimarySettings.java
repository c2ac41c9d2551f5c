package baton.supervision.primary;

import java.time.Duration;
import java.util.Set;

/**
 * What a host is configured with.
 *
 * @param hosts all configured hosts, self among them
 * @param answerWithin hosts that have not answered a Prepare for so long are silent; the same on all hosts
 * @param beatEvery how often a host says that it is there
 * @param resume propose oneself after a start that could not continue
 */
public record PrimarySettings(
        String self, Set<String> hosts, LeaseTimes lease, Duration answerWithin, Duration beatEvery, boolean resume) {

    public PrimarySettings {
        hosts = Hosts.union(hosts, Set.of(self));
    }

    /**
     * How long a host without a store keeps silent after its start. Longer than any target counts answers, so that a
     * target whose Prepare an earlier life of this host refused can't get a promise from its forgetful successor.
     */
    Duration newcomerSilence() {
        return answerWithin.multipliedBy(2);
    }
}
