package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One seed's life of a cluster: faults and operators at random, then peace, then an operator who wants a primary. */
final class Schedule {

    /** Chance of a crash at any one effect, in some of the lives with everything. */
    private static final double CRASH_RATE = 0.004;

    /** Milliseconds between faults. */
    private static final List<Integer> PACES = List.of(300, 600, 1200, 2500);

    private static final int CALM_PACE = 3500;

    private static final long FAR_SKEW_MILLIS = 600_000;

    /** Chance that an agent stands still behind any one effect, in lives of those. */
    private static final double STAND_RATE = 0.004;

    private static final LeaseTimes LONG_LEASE = new LeaseTimes(Duration.ofSeconds(7), Duration.ofSeconds(1));

    /** Every other life of these has warm standbys. */
    private static final Set<Profile> WITH_STANDBYS = EnumSet.of(
            Profile.ANY,
            Profile.RESTARTS,
            Profile.PAUSES,
            Profile.DISKS,
            Profile.HUNG,
            Profile.MAJORITY,
            Profile.MAJORITY_CROWD,
            Profile.MAJORITY_HUNG,
            Profile.DATABASE,
            Profile.DATABASE_CROWD,
            Profile.DATABASE_HUNG);

    private final SimWorld world;
    private final Operators operators;
    private final Profile temper;
    private final boolean changesHosts;
    private int storesToLose;
    private final boolean isCalm;
    private final long faultEvery;
    /** How many in ten faults are any of all. */
    private final int anyInTen;
    /** The others are of these. */
    private final List<Fault> emphasis;

    private boolean atPeace;

    Schedule(Profile profile, long seed, Set<Violation.Kind> asserted, boolean tracing) {
        var random = new SplittableRandom(seed);
        temper = profile == Profile.ANY ? any(random) : profile;
        isCalm = profile == Profile.ANY ? random.nextInt(3) == 0 : profile.isCalm;
        var crashRate = profile == Profile.ANY && random.nextInt(3) == 0 ? CRASH_RATE : profile.crashRate;
        emphasis = temper.faults;
        anyInTen = profile != Profile.ANY ? 1 : isCalm ? 0 : 6;
        changesHosts = emphasis.contains(Fault.CHANGE_HOSTS) || (profile == Profile.ANY && random.nextInt(3) == 0);
        var losesStores = emphasis.contains(Fault.LOSE_STORE)
                || (!changesHosts && profile == Profile.ANY && random.nextInt(3) == 0);
        // Where hosts change as well, a second loss could be that of the last who knows one of them.
        storesToLose = !losesStores || temper == Profile.CLOCKS ? 0 : changesHosts ? 1 : Integer.MAX_VALUE;
        var isThree = temper == Profile.APART || temper.guard == Guard.MAJORITY;
        world = new SimWorld(random, isThree ? 3 : random.nextInt(2) + 2, crashRate, asserted, tracing);
        world.guard = temper.guard;
        world.votes = temper.guard != Guard.OPERATOR;
        world.hasStandbys = seed % 2 == 1 && WITH_STANDBYS.contains(profile);
        operators = new Operators(world, temper, random.nextInt(10) == 0);
        if (temper == Profile.CLOCKS) {
            world.mostSkew = FAR_SKEW_MILLIS;
        }
        if (temper == Profile.HUNG || temper == Profile.MAJORITY_HUNG || temper == Profile.DATABASE_HUNG) {
            world.standRate = STAND_RATE;
        }
        if (emphasis.contains(Fault.STALL_AGENT) || random.nextInt(8) == 0) {
            world.nodes.forEach(node -> node.slowDisk = 0.03);
        }
        if (random.nextInt(temper == Profile.GIVEN_UP ? 2 : 6) == 0 && !(world.votes && losesStores)) {
            anyNode().lease = LONG_LEASE;
        }
        faultEvery = SimWorld.millis(isCalm ? CALM_PACE : PACES.get(random.nextInt(PACES.size())));
        world.trace("*", "%s seed %d nodes %s resume %s", profile, seed, world.definition, world.resume);
    }

    private static Profile any(SplittableRandom random) {
        var all = Stream.of(Profile.values())
                .filter(profile -> profile.guard == Guard.OPERATOR)
                .toList();
        return all.get(random.nextInt(all.size()));
    }

    SimWorld world() {
        return world;
    }

    SimWorld run() {
        if (changesHosts && world.nodes.size() == 3 && world.random.nextBoolean()) {
            world.define(Set.of("A", "B"));
        }
        world.nodes.forEach(SimNode::startAgent);
        world.watchLeases();
        world.runUntil(SimWorld.seconds(2));
        if (world.random.nextInt(8) != 0) {
            operators.order(anyNode().name);
            world.runUntil(SimWorld.seconds(4));
        }
        nextFault();
        world.runUntil(SimWorld.seconds(isCalm ? 80 : 40));
        makePeace();
        wantPrimary();
        world.checks.tally.schedules++;
        return world;
    }

    private void nextFault() {
        world.in(world.random.nextLong(2 * faultEvery), () -> {
            if (!atPeace) {
                var all = world.random.nextInt(10) < anyInTen ? Profile.ANY.faults : emphasis;
                happen(all.get(world.random.nextInt(all.size())), anyNode());
                nextFault();
            }
        });
    }

    private void happen(Fault fault, SimNode node) {
        switch (fault) {
            case CUT_OFF -> cutOff(node);
            case CUT_ONE_WAY -> {
                var other = anyNode();
                world.cuts.add(node.name + other.name);
                world.trace(node.name, "cut one way to %s", other.name);
            }
            case HEAL -> {
                world.cuts.clear();
                world.trace("*", "links healed");
            }
            case LOSE_MESSAGES -> world.loss = world.random.nextBoolean() ? 0 : world.random.nextDouble() * 0.4;
            case DELAY_MESSAGES -> world.slow = world.random.nextBoolean() ? 0 : world.random.nextDouble() * 0.5;
            case KILL_AGENT -> {
                node.killAgent("kill -9");
                operators.startLater(node, world.random.nextBoolean() ? 600 : 9000);
            }
            case KILL_HOST -> {
                node.killHost();
                operators.startLater(node, 9000);
            }
            case STOP_AGENT -> {
                node.stopAgent();
                world.in(world.shortOrLong(), node::continueAgent);
            }
            case STALL_AGENT -> node.stallAgent(world.shortOrLong());
            case STOP_PROCESSES -> {
                node.stopProcesses();
                var isVeryLong = world.random.nextInt(3) == 0;
                world.in(
                        isVeryLong ? SimWorld.seconds(world.random.nextLong(5, 25)) : world.shortOrLong(),
                        node::continueProcesses);
            }
            case PROCESS_ENDS -> node.endProcess();
            case BREAK_DISK -> {
                node.diskBroken = true;
                world.in(world.shortOrLong(), () -> node.diskBroken = false);
            }
            case STEP_CLOCK -> node.wallSkew = world.anySkew();
            case LOSE_STORE -> {
                if (storesToLose > 0 && (!changesHosts || world.othersKnow(node))) {
                    storesToLose--;
                    operators.loseStore(node);
                }
            }
            case END_AGENT -> {
                node.feed(new Event.Stop());
                operators.startLater(node, 6000);
            }
            case RESTART_SYSTEM -> node.restartSystem();
            case CHANGE_HOSTS -> {
                if (changesHosts) {
                    operators.changeHosts();
                }
            }
            case CHANGE_GUARD -> operators.changeGuard();
            case CUT_DATABASE -> cutFromDatabase(node);
            case FAIL_OVER -> world.database.failOver();
            case ORDER -> operators.order(node.name);
            case ORDER_AT_ONCE -> {
                operators.order(node.name);
                operators.order(anyNode().name);
            }
        }
    }

    private SimNode anyNode() {
        return world.nodes.get(world.random.nextInt(world.nodes.size()));
    }

    private void cutOff(SimNode node) {
        for (var other : world.nodes) {
            if (other != node) {
                world.cuts.add(node.name + other.name);
                world.cuts.add(other.name + node.name);
            }
        }
        if (temper.guard == Guard.DATABASE && world.random.nextInt(3) != 0) {
            cutFromDatabase(node);
        }
        world.trace(node.name, "cut off");
    }

    private void cutFromDatabase(SimNode node) {
        world.cuts.add(node.name + Terms.DATABASE);
        world.trace(node.name, "cut off from the database");
    }

    private void makePeace() {
        atPeace = true;
        operators.leave();
        world.stopFaults();
        world.trace("*", "PEACE");
        world.define(world.names());
        for (var node : world.nodes) {
            node.slowDisk = 0;
            node.diskBroken = false;
            node.continueAgent();
            node.continueProcesses();
            operators.repair(node);
            if (node.believesDamaged()) {
                node.killAgent("restarted, its repair reached the disk although it was said to have failed");
            }
            if (!node.config.equals(world.definition) || node.guard() != world.guard) {
                node.killAgent("restarted with the last definition");
            }
        }
        world.runUntil(world.time + SimWorld.seconds(12));
        for (var node : world.nodes) {
            node.held = 0;
            node.hostUp = true;
            node.startAgent();
        }
        world.runUntil(world.time + SimWorld.seconds(7));
        world.checks.peace();
    }

    private void wantPrimary() {
        List<String> answers = new ArrayList<>();
        var target = anyNode();
        for (var attempt = 0; attempt < 4; attempt++) {
            var order = world.result(world.order(target.name, Set.of(), Set.of()));
            for (var second = 0; second < 12 && order.result == null; second++) {
                world.runUntil(world.time + SimWorld.seconds(1));
            }
            var result = order.result;
            answers.add(String.valueOf(result));
            if (result != null && result.outcome() == Report.Outcome.DONE) {
                world.runUntil(world.time + SimWorld.seconds(1));
                live(target.hasLiveProcess(), "%s is primary and runs nothing", target.name);
                return;
            }
            world.runUntil(world.time + SimWorld.seconds(1));
        }
        live(false, "no primary after peace: %s", answers);
    }

    private void live(boolean holds, String text, Object... args) {
        world.checks.check(holds, Violation.Kind.LIVENESS, text, args);
    }
}
