package baton.supervision.primary.protocol;

import baton.supervision.primary.model.Assignment;
import baton.supervision.primary.model.Epoch;
import baton.supervision.primary.model.Hosts;
import baton.supervision.primary.model.Message;
import baton.supervision.primary.model.PrimaryRecord;
import baton.supervision.primary.model.PrimarySettings;
import baton.supervision.primary.model.Reason;
import baton.supervision.primary.model.Report;
import baton.supervision.primary.model.StoreCondition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One step in the making: the state as it changes, and the effects gathered so far. Messages of a host to itself are handled
 * within the step, so that a host needs no other code for its own promise and release than for everybody's.
 */
final class Turn {

    final Now now;
    final PrimarySettings settings;
    PrimaryRecord record;
    Activity activity;
    Proposal proposal;
    List<Inquiry> inquiries;
    StoreCondition store;
    boolean resumeWanted;
    long resumeAtNanos;
    boolean stopping;
    String trouble;
    long promiseHeardNanos;

    private final PrimaryState before;
    private final Participant participant;
    private final Target target;
    private final Inquirer inquirer;
    private final List<Effect> effects = new ArrayList<>();
    private final Deque<Message> toSelf = new ArrayDeque<>();
    private Map<String, Long> heard;
    private Map<String, Instant> farewells;
    private long knownNumber;
    private long nextBeatNanos;

    Turn(PrimaryState state, Now now) {
        this.before = state;
        this.now = now;
        this.settings = state.settings();
        this.record = state.record();
        this.activity = state.activity();
        this.proposal = state.proposal();
        this.inquiries = state.inquiries();
        this.store = state.store();
        this.heard = state.heard();
        this.farewells = state.farewells();
        this.knownNumber = state.knownNumber();
        this.promiseHeardNanos = state.promiseHeardNanos();
        this.nextBeatNanos = state.nextBeatNanos();
        this.resumeWanted = state.resumeWanted();
        this.resumeAtNanos = state.resumeAtNanos();
        this.stopping = state.stopping();
        this.trouble = state.trouble();
        this.participant = new Participant(this);
        this.target = new Target(this);
        this.inquirer = new Inquirer(this, target);
    }

    void begin() {
        switch (activity) {
            case Activity.Active _ -> emit(new Effect.StartProcesses(record.assignment()));
            case Activity.Clearing clearing -> emit(new Effect.EndProcesses(clearing.stale(), true));
            case Activity.Standby _, Activity.Ending _ -> throw new IllegalStateException("begins as " + activity);
        }
    }

    void handle(Event event) {
        if (!(event instanceof Event.PersistFailed)) {
            target.expire();
        }
        switch (event) {
            case Event.Received received -> receive(received.from(), received.message());
            case Event.SetPrimary set -> {
                if (set.order().dryRun()) {
                    inquirer.rehearse(set.order());
                } else {
                    target.order(set.order());
                }
            }
            case Event.FenceEnded ended -> target.fencing().ended(ended);
            case Event.RepairStore repair -> inquirer.repair(repair.order());
            case Event.ProcessesGone gone -> participant.processesGone(gone.epoch());
            case Event.LeaseLost lost -> participant.leaseLost(lost.epoch());
            case Event.Stop _ -> stop();
            case Event.PersistFailed failed -> persistFailed(failed);
            case Event.Tick _ -> tick();
        }
        for (var next = toSelf.poll(); next != null; next = toSelf.poll()) {
            receive(settings.self(), next);
        }
    }

    private void receive(String from, Message message) {
        if (!from.equals(settings.self())) {
            noteHeard(from, message);
            target.hear(from);
        }
        switch (message) {
            case Message.Prepare prepare -> participant.prepare(from, prepare);
            case Message.AskRelease ask -> participant.askRelease(from, ask);
            case Message.Promised promised -> {
                participant.adopt(promised.assignment());
                target.promised(from, promised);
            }
            case Message.Unknown unknown -> target.unknown(from, unknown);
            case Message.Superseded superseded -> target.superseded(from, superseded);
            case Message.Releasing releasing -> target.releasing(from, releasing);
            case Message.Released released -> target.released(from, released);
            case Message.NotReleased not -> target.notReleased(from, not);
            case Message.Committed committed -> participant.adopt(committed.assignment());
            case Message.Query query -> participant.query(from, query);
            case Message.WouldAnswer would -> {
                inquirer.answered(from, would.answer());
                target.answered(from, would.answer());
            }
            case Message.Beat beat -> beat(from, beat);
            case Message.Farewell _ -> {} // Noted as heard last, which is all that it is good for.
        }
    }

    private void beat(String from, Message.Beat beat) {
        participant.adopt(beat.assignment());
        if (record.assignment().isNewerThan(beat.assignment())) {
            post(from, new Message.Committed(record.assignment()));
        }
    }

    private void tick() {
        participant.tick();
        target.tick();
        inquirer.tick();
        if (now.hasReached(nextBeatNanos)) {
            nextBeatNanos = now.after(settings.beatEvery());
            postToOthers(new Message.Beat(record.assignment(), record.promise().epoch()));
        }
    }

    private void stop() {
        stopping = true;
        target.refuse(
                Reason.Code.AGENT_STOPPING,
                "the agent of %s is being stopped".formatted(settings.self()),
                "Order it again when the agent runs.");
        switch (activity) {
            case Activity.Active _ -> participant.end(Activity.Cause.STOP);
            case Activity.Standby _ -> stopped();
            case Activity.Clearing _, Activity.Ending _ -> {} // Stopped when its processes are gone.
        }
    }

    void stopped() {
        postToOthers(new Message.Farewell());
        emit(new Effect.Stopped());
    }

    /** The event did not happen, as far as its record goes; what needs no record is done all the same. */
    private void persistFailed(Event.PersistFailed failed) {
        trouble = "its store can't be written: " + failed.why();
        resumeAtNanos = now.after(Target.resumeRetry(settings));
        var remedy = "Repair the disk of %s, then order it again.".formatted(settings.self());
        var why = "%s can't become primary: %s".formatted(settings.self(), trouble);
        target.refuse(Reason.Code.STORE_UNWRITABLE, why, remedy);
        inquirer.writeFailed(trouble);
        switch (failed.cause()) {
            case Event.SetPrimary set ->
                target.refuseOrder(set.order(), Reason.of(Reason.Code.STORE_UNWRITABLE, trouble, remedy));
            case Event.RepairStore repair -> inquirer.repairFailed(repair.order(), trouble);
            case Event.FenceEnded _ -> {} // Nobody waits for it any more.
            case Event.Stop _ -> stop();
            case Event.LeaseLost lost -> participant.leaseLost(lost.epoch());
            case Event.Received received -> participant.endIfOvertaken(assignmentOf(received.message()));
            case Event.ProcessesGone _ -> {
                // The stale mark does no harm: the next start clears it.
                if (stopping) {
                    stopped();
                }
            }
            case Event.PersistFailed _, Event.Tick _ -> {} // Looked at again by the next tick.
        }
    }

    private void noteHeard(String from, Message message) {
        var nextHeard = new HashMap<>(heard);
        nextHeard.put(from, now.nanos());
        heard = nextHeard;
        if (message instanceof Message.Farewell) {
            var next = new HashMap<>(farewells);
            next.put(from, now.wall());
            farewells = next;
        } else if (farewells.containsKey(from)) {
            var next = new HashMap<>(farewells);
            next.remove(from);
            farewells = next;
        }
        noteNumber(epochOf(message));
        noteNumber(assignmentOf(message).epoch());
    }

    private static Epoch epochOf(Message message) {
        return switch (message) {
            case Message.Prepare prepare -> prepare.epoch();
            case Message.Promised promised -> promised.before();
            case Message.Superseded superseded -> superseded.promised();
            case Message.Beat beat -> beat.promised();
            case Message.AskRelease ask -> ask.epoch();
            case Message.Unknown _,
                    Message.Releasing _,
                    Message.Released _,
                    Message.NotReleased _,
                    Message.Committed _,
                    Message.Query _,
                    Message.WouldAnswer _,
                    Message.Farewell _ -> Epoch.NONE;
        };
    }

    private static Assignment assignmentOf(Message message) {
        return switch (message) {
            case Message.Promised promised -> promised.assignment();
            case Message.Committed committed -> committed.assignment();
            case Message.Beat beat -> beat.assignment();
            case Message.Prepare _,
                    Message.Superseded _,
                    Message.AskRelease _,
                    Message.Unknown _,
                    Message.Releasing _,
                    Message.Released _,
                    Message.NotReleased _,
                    Message.Query _,
                    Message.WouldAnswer _,
                    Message.Farewell _ -> Assignment.NONE;
        };
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
        return new Epoch(Math.max(knownNumber + 1, now.wall().toEpochMilli()), settings.self());
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    void post(String host, Message message) {
        if (host.equals(settings.self())) {
            toSelf.add(message);
        } else {
            effects.add(new Effect.Send(host, message));
        }
    }

    private void postToOthers(Message message) {
        for (var host : Hosts.union(settings.hosts(), record.hosts())) {
            if (!host.equals(settings.self())) {
                post(host, message);
            }
        }
    }

    boolean speaks() {
        return !(activity instanceof Activity.Clearing) && now.hasReached(before.speaksAtNanos());
    }

    boolean isDamaged() {
        return store instanceof StoreCondition.Damaged;
    }

    void tell(long order, Report report) {
        emit(new Effect.Tell(order, report));
    }

    PrimaryState before() {
        return before;
    }

    Map<String, Long> heard() {
        return heard;
    }

    Map<String, Instant> farewells() {
        return farewells;
    }

    void overtaken(Epoch epoch) {
        target.overtaken(epoch);
    }

    void adopted(Assignment assignment) {
        target.adopted(assignment);
    }

    Step finish() {
        var isChanged = !record.equals(before.record());
        if (isChanged && !isDamaged()) {
            trouble = "";
            effects.addFirst(new Effect.Persist(record));
        }
        var after = new PrimaryState(
                settings,
                store,
                before.startedNanos(),
                before.speaksAtNanos(),
                record,
                activity,
                proposal,
                inquiries,
                heard,
                farewells,
                knownNumber,
                promiseHeardNanos,
                nextBeatNanos,
                resumeWanted,
                resumeAtNanos,
                stopping,
                trouble);
        return new Step(after, effects);
    }
}
