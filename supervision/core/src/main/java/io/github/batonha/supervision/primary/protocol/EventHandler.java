package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Reason;

/** Leads each event of a step to the part of the protocol that handles it. */
final class EventHandler {

    private final ProtocolStep step;
    private final Proposer proposer;
    private final Acceptor acceptor;
    private final Leases leases;
    private final StateQueries queries;

    EventHandler(ProtocolStep step) {
        this.step = step;
        this.proposer = new Proposer(step);
        this.acceptor = new Acceptor(step, proposer);
        this.leases = new Leases(step, acceptor);
        this.queries = new StateQueries(step);
    }

    void begin() {
        switch (step.activity()) {
            case Activity.Active _ ->
                step.emit(new Effect.StartProcesses(
                        step.record().assignment(), step.now().nanos()));
            case Activity.Clearing clearing -> step.emit(new Effect.EndProcesses(clearing.stale(), true));
            case Activity.Standby _, Activity.Ending _ ->
                throw new IllegalStateException("begins as " + step.activity());
        }
    }

    void handle(Event event) {
        if (!(event instanceof Event.PersistFailed)) {
            proposer.expire();
        }
        switch (event) {
            case Event.Received received -> receive(received.from(), received.message());
            case Event.SetPrimary set -> {
                if (set.order().dryRun()) {
                    queries.dryRun(set.order());
                } else {
                    proposer.order(set.order());
                }
            }
            case Event.FenceEnded ended -> proposer.fenceEnded(ended);
            case Event.RepairStore repair -> queries.repair(repair.order());
            case Event.ProcessesGone gone -> acceptor.processesGone(gone.epoch());
            case Event.LeaseLost lost -> acceptor.leaseLost(lost.epoch());
            case Event.Stop _ -> stop();
            case Event.PersistFailed failed -> persistFailed(failed);
            case Event.Tick _ -> tick();
        }
        for (var next = step.nextToSelf(); next != null; next = step.nextToSelf()) {
            receive(step.self(), next);
        }
    }

    private void receive(String from, Message message) {
        if (!from.equals(step.self())) {
            step.noteHeard(from, message instanceof Message.Farewell);
            step.noteNumber(epochOf(message));
            step.noteNumber(message.assignment().epoch());
            proposer.hear(from);
        }
        switch (message) {
            case Message.Prepare prepare -> acceptor.prepare(from, prepare);
            case Message.AskRelease ask -> acceptor.askRelease(from, ask);
            case Message.Promised promised -> {
                acceptor.adopt(promised.assignment());
                proposer.promised(from, promised);
            }
            case Message.Unknown unknown -> proposer.unknown(from, unknown);
            case Message.Superseded superseded -> proposer.superseded(from, superseded);
            case Message.Releasing releasing -> proposer.releasing(from, releasing);
            case Message.Released released -> proposer.released(from, released);
            case Message.NotReleased not -> proposer.notReleased(from, not);
            case Message.Committed committed -> acceptor.adopt(committed.assignment());
            case Message.Renew renew -> leases.renew(from, renew);
            case Message.Granted granted -> {
                leases.granted(from, granted);
                proposer.granted(from, granted);
            }
            case Message.Query query -> acceptor.query(from, query);
            case Message.WouldAnswer would -> {
                queries.answered(from, would.answer());
                proposer.answered(from, would.answer());
            }
            case Message.Beat beat -> beat(from, beat);
            case Message.Farewell _ -> {} // Noted as heard last, which is all that it is good for.
        }
    }

    private void beat(String from, Message.Beat beat) {
        acceptor.adopt(beat.assignment());
        if (step.record().assignment().isNewerThan(beat.assignment())) {
            step.post(from, new Message.Committed(step.record().assignment()));
        }
    }

    private void tick() {
        acceptor.tick();
        leases.tick();
        proposer.tick();
        queries.tick();
        step.beatIfDue();
    }

    private void stop() {
        step.beginStopping();
        proposer.refuse(
                Reason.Code.AGENT_STOPPING,
                "the agent of %s is being stopped".formatted(step.self()),
                "Order it again when the agent runs.");
        switch (step.activity()) {
            case Activity.Active _ -> acceptor.end(Activity.Cause.STOP);
            case Activity.Standby _ -> step.stopped();
            case Activity.Clearing _, Activity.Ending _ -> {} // Stopped when its processes are gone.
        }
    }

    /** The event did not happen, as far as its record goes; what needs no record is done all the same. */
    private void persistFailed(Event.PersistFailed failed) {
        var trouble = "its store can't be written: " + failed.why();
        step.trouble(trouble);
        step.postponeResumption(step.now().after(Proposer.resumeRetry(step.settings())));
        var remedy = "Repair the disk of %s, then order it again.".formatted(step.self());
        var why = "%s can't become primary: %s".formatted(step.self(), trouble);
        proposer.refuse(Reason.Code.STORE_UNWRITABLE, why, remedy);
        queries.writeFailed(trouble);
        switch (failed.cause()) {
            case Event.SetPrimary set ->
                new ProposalReports(step).refuse(set.order(), Reason.of(Reason.Code.STORE_UNWRITABLE, trouble, remedy));
            case Event.RepairStore repair -> queries.repairFailed(repair.order(), trouble);
            case Event.FenceEnded _ -> {} // Nobody waits for it any more.
            case Event.Stop _ -> stop();
            case Event.LeaseLost lost -> acceptor.leaseLost(lost.epoch());
            case Event.Received received ->
                acceptor.endIfOvertaken(received.message().assignment());
            case Event.ProcessesGone _ -> {
                // The stale mark does no harm: the next start clears it.
                if (step.stopping()) {
                    step.stopped();
                }
            }
            case Event.PersistFailed _, Event.Tick _ -> {} // Looked at again by the next tick.
        }
    }

    private static Epoch epochOf(Message message) {
        return switch (message) {
            case Message.Prepare prepare -> prepare.epoch();
            case Message.Promised promised -> promised.before();
            case Message.Superseded superseded -> superseded.promised();
            case Message.Beat beat -> beat.promised();
            case Message.AskRelease ask -> ask.epoch();
            case Message.Renew renew -> renew.epoch();
            case Message.Unknown _,
                    Message.Releasing _,
                    Message.Released _,
                    Message.NotReleased _,
                    Message.Committed _,
                    Message.Granted _,
                    Message.Query _,
                    Message.WouldAnswer _,
                    Message.Farewell _ -> Epoch.NONE;
        };
    }
}
