package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Reachability;
import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.StoreCondition;
import io.github.batonha.supervision.primary.protocol.Activity;
import io.github.batonha.supervision.primary.protocol.Effect;
import io.github.batonha.supervision.primary.protocol.Event;
import io.github.batonha.supervision.primary.protocol.HeldLease;
import io.github.batonha.supervision.primary.protocol.Now;
import io.github.batonha.supervision.primary.protocol.PrimaryProtocol;
import io.github.batonha.supervision.primary.protocol.PrimaryState;
import io.github.batonha.supervision.primary.protocol.Step;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds the protocol and carries out what it wants, in order. Belongs to one actor. */
final class EffectRunner {

    private static final Logger log = LoggerFactory.getLogger(EffectRunner.class);

    /** Where words to others go. */
    interface Outlet {
        void send(String host, Message message);

        void tell(long order, Report report);

        void fence(Effect.Fence fence);

        void stopped();
    }

    private final PrimaryDeps deps;
    private final PrimaryResources hold;
    private final PrimaryProcesses processes;
    private final Outlet outlet;
    private final HistoryRecorder history;
    private PrimaryState state;
    private @Nullable PrimaryStatus lastStatus;
    private List<Effect> firstEffects;
    private String remark = "";
    private final String obstacle;
    private boolean isStandby;
    private final Now startedAt;
    private NodeDefinition known;

    EffectRunner(PrimaryDeps deps, PrimaryProcesses processes, HistoryRecorder history, Outlet outlet) {
        this.deps = deps;
        this.history = history;
        this.hold = deps.hold();
        this.processes = processes;
        this.outlet = outlet;
        this.startedAt = deps.now();
        this.known = deps.processes().definition();
        this.obstacle = Reachability.obstacle(known.self(), known.hosts())
                .map(Reachability.Obstacle::text)
                .orElse("");
        var loaded = hold.store().loaded();
        var first = PrimaryProtocol.start(
                hold.settings(), loaded.condition(), loaded.record(), hold.continues(), startedAt);
        this.state = first.state().running(known.hash(), StopTimes.longest(known.processes()));
        this.firstEffects = first.effects();
    }

    /** Carries out what the first step wants. */
    void start() {
        carryOut(firstEffects, startedAt);
        firstEffects = List.of();
        tellStandby();
        tellStatus();
    }

    void feed(Event event) {
        var active = state.record().active();
        var keeper = hold.keeper();
        // While processes are being ended the page is revoked by ourselves: that is no loss.
        var isLost = state.isActive() ? !keeper.isHeld(active.number()) : keeper.isLost(active.number());
        if (active.exists() && isLost && !isHurried()) {
            log.error("Lost the lease of epoch={}: ends primaryOnly processes", active.number());
            step(new Event.LeaseLost(active));
        }
        step(event);
        tellStatus();
    }

    PrimaryState state() {
        return state;
    }

    /** What else an operator should know; told with the status where the protocol itself has nothing to say. */
    void remark(String text) {
        if (!text.equals(remark)) {
            remark = text;
            tellStatus();
        }
    }

    /** Everything is being ended at once already. */
    private boolean isHurried() {
        return switch (state.activity()) {
            case Activity.Clearing _ -> true;
            case Activity.Ending ending -> ending.cause().isHurried();
            case Activity.Active _, Activity.Standby _ -> false;
        };
    }

    void onNews(PrimaryProcesses.News news) {
        switch (news) {
            case PrimaryProcesses.News.Released released -> processes.released(released.epoch());
            case PrimaryProcesses.News.Swept swept -> feed(processes.swept(swept));
            case PrimaryProcesses.News.SweepFailed failed -> processes.sweepFailed(failed);
            case PrimaryProcesses.News.ActorEnded ended -> processes.actorEnded(ended.epoch());
            case PrimaryProcesses.News.Reported reported -> {
                deps.reports().tell(reported.status());
                history.reported(reported.status());
            }
        }
    }

    private void step(Event event) {
        var now = deps.now();
        var definition = deps.processes().definition();
        if (!definition.hash().equals(known.hash())) {
            known = definition;
            state = state.running(definition.hash(), StopTimes.longest(definition.processes()));
        }
        var step = PrimaryProtocol.step(state, event, now);
        if (!step.effects().isEmpty() && step.effects().getFirst() instanceof Effect.Persist persist) {
            try {
                if (state.isDamaged()) {
                    hold.store().replace(persist.record());
                } else {
                    hold.store().write(persist.record());
                }
            } catch (IOException e) {
                log.error("Could not write the primary's store: nothing that relies on it was done", e);
                take(
                        PrimaryProtocol.step(
                                state, new Event.PersistFailed(String.valueOf(e.getMessage()), event), now),
                        now);
                return;
            }
        }
        take(step, now);
    }

    private void take(Step step, Now now) {
        var before = state;
        state = step.state();
        history.stepped(before, state);
        carryOut(step.effects(), now);
        tellStandby();
    }

    /** Nothing is left of an earlier epoch: the next one may be made ready for. */
    private void tellStandby() {
        var now = state.activity() instanceof Activity.Standby && !state.stopping();
        if (now && !isStandby) {
            deps.local().tell(new LocalProcesses.StandbyBegins());
        }
        isStandby = now;
    }

    private void carryOut(List<Effect> effects, Now now) {
        for (var effect : effects) {
            switch (effect) {
                case Effect.Persist _ -> {} // Done before all others.
                case Effect.Send send -> outlet.send(send.host(), send.message());
                case Effect.StartProcesses(Assignment assignment, long since) -> startProcesses(assignment, since);
                case Effect.ExtendLease(Epoch epoch, long until) ->
                    hold.keeper().extend(epoch.number(), until);
                case Effect.EndProcesses end -> processes.end(end.epoch(), end.atOnce());
                case Effect.Tell tell -> {
                    history.told(tell.order(), tell.report(), now.nanos());
                    outlet.tell(tell.order(), tell.report());
                }
                case Effect.AppendHistory append -> history.assigned(append.assignment());
                case Effect.AppendRepair repair -> history.repaired(repair);
                case Effect.Fence fence -> outlet.fence(fence);
                case Effect.Stopped _ -> outlet.stopped();
            }
        }
    }

    private void startProcesses(Assignment assignment, long sinceNanos) {
        var epoch = assignment.epoch().number();
        var isHeld = hold.keeper().isHeld(epoch)
                || hold.keeper()
                        .begin(
                                epoch,
                                assignment.lease().grace(),
                                sinceNanos,
                                assignment.terms().isByVotes());
        if (isHeld) {
            log.info("Is primary epoch={} hosts={}", epoch, assignment.hosts());
            tellBasis(assignment);
            processes.start(assignment.epoch());
        } else {
            log.error("Did not start primaryOnly processes of epoch={}: this agent was stopped for too long", epoch);
        }
    }

    private static void tellBasis(Assignment assignment) {
        var epoch = assignment.epoch().number();
        if (!assignment.fenced().isEmpty()) {
            log.warn("Became primary after a fence switched nodes off epoch={} fenced={}", epoch, assignment.fenced());
        }
        if (!assignment.confirmedDown().isEmpty()) {
            log.warn(
                    "Became primary because an operator confirmed nodes down; no fence verified it epoch={} by={} confirmedDown={} reason={}",
                    epoch,
                    assignment.by(),
                    assignment.confirmedDown(),
                    assignment.reason());
        }
    }

    private void tellStatus() {
        var status = status();
        if (!status.equals(lastStatus)) {
            lastStatus = status;
            deps.status().tell(status);
        }
    }

    private PrimaryStatus status() {
        var assignment = state.record().assignment();
        var role = state.isActive() ? Role.PRIMARY : state.isDamaged() ? Role.UNKNOWN : Role.SECONDARY;
        return new PrimaryStatus(
                role,
                assignment.exists() ? assignment.primary() : null,
                assignment.epoch().number(),
                assignment.by(),
                List.copyOf(assignment.confirmedDown()),
                List.copyOf(assignment.fenced()),
                assignment.terms().isByVotes() ? List.copyOf(assignment.voters()) : List.of(),
                message(),
                state.lease().map(EffectRunner::lease).orElse(null));
    }

    private static PrimaryStatus.Lease lease(HeldLease held) {
        return new PrimaryStatus.Lease(
                held.grantedBy().stream().sorted().toList(), held.sinceNanos(), held.untilNanos());
    }

    private String message() {
        if (state.store() instanceof StoreCondition.Damaged(String why)) {
            return "the store of the primary is damaged: %s; say `baton primary repair`".formatted(why);
        }
        if (state.activity() instanceof Activity.Ending) {
            return "ends its primaryOnly processes";
        }
        if (state.isUnrenewed(deps.now().nanos())) {
            return "too few voters answer to renew its lease: its primaryOnly processes end soon";
        }
        return Stream.of(state.trouble(), remark, obstacle)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }
}
