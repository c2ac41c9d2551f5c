package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Terms;
import io.github.batonha.supervision.primary.protocol.Proposal.Open;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All terms that a round has to meet: those that an activation which is going on may rest on, and those of the assignment to come. An attempt
 * that nobody knows the end of counts, or a change of the guard or of the voters could be met by a host that has not heard of it.
 */
record TermsInForce(Terms next, Set<Terms> all) {

    static TermsInForce of(Open open, StepView step) {
        var next = step.settings().terms();
        var all = new HashSet<>(Set.of(next));
        all.addAll(step.record().terms());
        open.answers().values().forEach(answer -> all.addAll(answer.terms()));
        return new TermsInForce(next, Set.copyOf(all));
    }

    /** Whether silence of a single host counts: under guard OPERATOR nothing else tells that it runs nothing. */
    boolean needEveryone() {
        return !all.stream().allMatch(Terms::isByVotes);
    }

    /**
     * The majorities that these hosts are not, those of the assignment to come last. No operator's word stands for a vote: voters that were
     * said to be down and come back could be a majority of their own.
     */
    List<Terms> withoutQuorum(Collection<String> hosts) {
        return all.stream()
                .filter(Terms::isByVotes)
                .filter(terms -> !terms.isQuorum(hosts))
                .sorted(Comparator.comparing(terms -> terms.equals(next)))
                .toList();
    }
}
