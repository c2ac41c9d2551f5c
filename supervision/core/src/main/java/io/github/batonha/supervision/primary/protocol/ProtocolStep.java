package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.Promise;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one step in the making, and the effects gathered so far. Each change of the state has a name here. Messages of a host to
 * itself are handled within the step, so a host needs no other code for its own promise and release than for everybody's.
 */
final class ProtocolStep implements StepView {

    private final Now now;
    private final PrimaryState before;
    private final List<Effect> effects = new ArrayList<>();
    private final Deque<Message> toSelf = new ArrayDeque<>();
    private PrimaryRecord record;
    private StoreCondition store;
    private Activity activity;
    private Proposal proposal;
    private List<StateQuery> queries;
    private Map<String, Long> heard;
    private Map<String, Instant> farewells;
    private long knownNumber;
    private long promiseHeardNanos;
    private long nextBeatNanos;
    private long grantedNanos;
    private Tenure tenure;
    private boolean resumeWanted;
    private long resumeAtNanos;
    private boolean stopping;
    private String trouble;

    ProtocolStep(PrimaryState state, Now now) {
        this.before = state;
        this.now = now;
        this.record = state.record();
        this.store = state.store();
        this.activity = state.activity();
        this.proposal = state.proposal();
        this.queries = state.queries();
        this.heard = state.heard();
        this.farewells = state.farewells();
        this.knownNumber = state.knownNumber();
        this.promiseHeardNanos = state.promiseHeardNanos();
        this.nextBeatNanos = state.nextBeatNanos();
        this.grantedNanos = state.grantedNanos();
        this.tenure = state.tenure();
        this.resumeWanted = state.resumeWanted();
        this.resumeAtNanos = state.resumeAtNanos();
        this.stopping = state.stopping();
        this.trouble = state.trouble();
    }

    @Override
    public Now now() {
        return now;
    }

    @Override
    public PrimarySettings settings() {
        return before.settings();
    }

    @Override
    public StoreCondition store() {
        return store;
    }

    @Override
    public PrimaryRecord record() {
        return record;
    }

    @Override
    public Activity activity() {
        return activity;
    }

    @Override
    public boolean stopping() {
        return stopping;
    }

    @Override
    public Map<String, Long> heard() {
        return heard;
    }

    @Override
    public Map<String, Instant> farewells() {
        return farewells;
    }

    @Override
    public long startedNanos() {
        return before.startedNanos();
    }

    @Override
    public long speaksAtNanos() {
        return before.speaksAtNanos();
    }

    Proposal proposal() {
        return proposal;
    }

    List<StateQuery> queries() {
        return queries;
    }

    boolean resumeWanted() {
        return resumeWanted;
    }

    long resumeAtNanos() {
        return resumeAtNanos;
    }

    long grantedNanos() {
        return grantedNanos;
    }

    long promiseHeardNanos() {
        return promiseHeardNanos;
    }

    // The record.

    void promise(Promise promise) {
        record = record.withPromise(promise);
    }

    /** Clears the active mark because its processes are gone, which is no release. */
    void clearMark() {
        record = record.cleared();
    }

    void releaseTo(Epoch epoch) {
        record = record.releasedTo(epoch);
    }

    /** Takes a newer assignment over; a node that it does not name stops proposing itself. */
    void adopt(Assignment assignment) {
        record = record.adopt(assignment);
        resumeWanted &= assignment.primary().equals(self());
    }

    /** Grants the lease of the epoch, from now on. */
    void grant(Epoch epoch) {
        record = record.granted().equals(epoch) ? record : record.granting(epoch);
        grantedNanos = now.nanos();
    }

    Tenure tenure() {
        return tenure;
    }

    void tenure(Tenure next) {
        tenure = next;
    }

    /** Becomes active under an assignment of its own, which ends the proposal. */
    void activate(Assignment own) {
        record = record.activate(own);
        activity = new Activity.Active(own.epoch());
        resumeWanted = false;
        proposal = new Proposal.None();
    }

    /** Puts a new record in the place of a damaged store. */
    void repair(PrimaryRecord repaired) {
        record = repaired;
        store = new StoreCondition.Intact();
    }

    // What the host does.

    void beginEnding(Epoch epoch, Activity.Cause cause, long sinceNanos) {
        activity = new Activity.Ending(epoch, cause, sinceNanos);
    }

    void standBy() {
        activity = new Activity.Standby();
    }

    void beginStopping() {
        stopping = true;
    }

    void propose(Proposal.Open open) {
        proposal = open;
    }

    void endProposal() {
        proposal = new Proposal.None();
    }

    void wantResumption() {
        resumeWanted = true;
        resumeAtNanos = now.nanos();
    }

    void postponeResumption(long untilNanos) {
        resumeAtNanos = untilNanos;
    }

    /** Replaces the query of the same order, or adds it. */
    void keep(StateQuery query) {
        drop(query);
        var next = new ArrayList<>(queries);
        next.add(query);
        queries = next;
    }

    void drop(StateQuery query) {
        queries = queries.stream().filter(each -> !query.is(each)).toList();
    }

    void trouble(String text) {
        trouble = text;
    }

    // What the host knows.

    void noteHeard(String from, boolean isFarewell) {
        var nextHeard = new HashMap<>(heard);
        nextHeard.put(from, now.nanos());
        heard = nextHeard;
        if (isFarewell) {
            var next = new HashMap<>(farewells);
            next.put(from, now.wall());
            farewells = next;
        } else if (farewells.containsKey(from)) {
            var next = new HashMap<>(farewells);
            next.remove(from);
            farewells = next;
        }
    }

    /** Notes that the proposer which holds the promise pursues it. */
    void notePursuit() {
        promiseHeardNanos = now.nanos();
    }

    void noteNumber(Epoch epoch) {
        knownNumber = Math.max(knownNumber, epoch.number());
    }

    /** Above all known, not below the wall clock: the operators' later word wins between sides that were apart. */
    Epoch nextEpoch() {
        var next = foreseenEpoch();
        knownNumber = next.number();
        return next;
    }

    /** The next one, which stays free. */
    Epoch foreseenEpoch() {
        return new Epoch(Math.max(knownNumber + 1, now.wall().toEpochMilli()), self());
    }

    // Effects.

    void emit(Effect effect) {
        effects.add(effect);
    }

    void tell(long order, Report report) {
        emit(new Effect.Tell(order, report));
    }

    void post(String host, Message message) {
        if (host.equals(self())) {
            toSelf.add(message);
        } else {
            emit(new Effect.Send(host, message));
        }
    }

    /** The next message of the host to itself, null when there is none. */
    @Nullable
    Message nextToSelf() {
        return toSelf.poll();
    }

    void stopped() {
        postToOthers(new Message.Farewell());
        emit(new Effect.Stopped());
    }

    void beatIfDue() {
        if (now.hasReached(nextBeatNanos)) {
            nextBeatNanos = now.after(settings().beatEvery());
            postToOthers(new Message.Beat(record.assignment(), record.promise().epoch()));
        }
    }

    private void postToOthers(Message message) {
        for (var host : Hosts.union(settings().hosts(), record.hosts())) {
            if (!host.equals(self())) {
                post(host, message);
            }
        }
    }

    Step finish() {
        var isChanged = !record.equals(before.record());
        if (isChanged && !isDamaged()) {
            trouble = "";
            effects.addFirst(new Effect.Persist(record));
        }
        var after = new PrimaryState(
                before.settings(),
                store,
                before.startedNanos(),
                before.speaksAtNanos(),
                record,
                activity,
                proposal,
                queries,
                heard,
                farewells,
                knownNumber,
                promiseHeardNanos,
                nextBeatNanos,
                grantedNanos,
                tenure,
                resumeWanted,
                resumeAtNanos,
                stopping,
                trouble);
        return new Step(after, effects);
    }
}
