package baton.supervision.primary.protocol;

import baton.supervision.primary.model.Epoch;
import baton.supervision.primary.model.FenceResult;
import baton.supervision.primary.model.Hosts;
import baton.supervision.primary.model.Message;
import baton.supervision.primary.model.SetPrimaryOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A host's attempt to become primary. Held in memory alone: a host that dies gives it up. */
public sealed interface Proposal {

    record None() implements Proposal {}

    /**
     * Under way.
     *
     * @param resume no operator ordered it
     * @param orderedNanos when the order came, which is also when its confirmations were made
     * @param round counts the epochs that were tried
     * @param returns how often each host was heard while it counted as down
     * @param hosts all that are asked
     * @param answers what counts in this round
     * @param unknown hosts that answered this round that they can't say anything yet
     * @param sightings when each host was last heard by any other, over all rounds
     * @param excluded hosts confirmed down or fenced, and until when each has to be waited for
     * @param fences what fence commands have come to
     */
    record Open(
            SetPrimaryOrder order,
            boolean resume,
            long orderedNanos,
            int round,
            Map<String, Integer> returns,
            Epoch epoch,
            Set<String> hosts,
            Map<String, Message.Promised> answers,
            Map<String, Message.Unknown> unknown,
            Map<String, Sighting> sightings,
            Map<String, Long> excluded,
            Fences fences,
            Phase phase)
            implements Proposal {

        public Open {
            hosts = Hosts.copy(hosts);
            answers = Map.copyOf(answers);
            unknown = Map.copyOf(unknown);
            returns = Map.copyOf(returns);
            sightings = Map.copyOf(sightings);
            excluded = Map.copyOf(excluded);
        }

        static Open of(SetPrimaryOrder order, boolean resume, Now now) {
            return new Open(
                    order,
                    resume,
                    now.nanos(),
                    0,
                    Map.of(),
                    Epoch.NONE,
                    Set.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Fences.NONE,
                    new Phase.Querying(now.nanos()));
        }

        /** A new round of questions: no answer given earlier counts, and nobody promises anything. */
        Open query(Epoch next, Set<String> asked, Now now) {
            return anew(round + 1, next, asked, new Phase.Querying(now.nanos()));
        }

        /** The round of promises behind a round of questions: no answer given earlier counts. */
        Open ask(Epoch next, Now now) {
            return anew(round, next, hosts, new Phase.Asking(now.nanos(), answers.keySet()));
        }

        private Open anew(int count, Epoch next, Set<String> asked, Phase asking) {
            return new Open(
                    order,
                    resume,
                    orderedNanos,
                    count,
                    returns,
                    next,
                    asked,
                    Map.of(),
                    Map.of(),
                    sightings,
                    excluded,
                    fences,
                    asking);
        }

        Open withAnswers(Map<String, Message.Promised> next) {
            return new Open(
                    order,
                    resume,
                    orderedNanos,
                    round,
                    returns,
                    epoch,
                    hosts,
                    next,
                    unknown,
                    sightings,
                    excluded,
                    fences,
                    phase);
        }

        Open withUnknown(Map<String, Message.Unknown> next) {
            return new Open(
                    order,
                    resume,
                    orderedNanos,
                    round,
                    returns,
                    epoch,
                    hosts,
                    answers,
                    next,
                    sightings,
                    excluded,
                    fences,
                    phase);
        }

        Open withSightings(Map<String, Sighting> next) {
            return new Open(
                    order,
                    resume,
                    orderedNanos,
                    round,
                    returns,
                    epoch,
                    hosts,
                    answers,
                    unknown,
                    next,
                    excluded,
                    fences,
                    phase);
        }

        Open withExcluded(Map<String, Long> next) {
            return new Open(
                    order,
                    resume,
                    orderedNanos,
                    round,
                    returns,
                    epoch,
                    hosts,
                    answers,
                    unknown,
                    sightings,
                    next,
                    fences,
                    phase);
        }

        Open withHosts(Set<String> next) {
            return new Open(
                    order,
                    resume,
                    orderedNanos,
                    round,
                    returns,
                    epoch,
                    next,
                    answers,
                    unknown,
                    sightings,
                    excluded,
                    fences,
                    phase);
        }

        Open withFences(Fences next) {
            return new Open(
                    order,
                    resume,
                    orderedNanos,
                    round,
                    returns,
                    epoch,
                    hosts,
                    answers,
                    unknown,
                    sightings,
                    excluded,
                    next,
                    phase);
        }

        /** What was heard is neither off nor down, and nobody is taken to be excluded any more. */
        Open hearing(String host) {
            return withExcluded(Map.of()).withFences(fences.heard(host)).returning(host);
        }

        int returnsOf(String host) {
            return returns.getOrDefault(host, 0);
        }

        private Open returning(String host) {
            var next = new HashMap<>(returns);
            next.merge(host, 1, Integer::sum);
            return new Open(
                    order,
                    resume,
                    orderedNanos,
                    round,
                    next,
                    epoch,
                    hosts,
                    answers,
                    unknown,
                    sightings,
                    excluded,
                    fences,
                    phase);
        }

        Open in(Phase next) {
            return new Open(
                    order,
                    resume,
                    orderedNanos,
                    round,
                    returns,
                    epoch,
                    hosts,
                    answers,
                    unknown,
                    sightings,
                    excluded,
                    fences,
                    next);
        }
    }

    /** When a host was last heard, on our clock, and who heard it. */
    record Sighting(long nanos, String by) {}

    sealed interface Phase {

        /** Hosts are asked what they would answer a Prepare; nobody promises anything. */
        record Querying(long sinceNanos) implements Phase {}

        /**
         * Hosts are asked for their promise.
         *
         * @param expected those that answered the question before
         */
        record Asking(long sinceNanos, Set<String> expected) implements Phase {
            public Asking {
                expected = Hosts.copy(expected);
            }
        }

        /** For processes of excluded hosts to be gone, or for hosts that can't say anything yet. */
        record Waiting(long untilNanos, long nextReportNanos, String what) implements Phase {}

        /**
         * Fence commands run.
         *
         * @param awaited hosts whose command has not ended
         * @param failed the others that are not known to be off
         */
        record Fencing(
                long sinceNanos, long nextReportNanos, Set<String> awaited, Map<String, FenceResult.Failed> failed)
                implements Phase {
            public Fencing {
                awaited = Hosts.copy(awaited);
                failed = Map.copyOf(failed);
            }
        }

        /**
         * Active hosts were asked to end their processes.
         *
         * @param awaited those that have not released yet, and when each was last heard
         */
        record Releasing(long sinceNanos, long nextReportNanos, Map<String, Long> awaited) implements Phase {
            public Releasing {
                awaited = Map.copyOf(awaited);
            }
        }
    }
}
