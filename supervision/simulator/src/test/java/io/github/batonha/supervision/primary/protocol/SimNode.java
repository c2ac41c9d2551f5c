package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.client.LeasePage;
import io.github.batonha.supervision.lease.ResumeDecision;
import io.github.batonha.supervision.lease.SimKeeper;
import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated host: its clocks, disk, lease page, processes, and its agent with a shell as the product has it. */
final class SimNode implements SimKeeper.Page {

    static final LeaseTimes LEASE = new LeaseTimes(Duration.ofSeconds(4), Duration.ofSeconds(1));
    static final Duration ANSWER_WITHIN = Duration.ofMillis(500);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final long SPAWN = SimWorld.millis(30);
    private static final Duration LONGEST_STOP = Duration.ofMillis(2500);
    static final int PROCESSES = 2;

    final SimWorld world;
    final String name;
    /** Bits per million that the monotonic clock runs fast. */
    private final long drift;

    /** Another one after each boot: a deadline of an earlier boot may look as if it were still to come. */
    private long offset;

    long wallSkew;

    boolean hostUp = true;
    boolean agentUp;
    /** Neither events nor pushes. */
    private boolean stopped;
    /** No events, but the page is pushed by its own thread. */
    private boolean stalled;

    private int boot;
    /** Raised with every agent and actor system: what was scheduled for an earlier one does nothing. */
    int life;
    /** Operators that said that this host is down and keep it so. */
    int held;

    /** Configured lease times; not the same on all hosts in every life. */
    LeaseTimes lease = LEASE;

    /** The guard that its agent goes by. */
    private Guard guard = Guard.OPERATOR;

    /** What stands on its disk, and what its agent has read of that. */
    Set<String> installed = Set.of();

    Set<String> config = Set.of();

    @Nullable
    PrimaryRecord disk;

    /** Its name was used before, though its store may be gone. */
    boolean hasStored;

    boolean damaged;
    boolean diskBroken;
    /** Chance that a write hangs, for a while in which the agent does nothing else. */
    double slowDisk;

    private int pageBoot = -1;
    private LeasePage.Reading page = new LeasePage.Reading(true, true, LeasePage.REVOKED, 0);
    private final SimKeeper keeper = new SimKeeper(this, this::mono);

    final List<SimProcess> processes = new ArrayList<>();

    private final SimStandbys standbys;

    /** When this agent last heard whom, by the world's time. */
    final Map<String, Long> heard = new HashMap<>();

    private @Nullable PrimaryState state;
    private @Nullable RowVoter voter;
    private final Deque<Event> inbox = new ArrayDeque<>();
    /** The effects of a step that the agent stands still in. */
    private @Nullable Runnable undone;

    private boolean ending;
    private boolean endingAtOnce;
    /** The order that the step which is carried out may fulfil. */
    private long fulfilled;

    /** What the agent goes by in that step; after a failed write that is not what stands on the disk. */
    private PrimaryRecord remembered = PrimaryRecord.EMPTY;

    SimNode(SimWorld world, String name) {
        this.world = world;
        this.name = name;
        this.drift = world.random.nextLong(-40_000, 40_001);
        this.offset = world.random.nextLong(SimWorld.seconds(1000));
        this.wallSkew = world.anySkew();
        this.standbys = new SimStandbys(this, world);
    }

    long mono() {
        // In two parts, or a clock that runs slow would go back each millisecond.
        return offset + world.time + world.time / 1_000_000 * drift + world.time % 1_000_000 * drift / 1_000_000;
    }

    private Now now() {
        return new Now(mono(), Instant.ofEpochSecond(1_000_000, world.time + wallSkew));
    }

    // The lease page and the leash.

    @Override
    public LeasePage.Reading read() {
        return pageBoot == boot ? page : new LeasePage.Reading(true, false, page.epoch(), page.deadlineNanos());
    }

    @Override
    public void write(long epoch, long deadlineNanos) {
        pageBoot = boot;
        page = new LeasePage.Reading(true, true, epoch, deadlineNanos);
    }

    boolean pageHolds(long epoch) {
        return pageBoot == boot && page.epoch() == epoch && page.deadlineNanos() - mono() > 0;
    }

    /**
     * Called often: a process that may not go on ends now. One whose agent was stopped in a push may end a moment before the push that
     * would have let it go on: to the agent it is a process that has ended, and starts again.
     */
    void leash() {
        for (var process : List.copyOf(processes)) {
            if (!process.isHeld() && !process.isStopped && !pageHolds(process.epoch())) {
                world.trace(name, "leash ends a process of epoch %d", process.epoch());
                ended(process);
            }
        }
    }

    /** By itself: an agent that wants it starts it again. */
    void ended(SimProcess process) {
        processes.remove(process);
        if (agentUp && !ending && !process.isStandby()) {
            spawnLater(process.recorded, 1);
        }
    }

    /** Whether the disk says that what runs here may. A store that was lost since says nothing. */
    boolean hasMark() {
        var record = disk;
        return damaged
                || record == null
                || processes.stream()
                        .allMatch(process -> process.isHeld()
                                || process.recorded == record.active().number());
    }

    boolean hasLiveProcess() {
        for (var process : processes) {
            // A stopped one that may not go on never runs again.
            if (!process.isHeld() && (!process.isStopped || pageHolds(process.epoch()))) {
                return true;
            }
        }
        return false;
    }

    boolean runsOneTwice() {
        for (var one : processes) {
            for (var other : processes) {
                if (one != other && one.slot == other.slot && !one.isHeld() && !other.isHeld()) {
                    return true;
                }
            }
        }
        return false;
    }

    void keep() {
        if (agentUp && !stopped) {
            keeper.push();
        }
    }

    void stopProcesses() {
        processes.forEach(process -> process.isStopped = true);
        world.trace(name, "processes stopped");
    }

    void continueProcesses() {
        processes.forEach(process -> process.isStopped = false);
        leash();
    }

    /** One ends by itself; an agent that is there starts it anew. */
    void endProcess() {
        if (!processes.isEmpty()) {
            var ended =
                    processes.stream().filter(process -> !process.isStandby()).toList();
            var one = ended.isEmpty() ? processes.getLast() : ended.getLast();
            world.trace(name, "a process of epoch %d ends by itself", one.recorded);
            if (agentUp && world.random.nextBoolean()) {
                processes.clear();
            }
            ended(one);
        }
    }

    // Agents that stand still.

    void stopAgent() {
        if (agentUp && !stopped) {
            stopped = true;
            if (world.random.nextBoolean()) {
                keeper.standStill(world.random.nextInt(SimKeeper.READINGS_OF_A_PUSH + 1));
            }
            world.trace(name, "agent stopped (SIGSTOP)");
        }
    }

    /**
     * A primary and nothing else, whose agent stands still: its page runs out, so that it is as good as ended while that lasts. An agent
     * that stands still in the middle of a SetPrimary or of a release is not: it goes on with it.
     */
    boolean isHungPrimary() {
        return stopped
                && !stalled
                && state != null
                && state.record().active().exists()
                && state.proposal() instanceof Proposal.None;
    }

    void continueAgent() {
        if (held > 0) {
            world.in(SimWorld.millis(500), this::continueAgent); // Whoever said that it is down keeps it so.
        } else if (agentUp && stopped) {
            stopped = false;
            world.trace(name, "agent goes on (SIGCONT)");
            keeper.goOn();
            var rest = undone;
            undone = null;
            if (rest != null) {
                rest.run();
            }
            drain();
        }
    }

    void stallAgent(long nanos) {
        if (agentUp && !stalled) {
            world.trace(name, "agent stalls");
            stallThen(nanos, () -> {});
        }
    }

    private void stallThen(long nanos, Runnable next) {
        stalled = true;
        var of = life;
        world.in(nanos, () -> goOnWhenContinued(of, next));
    }

    private void goOnWhenContinued(int of, Runnable next) {
        if (!agentUp || life != of) {
            return;
        }
        if (stopped) {
            world.in(SPAWN, () -> goOnWhenContinued(of, next));
            return;
        }
        stalled = false;
        world.trace(name, "agent goes on after a stall");
        next.run();
        drain();
    }

    private void drain() {
        while (!inbox.isEmpty() && agentUp && !stopped && !stalled) {
            run(inbox.remove());
        }
    }

    // The agent.

    void startAgent() {
        if (!hostUp || agentUp || held > 0 || !world.mayStart(this)) {
            return;
        }
        if (world.checks.comesBack(name)) {
            loseStore(); // By the book: whoever was given up comes back as a newcomer.
        }
        config = installed;
        guard = world.guard;
        agentUp = true;
        stopped = false;
        heard.clear();
        keeper.forget();
        var record = record();
        var number = record.active().number();
        var hasRun = processes.stream().anyMatch(process -> process.recorded == number);
        switch (ResumeDecision.of(record, read(), mono(), hasRun)) {
            case ResumeDecision.Continue() -> {
                world.checks.tally.continuations++;
                keeper.resume(
                        number,
                        record.assignment().lease().grace(),
                        record.assignment().terms().isByVotes());
            }
            case ResumeDecision.Standby(String why) -> world.trace(name, "starts in STANDBY: %s", why);
        }
        startSystem();
    }

    /** The actor system of a JVM that lives on ended, and a new one takes over what the keeper holds. */
    void restartSystem() {
        if (agentUp && !stopped && !stalled) {
            world.trace(name, "actor system ends");
            world.ordersEnded(name);
            heard.clear();
            startSystem();
        }
    }

    private void startSystem() {
        life++;
        stalled = false;
        ending = false;
        inbox.clear();
        var settings = new PrimarySettings(
                name,
                config,
                lease,
                ANSWER_WITHIN,
                BEAT,
                world.resume,
                "",
                guard == Guard.OPERATOR ? Duration.ZERO : LONGEST_STOP,
                guard,
                false,
                SimFences.commands());
        voter = RowVoter.of(settings, now());
        StoreCondition store = damaged
                ? new StoreCondition.Damaged("both slots")
                : disk == null ? new StoreCondition.Fresh() : new StoreCondition.Intact();
        var record = record();
        world.checks.found(record);
        var continues =
                keeper.isHeld(record.active().number()) ? OptionalLong.of(page.deadlineNanos()) : OptionalLong.empty();
        world.trace(name, "agent starts: store %s %s, continues %s", store, record, continues);
        var before = now();
        var step = PrimaryProtocol.start(settings, store, record, continues, before);
        state = step.state();
        carryOut(step);
        if (keeper.isHeld(record.active().number())) {
            standbys.adopt(record.active().number());
        }
        scheduleTick(life);
    }

    Guard guard() {
        return guard;
    }

    /** Stops at any point of what it does. */
    boolean standsStill() {
        return stopped || stalled;
    }

    RowVoter.Answer voterSees(RowVoter.Row row, Message message) {
        if (voter == null || state == null) {
            throw new IllegalStateException("no agent");
        }
        voter = voter.seeing(row, now());
        var answer = voter.answer(state.record(), name, message, now());
        world.trace(name, "as the database: %s -> %s %s", message, answer.replies(), answer.trouble());
        return answer;
    }

    void voterWrote(RowVoter.Row row) {
        voter = voter == null ? null : voter.seeing(row, now());
    }

    boolean isEnding() {
        return ending;
    }

    /** Whether its agent goes by a store that could not be read. */
    boolean believesDamaged() {
        return state != null && state.isDamaged();
    }

    LeaseTimes knownLease() {
        return lease.max(record().lease());
    }

    private PrimaryRecord record() {
        var record = disk;
        return damaged || record == null ? PrimaryRecord.EMPTY : record;
    }

    private void scheduleTick(int of) {
        world.in(SimWorld.millis(180 + world.random.nextInt(40)), () -> {
            if (agentUp && life == of) {
                if (!stopped) {
                    feed(new Event.Tick()); // No timer runs in an agent that stands still.
                    if (!stalled) {
                        standbys.keep();
                    }
                }
                scheduleTick(of);
            }
        });
    }

    void killAgent(String why) {
        if (agentUp) {
            world.trace(name, "agent dies: %s", why);
            agentUp = false;
            stopped = false;
            stalled = false;
            life++;
            inbox.clear();
            state = null;
            undone = null;
            if (damaged) {
                world.checks.forgetPromises(this); // It promises from memory alone.
            }
            world.ordersEnded(name);
        }
    }

    void killHost() {
        killAgent("host off");
        if (hostUp) {
            world.trace(name, "host off");
            hostUp = false;
            boot++;
            offset = world.random.nextLong(SimWorld.seconds(1000));
            processes.clear();
        }
    }

    void loseStore() {
        disk = null;
        world.checks.forgetPromises(this);
        world.trace(name, damaged ? "store damaged" : "store deleted");
    }

    /** Whether its agent says so of itself, whatever its disk holds. */
    boolean isActive() {
        return state != null && state.record().active().exists();
    }

    Proposal proposal() {
        return state == null ? new Proposal.None() : state.proposal();
    }

    /** The order that the agent pursues, 0 for none. */
    long pursued() {
        return state != null && state.proposal() instanceof Proposal.Open open && !open.resume()
                ? open.order().id()
                : 0;
    }

    /** Whether an answer to this epoch, handled now, is in time. */
    boolean counts(Epoch epoch) {
        return state != null
                && state.proposal() instanceof Proposal.Open open
                && open.epoch().equals(epoch)
                && open.phase() instanceof Proposal.Phase.Asking asking
                && mono() - asking.sinceNanos() < ANSWER_WITHIN.toNanos();
    }

    void feed(Event event) {
        if (!agentUp) {
            return;
        }
        if (stopped || stalled) {
            if (inbox.size() < 500 && !(event instanceof Event.Tick && inbox.peekLast() instanceof Event.Tick)) {
                inbox.add(event);
            }
        } else {
            run(event);
        }
    }

    private void run(Event event) {
        var current = state;
        if (current == null) {
            return;
        }
        if (event instanceof Event.Received(String from, Message message)) {
            world.checks.received(this, from, message);
            heard.put(from, world.time);
        }
        var active = current.record().active();
        if (active.exists()) {
            var number = active.number();
            var isLost = current.isActive() ? !keeper.isHeld(number) : keeper.isLost(number);
            var isHurried = current.activity() instanceof Activity.Ending(Epoch _, Activity.Cause cause, long _)
                    && cause.isHurried();
            if (isLost && !isHurried) {
                step(new Event.LeaseLost(active));
            }
        }
        if (stalled || stopped) {
            inbox.addFirst(event);
        } else if (agentUp) {
            step(event);
        }
    }

    private void step(Event event) {
        var former = state;
        if (former == null) {
            return;
        }
        var before = now();
        // Alone in its cluster it may fulfil one in the step that takes it.
        fulfilled = event instanceof Event.SetPrimary set ? set.order().id() : pursued();
        remembered = former.record();
        var step = PrimaryProtocol.step(former, event, before);
        world.traceStep(name, event, step);
        take(former, step, event, before, 0);
    }

    /** The effects from the given one on; a write that fails undoes the step, one that hangs holds the agent up. */
    private void take(PrimaryState former, Step step, Event event, Now at, int first) {
        state = step.state();
        for (var index = first; index < step.effects().size() && agentUp; index++) {
            var effect = step.effects().get(index);
            if (effect instanceof Effect.Persist(PrimaryRecord record)) {
                contract(index == 0, "%s persists late", name);
                if (diskBroken) {
                    fail(former, event, record, at);
                    return;
                }
                if (slowDisk > 0 && world.random.nextDouble() < slowDisk) {
                    state = former;
                    hang(former, step, event, at, index, record);
                    return;
                }
                if (world.crashesNow()) {
                    if (world.random.nextBoolean()) {
                        store(record);
                    }
                    killAgent("in the middle of a write");
                    return;
                }
            }
            carryOut(effect);
            if (agentUp && !stopped && index + 1 < step.effects().size() && world.standsStillNow()) {
                var rest = index + 1;
                undone = () -> take(former, step, event, at, rest);
                stopAgent();
                world.in(world.shortOrLong(), this::continueAgent);
                return;
            }
        }
    }

    private void fail(PrimaryState former, Event event, PrimaryRecord record, Now at) {
        var cause = new Event.PersistFailed("disk", event);
        var failed = PrimaryProtocol.step(former, cause, at);
        world.traceStep(name, cause, failed);
        contract(
                failed.effects().stream().noneMatch(Effect.Persist.class::isInstance),
                "%s persists although it failed",
                name);
        if (world.random.nextInt(4) == 0) {
            disk = record; // It said that it failed, and reached the disk all the same.
            hasStored = true;
            damaged = false;
        }
        state = failed.state();
        carryOut(failed);
    }

    private void hang(PrimaryState former, Step step, Event event, Now at, int index, PrimaryRecord record) {
        world.trace(name, "write hangs");
        if (world.random.nextBoolean()) {
            store(record);
        }
        stallThen(SimWorld.millis(world.random.nextLong(20, 7000)), () -> {
            store(record);
            take(former, step, event, at, index + 1);
        });
    }

    private void store(PrimaryRecord record) {
        world.checks.stored(name, remembered, record);
        disk = record;
        hasStored = true;
        damaged = false; // Nothing is written to a damaged store but its repair.
    }

    private void contract(boolean holds, String text, Object... args) {
        world.checks.check(holds, Violation.Kind.CONTRACT, text, args);
    }

    private void carryOut(Step step) {
        for (var effect : step.effects()) {
            if (agentUp) {
                carryOut(effect);
            }
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Persist(PrimaryRecord record) -> store(record);
            case Effect.Send(String host, Message message) -> {
                world.checks.sent(this, message);
                world.send(name, host, message);
            }
            case Effect.StartProcesses(Assignment assignment, long since) -> start(assignment, since);
            case Effect.ExtendLease(Epoch epoch, long until) -> keeper.extend(epoch.number(), until);
            case Effect.EndProcesses(Epoch epoch, boolean atOnce) -> end(epoch, atOnce);
            case Effect.Tell(long order, Report report) -> world.told(name, order, report);
            case Effect.AppendHistory _, Effect.AppendRepair _ -> {}
            case Effect.Fence fence -> world.fencing.run(this, fence);
            case Effect.Stopped _ -> killAgent("stopped in order");
        }
        if (world.crashesNow()) {
            killAgent("between two effects");
        }
    }

    private void start(Assignment assignment, long since) {
        var epoch = assignment.epoch().number();
        if (!keeper.isHeld(epoch)) {
            var isBegun = keeper.begin(
                    epoch, assignment.lease().grace(), since, assignment.terms().isByVotes());
            if (isBegun || !world.checks.isSucceeded(assignment)) {
                world.checks.activated(this, assignment, fulfilled);
            }
            if (!isBegun) {
                world.trace(name, "does not begin epoch %d: too late", epoch);
                return;
            }
        }
        ending = false;
        spawnLater(epoch, PROCESSES);
    }

    /** One that is being spawned as its agent dies is there all the same; its leash looks before anything else. */
    private void spawnLater(long epoch, int count) {
        spawnLater(epoch, life, boot, world.random.nextInt(8) == 0, count);
    }

    private void spawnLater(long epoch, int of, int ofBoot, boolean outlivesAgent, int count) {
        world.in(SPAWN, () -> spawn(epoch, of, ofBoot, outlivesAgent, count));
    }

    private void spawn(long epoch, int of, int ofBoot, boolean outlivesAgent, int count) {
        var isWanted = agentUp && life == of && !ending;
        if (boot != ofBoot || !(isWanted || outlivesAgent)) {
            return;
        }
        if (stopped && isWanted && (!outlivesAgent || standbys.areThere())) {
            spawnLater(epoch, of, ofBoot, outlivesAgent, count);
            return;
        }
        if (!(isWanted && standbys.promote(epoch))) {
            var slot = standbys.freeSlot();
            if (slot >= 0 && pageHolds(epoch)) {
                processes.add(SimProcess.cold(slot, epoch));
                world.trace(name, "spawned a process of epoch %d", epoch);
            }
        }
        if (count > 1 && isWanted && !outlivesAgent) {
            spawnLater(epoch, count - 1);
        }
    }

    private void end(Epoch epoch, boolean atOnce) {
        if (atOnce && !(ending && endingAtOnce)) {
            keeper.revoke();
        }
        if (ending && (endingAtOnce || !atOnce)) {
            return;
        }
        ending = true;
        endingAtOnce = atOnce;
        var of = life;
        var took = atOnce
                ? world.random.nextLong(10, world.random.nextInt(6) == 0 ? 3000 : 200)
                : world.random.nextLong(20, 2500);
        world.in(SimWorld.millis(took), () -> gone(epoch, of));
    }

    private void gone(Epoch epoch, int of) {
        if (!agentUp || life != of || !ending) {
            return;
        }
        if (stopped) {
            world.in(SPAWN, () -> gone(epoch, of));
            return;
        }
        keeper.revoke();
        processes.removeIf(process -> !process.isStandby());
        ending = false;
        world.trace(name, "processes gone");
        feed(new Event.ProcessesGone(epoch));
    }
}
