package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.FenceResult;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A host's attempt to become primary. Held in memory alone: a host that dies gives it up. */
public sealed interface Proposal {

    record None() implements Proposal {}

    /** An attempt under way. */
    record Open(Request request, Round current, Exclusions exclusions, Phase phase) implements Proposal {

        static Open of(SetPrimaryOrder order, boolean resume, Now now) {
            return new Open(
                    new Request(order, resume, now.nanos()),
                    Round.NONE,
                    Exclusions.NONE,
                    new Phase.Querying(now.nanos()));
        }

        public SetPrimaryOrder order() {
            return request.order();
        }

        boolean resume() {
            return request.resume();
        }

        long orderedNanos() {
            return request.orderedNanos();
        }

        int round() {
            return current.count();
        }

        public Epoch epoch() {
            return current.epoch();
        }

        Set<String> hosts() {
            return current.hosts();
        }

        Map<String, Message.Promised> answers() {
            return current.answers();
        }

        Map<String, Message.Unknown> unknown() {
            return current.unknown();
        }

        Map<String, Sighting> sightings() {
            return exclusions.sightings();
        }

        Map<String, Long> excluded() {
            return exclusions.excluded();
        }

        Fences fences() {
            return exclusions.fences();
        }

        int returnsOf(String host) {
            return exclusions.returns().getOrDefault(host, 0);
        }

        /** Begins a new round of questions: no answer given earlier counts, and nobody promises anything. */
        Open query(Epoch next, Set<String> asked, Now now) {
            return new Open(
                    request, Round.of(current.count() + 1, next, asked), exclusions, new Phase.Querying(now.nanos()));
        }

        /** Begins the promises of a round whose questions are answered: no answer given earlier counts. */
        Open ask(Epoch next, Now now) {
            return new Open(
                    request,
                    Round.of(current.count(), next, current.hosts()),
                    exclusions,
                    new Phase.Asking(now.nanos(), current.answers().keySet()));
        }

        Open withAnswer(String host, Message.Promised answer) {
            return with(current.withAnswer(host, answer));
        }

        Open withUnknown(String host, Message.Unknown answer) {
            return with(current.withUnknown(host, answer));
        }

        Open withHosts(Set<String> next) {
            return with(new Round(current.count(), current.epoch(), next, current.answers(), current.unknown()));
        }

        Open withSightings(Map<String, Sighting> next) {
            return with(new Exclusions(exclusions.excluded(), exclusions.fences(), next, exclusions.returns()));
        }

        Open withExcluded(Map<String, Long> next) {
            return with(new Exclusions(next, exclusions.fences(), exclusions.sightings(), exclusions.returns()));
        }

        Open withFences(Fences next) {
            return with(new Exclusions(exclusions.excluded(), next, exclusions.sightings(), exclusions.returns()));
        }

        /** Notes that a host which counted as down was heard: nobody counts as excluded any more. */
        Open hearing(String host) {
            return with(exclusions.hearing(host));
        }

        Open in(Phase next) {
            return new Open(request, current, exclusions, next);
        }

        private Open with(Round next) {
            return new Open(request, next, exclusions, phase);
        }

        private Open with(Exclusions next) {
            return new Open(request, current, next, phase);
        }
    }

    /**
     * What was ordered.
     *
     * @param resume the node proposes itself, no operator ordered it
     * @param orderedNanos when the order came, which is also when its confirmations were made
     */
    record Request(SetPrimaryOrder order, boolean resume, long orderedNanos) {}

    /**
     * One round of questions, or of promises.
     *
     * @param count rounds so far, this one included
     * @param hosts all that are asked
     * @param answers what counts in this round
     * @param unknown hosts that answered this round that they can't say anything yet
     */
    record Round(
            int count,
            Epoch epoch,
            Set<String> hosts,
            Map<String, Message.Promised> answers,
            Map<String, Message.Unknown> unknown) {

        static final Round NONE = of(0, Epoch.NONE, Set.of());

        public Round {
            hosts = Hosts.copy(hosts);
            answers = Map.copyOf(answers);
            unknown = Map.copyOf(unknown);
        }

        static Round of(int count, Epoch epoch, Set<String> hosts) {
            return new Round(count, epoch, hosts, Map.of(), Map.of());
        }

        Round withAnswer(String host, Message.Promised answer) {
            var next = new HashMap<>(answers);
            next.put(host, answer);
            return new Round(count, epoch, hosts, next, unknown);
        }

        Round withUnknown(String host, Message.Unknown answer) {
            var next = new HashMap<>(unknown);
            next.put(host, answer);
            return new Round(count, epoch, hosts, answers, next);
        }
    }

    /**
     * What is known of silent hosts, over all rounds.
     *
     * @param excluded hosts confirmed down or fenced, and until when each has to be waited for
     * @param fences results of fence commands
     * @param sightings when each host was last heard by any other
     * @param returns how often each host was heard while it counted as down
     */
    record Exclusions(
            Map<String, Long> excluded, Fences fences, Map<String, Sighting> sightings, Map<String, Integer> returns) {

        static final Exclusions NONE = new Exclusions(Map.of(), Fences.NONE, Map.of(), Map.of());

        public Exclusions {
            excluded = Map.copyOf(excluded);
            sightings = Map.copyOf(sightings);
            returns = Map.copyOf(returns);
        }

        Exclusions hearing(String host) {
            var next = new HashMap<>(returns);
            next.merge(host, 1, Integer::sum);
            return new Exclusions(Map.of(), fences.heard(host), sightings, next);
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
         * Promises are given; leases that voters have granted to hosts which do not answer run out.
         *
         * @param active to be asked to release then
         */
        record Expiring(long untilNanos, long nextReportNanos, Set<String> active) implements Phase {
            public Expiring {
                active = Hosts.copy(active);
            }
        }

        /** Nothing of others runs any more; voters are asked for the first lease. */
        record Claiming(long sinceNanos, Votes votes) implements Phase {}

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
