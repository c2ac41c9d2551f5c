package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Terms;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who has granted the lease of an epoch.
 *
 * @param sentNanos for each voter, when the newest request that it granted was sent, on our monotonic clock
 */
record Votes(Map<String, Long> sentNanos) {

    static final Votes NONE = new Votes(Map.of());

    Votes {
        sentNanos = Map.copyOf(sentNanos);
    }

    Votes with(String voter, long sent) {
        var next = new HashMap<>(sentNanos);
        next.merge(voter, sent, (former, newer) -> newer - former > 0 ? newer : former);
        return new Votes(next);
    }

    /** Those who granted what was sent then or later. */
    Set<String> since(long nanos) {
        return sentNanos.entrySet().stream()
                .filter(vote -> vote.getValue() - nanos >= 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The lease counts from then: more than half of the voters have granted what was sent then or later. Empty if they have not. */
    OptionalLong since(Terms terms) {
        return sentNanos.entrySet().stream()
                .filter(vote -> terms.voters().contains(vote.getKey()))
                .map(Map.Entry::getValue)
                .sorted((a, b) -> Long.compare(b - a, 0))
                .skip(terms.quorum() - 1L)
                .mapToLong(Long::longValue)
                .findFirst();
    }
}
