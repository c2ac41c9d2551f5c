package baton.supervision.primary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One seed's life of a cluster: faults and operators at random, then peace, then an operator who wants a primary. */
final class Schedule {

    /** Cases of {@link #fault} that come more often in a stormy life. */
    private static final List<List<Integer>> STORMS = List.of(
            List.of(6, 8, 18, 19),
            List.of(0, 1, 2, 19),
            List.of(10, 12, 18, 19),
            List.of(17, 8, 2, 19),
            List.of(15, 6, 19, 19),
            List.of(19));

    /** All that happens in a calm life, where what an operator begins mostly comes to its end. */
    private static final List<List<Integer>> CALMS = List.of(
            List.of(17, 17, 8, 0, 19, 19, 19), List.of(15, 8, 0, 19, 19, 19), List.of(0, 1, 8, 10, 12, 19, 19, 19));

    private final SimWorld world;
    private final boolean mayAssertFalsely;
    private final boolean changesHosts;
    private final boolean losesStores;
    private final long faultEvery;
    /** Cases of {@link #fault} that this schedule has more of. */
    private final List<Integer> emphasis;

    private final boolean isCalm;

    private boolean atPeace;

    Schedule(long seed, boolean tracing) {
        world = new SimWorld(seed, tracing);
        mayAssertFalsely = world.random.nextInt(10) == 0;
        changesHosts = world.random.nextInt(5) < 2;
        losesStores = !changesHosts && world.random.nextInt(3) == 0;
        isCalm = world.random.nextInt(3) == 0;
        var emphases = isCalm ? CALMS : STORMS;
        emphasis = emphases.get(world.random.nextInt(emphases.size()));
        faultEvery =
                SimWorld.millis(isCalm ? 3500 : List.of(300, 600, 1200, 2500).get(world.random.nextInt(4)));
        world.trace("*", "seed %d nodes %s resume %s", seed, world.definition, world.resume);
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
            order(anyName(), Set.of(), Set.of());
            world.runUntil(SimWorld.seconds(4));
        }
        nextFault();
        world.runUntil(SimWorld.seconds(isCalm ? 100 : 40));
        makePeace();
        wantPrimary();
        return world;
    }

    private void nextFault() {
        world.in(world.random.nextLong(2 * faultEvery), () -> {
            if (!atPeace) {
                fault();
                nextFault();
            }
        });
    }

    private void fault() {
        var node = any();
        var usual = !isCalm && world.random.nextBoolean();
        switch (usual ? world.random.nextInt(24) : emphasis.get(world.random.nextInt(emphasis.size()))) {
            case 0 -> cutOff(node);
            case 1 -> {
                var other = any();
                world.cuts.add(node.name + other.name);
                world.trace(node.name, "cut one way to %s", other.name);
            }
            case 2, 3 -> {
                world.cuts.clear();
                world.trace("*", "links healed");
            }
            case 4 -> world.loss = world.random.nextBoolean() ? 0 : world.random.nextDouble() * 0.4;
            case 5 -> world.slow = world.random.nextBoolean() ? 0 : world.random.nextDouble() * 0.5;
            case 6, 7 -> {
                node.killAgent("kill -9");
                restartLater(node, world.random.nextBoolean() ? 600 : 9000);
            }
            case 8, 9 -> {
                node.killHost();
                restartLater(node, 9000);
            }
            case 10, 11 -> {
                node.pause();
                world.in(longOrShort(), node::thaw);
            }
            case 12 -> pauseProcesses(node);
            case 13 -> {
                node.diskBroken = true;
                world.in(longOrShort(), () -> node.diskBroken = false);
            }
            case 14 -> node.wallSkew = SimWorld.millis(world.random.nextLong(-300, 301));
            case 15 -> {
                if (losesStores) {
                    loseStore(node);
                }
            }
            case 16 -> {
                if (world.random.nextInt(3) == 0) {
                    node.feed(new Event.Stop());
                    restartLater(node, 6000);
                }
            }
            case 17 -> {
                if (changesHosts) {
                    changeHosts();
                }
            }
            case 18 -> {
                order(anyName(), Set.of(), Set.of());
                order(anyName(), Set.of(), Set.of());
            }
            default -> {
                if (world.random.nextInt(4) == 0 && node.agentUp) {
                    world.dryRun(node.name);
                }
                order(anyName(), Set.of(), Set.of());
            }
        }
    }

    private long longOrShort() {
        return SimWorld.millis(world.random.nextLong(50, world.random.nextBoolean() ? 1000 : 9000));
    }

    private SimNode any() {
        return world.nodes.get(world.random.nextInt(world.nodes.size()));
    }

    private String anyName() {
        return any().name;
    }

    private void cutOff(SimNode node) {
        for (var other : world.nodes) {
            if (other != node) {
                world.cuts.add(node.name + other.name);
                world.cuts.add(other.name + node.name);
            }
        }
        world.trace(node.name, "cut off");
    }

    private void restartLater(SimNode node, int atMostMillis) {
        world.in(SimWorld.millis(world.random.nextLong(20, atMostMillis)), () -> {
            if (node.held > 0) {
                restartLater(node, 3000);
            } else {
                node.hostUp = true;
                node.startAgent();
            }
        });
    }

    private void pauseProcesses(SimNode node) {
        node.processes.forEach(process -> process.paused = true);
        world.trace(node.name, "processes stopped");
        world.in(longOrShort(), () -> {
            node.processes.forEach(process -> process.paused = false);
            node.leash();
        });
    }

    /** A store is lost with its agent down; processes may live on. */
    private void loseStore(SimNode node) {
        node.killAgent("about to lose its store");
        node.damaged = world.random.nextInt(3) == 0;
        node.disk = null;
        world.forgetPromises(node);
        world.trace(node.name, node.damaged ? "store damaged" : "store deleted");
        restartLater(node, world.random.nextBoolean() ? 300 : 5000);
        if (node.damaged) {
            for (var attempt = 0; attempt < 3; attempt++) {
                world.in(SimWorld.millis(world.random.nextLong(300, 12_000)), () -> repairByOrder(node));
            }
            // Repaired by the book: the agent stopped, nothing primaryOnly running, the file deleted.
            world.in(SimWorld.seconds(world.random.nextLong(2, 25)), () -> repair(node));
        }
    }

    private void repairByOrder(SimNode node) {
        if (node.damaged && node.agentUp) {
            world.repair(node.name);
        }
    }

    private void repair(SimNode node) {
        if (node.damaged) {
            node.killAgent("to be repaired");
            node.processes.clear();
            node.damaged = false;
            world.forgetPromises(node);
            restartLater(node, 300);
        }
    }

    /** By the book: a definition always keeps a host that knows the last assignment; the others hear of it from there. */
    private void changeHosts() {
        var next = new HashSet<String>();
        world.nodes.forEach(node -> {
            if (world.random.nextInt(3) != 0) {
                next.add(node.name);
            }
        });
        if (world.isOrdered()
                || next.equals(world.definition)
                || next.stream().map(world::node).noneMatch(world::knowsLastAssignment)) {
            return;
        }
        world.definition = Set.copyOf(next);
        world.trace("*", "new definition %s", next);
        world.nodes.forEach(node -> installLater(node, world.definition));
    }

    /** On some hosts at once, on others later, on those that are off not before they are on. */
    private void installLater(SimNode node, Set<String> definition) {
        var delay = world.random.nextBoolean() ? 10 : world.random.nextInt(20_000);
        world.in(SimWorld.millis(delay), () -> {
            if (node.hostUp && !atPeace && definition.equals(world.definition)) {
                node.installed = definition;
                world.trace(node.name, "installed %s", definition);
                node.killAgent("restarted with another definition");
                restartLater(node, 1000);
            }
        });
    }

    private void order(String target, Set<String> confirmDown, Set<String> falsely) {
        if (!world.node(target).agentUp) {
            return;
        }
        var id = world.order(target, confirmDown, falsely);
        await(id, 0);
    }

    /** An operator looks at the answer, and where hosts were silent, after them. */
    private void await(long id, int looks) {
        world.in(SimWorld.millis(300), () -> {
            var result = world.result(id).result;
            if (result == null) {
                if (looks < 100 && !atPeace) {
                    await(id, looks + 1);
                }
            } else if (result.outcome() == Report.Outcome.REFUSED
                    && !result.silent().isEmpty()
                    && !atPeace) {
                confirm(world.result(id), result.silent());
            }
        });
    }

    private void confirm(SimWorld.SimOrder former, Set<String> silent) {
        var down = new HashSet<>(former.confirmDown);
        down.addAll(silent);
        down.remove(former.target);
        var falsely = new HashSet<String>();
        for (var host : down) {
            var node = world.node(host);
            if (node.agentUp && !mayAssertFalsely && world.random.nextBoolean()) {
                node.killHost(); // The operator sees to it that what is said is true.
                restartLater(node, 9000);
            }
            if (node.agentUp) {
                falsely.add(host);
            }
        }
        var config = world.node(former.target).config;
        if (down.stream().anyMatch(host -> !config.contains(host) && world.definition.contains(host))) {
            return; // By the book: nobody gives up a host that the newest definition has.
        }
        if (falsely.isEmpty() || mayAssertFalsely) {
            if (falsely.isEmpty() && world.random.nextInt(3) == 0) {
                await(world.order(former.target, former.confirmDown, Set.of(), fenceable(former, silent)), 0);
            } else if (world.random.nextInt(8) != 0) {
                order(former.target, down, falsely);
            }
        }
    }

    private Set<String> fenceable(SimWorld.SimOrder former, Set<String> silent) {
        return silent.stream()
                .filter(host -> !former.confirmDown.contains(host) && !host.equals(former.target))
                .collect(Collectors.toSet());
    }

    private void makePeace() {
        atPeace = true;
        world.stopFaults();
        world.trace("*", "PEACE");
        world.define(world.names());
        for (var node : world.nodes) {
            node.thaw();
            node.diskBroken = false;
            node.processes.forEach(process -> process.paused = false);
            node.leash();
            if (node.damaged) {
                repair(node);
            }
            if (!node.config.equals(world.definition)) {
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
        world.tainted = false;
    }

    private void wantPrimary() {
        List<String> answers = new ArrayList<>();
        var target = any();
        for (var attempt = 0; attempt < 4; attempt++) {
            var id = world.order(target.name, Set.of(), Set.of());
            world.runUntil(world.time + SimWorld.seconds(12));
            var result = world.result(id).result;
            answers.add(String.valueOf(result));
            if (result != null && result.outcome() == Report.Outcome.DONE) {
                world.runUntil(world.time + SimWorld.seconds(1));
                world.check(target.hasLiveProcess(), "%s is primary and runs nothing", target.name);
                return;
            }
        }
        world.check(false, "no primary after peace: %s", answers);
    }
}
