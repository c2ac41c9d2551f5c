package baton.supervision.primary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated host: its clocks, disk, lease page, processes, and its agent with a shell as the product has it. */
final class SimNode {

    static final LeaseTimes LEASE = new LeaseTimes(Duration.ofSeconds(4), Duration.ofSeconds(1));
    static final Duration ANSWER_WITHIN = Duration.ofMillis(500);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final long SPAWN = SimWorld.millis(30);

    final SimWorld world;
    final String name;
    /** Bits per million that the monotonic clock runs fast. */
    final long drift;

    private final long offset;
    long wallSkew;

    boolean hostUp = true;
    boolean agentUp;
    boolean paused;
    int boot;
    /** Raised with every agent: what was scheduled for an earlier one does nothing. */
    int life;
    /** Operators that said that this host is down and keep it so. */
    int held;

    /** What stands on its disk, and what its agent has read of that. */
    Set<String> installed = Set.of();

    Set<String> config = Set.of();

    @Nullable
    PrimaryRecord disk;

    boolean damaged;
    boolean diskBroken;

    int pageBoot = -1;
    long pageEpoch;
    long pageDeadline;
    /** What a push that was stopped half way will still write, 0 for nothing. */
    private long pushUnderWay;

    final List<SimProcess> processes = new ArrayList<>();

    @Nullable
    PrimaryState state;

    private final Deque<Event> inbox = new ArrayDeque<>();

    private long keeperEpoch;
    private long keeperLost;
    private long keeperDeadline;
    private Duration keeperGrace = LEASE.grace();
    private boolean ending;
    private boolean endingAtOnce;

    SimNode(SimWorld world, String name) {
        this.world = world;
        this.name = name;
        this.drift = world.random.nextLong(-40_000, 40_001);
        this.offset = world.random.nextLong(SimWorld.seconds(1000));
        this.wallSkew = SimWorld.millis(world.random.nextLong(-300, 301));
    }

    long mono() {
        return offset + boot * SimWorld.seconds(100_000) + world.time + world.time / 1_000_000 * drift;
    }

    Now now() {
        return new Now(mono(), Instant.ofEpochSecond(1_000_000, world.time + wallSkew));
    }

    // The lease page and the leash.

    boolean pageHolds(long epoch) {
        return pageBoot == boot && pageEpoch == epoch && pageDeadline - mono() > 0;
    }

    private void writePage(long epoch, long deadline) {
        pageBoot = boot;
        pageEpoch = epoch;
        pageDeadline = deadline;
    }

    /** Called often: a process that may not go on ends now. */
    void leash() {
        processes.removeIf(process -> {
            var ends = !process.paused && !pageHolds(process.epoch);
            if (ends) {
                world.trace(name, "leash ends a process of epoch %d", process.epoch);
            }
            return ends;
        });
    }

    boolean hasLiveProcess() {
        for (var process : processes) {
            // A stopped one that may not go on never runs again.
            if (!process.paused || pageHolds(process.epoch)) {
                return true;
            }
        }
        return false;
    }

    void keep() {
        if (agentUp && !paused && keeperEpoch != 0) {
            var next = mono() + keeperGrace.toNanos();
            if (keeperDeadline - mono() > 0 && pageHolds(keeperEpoch)) {
                keeperDeadline = next;
                writePage(keeperEpoch, next);
            } else {
                keeperLost = keeperEpoch;
                keeperEpoch = 0;
                world.trace(name, "keeper lost epoch %d", keeperLost);
            }
        }
    }

    void pause() {
        if (agentUp && !paused) {
            paused = true;
            pushUnderWay = keeperEpoch != 0 && world.random.nextInt(3) == 0 ? mono() + keeperGrace.toNanos() : 0;
            world.trace(name, "agent stopped (SIGSTOP)");
        }
    }

    void thaw() {
        if (agentUp && paused) {
            paused = false;
            world.trace(name, "agent goes on (SIGCONT)");
            if (pushUnderWay != 0 && keeperEpoch != 0) {
                keeperDeadline = pushUnderWay;
                writePage(keeperEpoch, pushUnderWay);
            }
            pushUnderWay = 0;
            while (!inbox.isEmpty() && agentUp) {
                run(inbox.remove());
            }
        }
    }

    // The agent.

    void startAgent() {
        if (!hostUp || agentUp || held > 0 || !world.mayStart(this)) {
            return;
        }
        if (world.forgotten.remove(name)) {
            disk = null; // By the book: whoever was given up comes back as a newcomer.
            world.forgetPromises(this);
            world.trace(name, "store deleted, since it had been given up");
        }
        config = installed;
        agentUp = true;
        paused = false;
        life++;
        ending = false;
        keeperEpoch = 0;
        keeperLost = 0;
        inbox.clear();
        var settings = new PrimarySettings(
                name, config, LEASE, ANSWER_WITHIN, BEAT, world.resume, "", Duration.ZERO, SimFences.commands());
        StoreCondition store = damaged
                ? new StoreCondition.Damaged("both slots")
                : disk == null ? new StoreCondition.Fresh() : new StoreCondition.Intact();
        var record = damaged || disk == null ? PrimaryRecord.EMPTY : disk;
        var number = record.active().number();
        var hasRun = processes.stream().anyMatch(process -> process.epoch == number);
        var continues = number != 0 && hasRun && pageHolds(number);
        if (continues) {
            keeperEpoch = number;
            keeperGrace = record.assignment().lease().grace();
            keeperDeadline = pageDeadline;
            keep();
        }
        world.trace(name, "agent starts: store %s %s, continues %s", store, record, continues);
        var before = now();
        var step = PrimaryProtocol.start(settings, store, record, continues, before);
        state = step.state();
        carryOut(step, before);
        scheduleTick(life);
    }

    private void scheduleTick(int of) {
        world.in(SimWorld.millis(180 + world.random.nextInt(40)), () -> {
            if (agentUp && life == of) {
                feed(new Event.Tick());
                scheduleTick(of);
            }
        });
    }

    void killAgent(String why) {
        if (agentUp) {
            world.trace(name, "agent dies: %s", why);
            agentUp = false;
            paused = false;
            life++;
            inbox.clear();
            state = null;
            if (damaged) {
                world.forgetPromises(this); // It promises from memory alone.
            }
            world.orderEnded(name);
        }
    }

    void killHost() {
        killAgent("host off");
        if (hostUp) {
            world.trace(name, "host off");
            hostUp = false;
            boot++;
            processes.clear();
        }
    }

    void feed(Event event) {
        if (!agentUp) {
            return;
        }
        if (paused) {
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
        var active = current.record().active();
        if (current.isActive() && !(keeperEpoch == active.number() && pageHolds(active.number()))) {
            step(new Event.LeaseLost(active));
        }
        if (agentUp) {
            step(event);
        }
    }

    private void step(Event event) {
        var former = state;
        if (former == null) {
            return;
        }
        var before = now();
        var step = PrimaryProtocol.step(former, event, before);
        world.traceStep(name, event, step);
        if (!step.effects().isEmpty() && step.effects().getFirst() instanceof Effect.Persist(PrimaryRecord record)) {
            if (diskBroken) {
                var failed = PrimaryProtocol.step(former, new Event.PersistFailed("disk", event), before);
                world.traceStep(name, new Event.PersistFailed("disk", event), failed);
                world.check(
                        failed.effects().stream().noneMatch(Effect.Persist.class::isInstance),
                        "%s persists although it failed",
                        name);
                if (world.random.nextInt(4) == 0) {
                    disk = record; // It said that it failed, and reached the disk all the same.
                }
                state = failed.state();
                carryOut(failed, before);
                return;
            }
            if (world.crashesNow()) {
                if (world.random.nextBoolean()) {
                    disk = record;
                }
                killAgent("in the middle of a write");
                return;
            }
        }
        state = step.state();
        carryOut(step, before);
    }

    private void carryOut(Step step, Now at) {
        var isFirst = true;
        for (var effect : step.effects()) {
            if (!agentUp) {
                return;
            }
            world.check(isFirst || !(effect instanceof Effect.Persist), "%s persists late", name);
            isFirst = false;
            switch (effect) {
                case Effect.Persist(PrimaryRecord record) -> {
                    disk = record;
                    damaged = false;
                }
                case Effect.Send(String host, Message message) -> {
                    world.checkPromise(this, message);
                    world.send(name, host, message);
                }
                case Effect.StartProcesses(Assignment assignment) -> start(assignment, at);
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
    }

    private void start(Assignment assignment, Now at) {
        var epoch = assignment.epoch().number();
        if (keeperEpoch != epoch) {
            world.activated(this, assignment);
            var deadline = at.nanos() + assignment.lease().grace().toNanos();
            if (deadline - mono() <= 0) {
                keeperLost = epoch;
                return;
            }
            keeperEpoch = epoch;
            keeperGrace = assignment.lease().grace();
            keeperDeadline = deadline;
            writePage(epoch, deadline);
        }
        ending = false;
        var of = life;
        world.in(SPAWN, () -> spawn(epoch, of, 2));
    }

    private void spawn(long epoch, int of, int count) {
        if (!agentUp || life != of || ending || keeperEpoch != epoch) {
            return;
        }
        if (paused) {
            world.in(SPAWN, () -> spawn(epoch, of, count));
            return;
        }
        var mark = disk;
        world.check(damaged || (mark != null && mark.active().number() == epoch), "%s starts without the mark", name);
        if (processes.stream().filter(process -> process.epoch == epoch).count() < 2 && pageHolds(epoch)) {
            processes.add(new SimProcess(epoch));
            world.trace(name, "spawned a process of epoch %d", epoch);
        }
        if (count > 1) {
            world.in(SPAWN, () -> spawn(epoch, of, count - 1));
        }
    }

    private void end(Epoch epoch, boolean atOnce) {
        if (atOnce && !(ending && endingAtOnce)) {
            writePage(0, 0);
            keeperEpoch = 0;
        }
        if (ending && (endingAtOnce || !atOnce)) {
            return;
        }
        ending = true;
        endingAtOnce = atOnce;
        var of = life;
        var took = atOnce ? world.random.nextLong(10, 200) : world.random.nextLong(20, 2500);
        world.in(SimWorld.millis(took), () -> gone(epoch, of));
    }

    private void gone(Epoch epoch, int of) {
        if (!agentUp || life != of || !ending) {
            return;
        }
        if (paused) {
            world.in(SPAWN, () -> gone(epoch, of));
            return;
        }
        processes.clear();
        writePage(0, 0);
        keeperEpoch = 0;
        ending = false;
        world.trace(name, "processes gone");
        feed(new Event.ProcessesGone(epoch));
    }

    static final class SimProcess {
        final long epoch;
        boolean paused;

        SimProcess(long epoch) {
            this.epoch = epoch;
        }
    }
}
