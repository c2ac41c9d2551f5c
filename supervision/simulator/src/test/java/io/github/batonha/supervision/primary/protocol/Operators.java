package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.Terms;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** People: they order, give up hosts that don't answer, and change the definition by the book. */
final class Operators {

    private static final int MOST_LOOKS = 100;

    private final SimWorld world;
    private final Profile temper;
    private final boolean mayAssertFalsely;
    private boolean gone;

    Operators(SimWorld world, Profile temper, boolean mayAssertFalsely) {
        this.world = world;
        this.temper = temper;
        this.mayAssertFalsely = mayAssertFalsely;
    }

    /** By the book: on all hosts, whose agents are restarted one after the other; then a SetPrimary. */
    void changeGuard() {
        world.guard = world.guard == Guard.OPERATOR ? temper.guard : Guard.OPERATOR;
        world.trace("*", "guard %s installed", world.guard);
        for (var node : world.nodes) {
            world.in(SimWorld.millis(world.random.nextLong(6000)), () -> {
                if (!gone && node.agentUp && node.guard() != world.guard) {
                    node.killAgent("restarted with another guard");
                    startLater(node, 300);
                }
            });
        }
    }

    /** From now on none of them does anything. */
    void leave() {
        gone = true;
    }

    void order(String target) {
        if (world.random.nextInt(8) == 0 && world.node(target).agentUp) {
            world.dryRun(target);
        }
        order(target, Set.of(), Set.of());
    }

    private void order(String target, Set<String> confirmDown, Set<String> falsely) {
        if (world.node(target).agentUp) {
            await(world.order(target, confirmDown, falsely), 0);
        }
    }

    /** Looks at the answer, and where hosts were silent, after them. */
    private void await(long id, int looks) {
        world.in(SimWorld.millis(300), () -> {
            var result = world.result(id).result;
            if (result == null) {
                if (looks < MOST_LOOKS && !gone) {
                    await(id, looks + 1);
                }
            } else if (result.outcome() == Report.Outcome.REFUSED && temper != Profile.CLOCKS && !gone) {
                var silent = result.silent().isEmpty() ? insisting(result) : result.silent();
                if (!silent.isEmpty()) {
                    confirm(world.result(id), silent);
                }
            }
        });
    }

    /** Some operators name hosts that they are told can't be given up. */
    private Set<String> insisting(Report refused) {
        return refused.reasons().stream()
                .filter(reason ->
                        reason.code() == Reason.Code.FIRST_NEEDS_ALL || reason.code() == Reason.Code.GROWTH_NEEDS_ALL)
                .findFirst()
                .filter(_ -> world.random.nextInt(3) == 0)
                .map(Reason::hosts)
                .orElse(Set.of());
    }

    private void confirm(SimOrder former, Set<String> silent) {
        var down = new TreeSet<>(former.confirmDown);
        down.addAll(silent);
        down.remove(former.target);
        down.remove(Terms.DATABASE);
        if (down.size() > 1 && world.random.nextInt(4) == 0) {
            down.remove(down.iterator().next()); // Names not all of them.
        }
        var falsely = new HashSet<String>();
        for (var host : down) {
            var node = world.node(host);
            if (isAtWork(node) && !mayAssertFalsely && world.random.nextBoolean()) {
                node.killHost(); // The operator sees to it that what is said is true.
                startLater(node, 9000);
            }
            if (isAtWork(node) || mayOutliveTheWait(node, world.node(former.target))) {
                falsely.add(host);
            }
        }
        var config = world.node(former.target).config;
        if (down.stream().anyMatch(host -> !config.contains(host) && world.definition.contains(host))) {
            return; // By the book: nobody gives up a host that the newest definition has.
        }
        if ((falsely.isEmpty() || mayAssertFalsely) && world.random.nextInt(8) != 0) {
            if (falsely.isEmpty() && world.random.nextInt(3) == 0) {
                var fenced = Hosts.minus(down, former.confirmDown);
                await(world.order(former.target, Hosts.minus(down, fenced), Set.of(), fenced), 0);
            } else {
                order(former.target, down, falsely);
            }
        }
    }

    /** What runs there under a longer grace than the target can know of has not ended when it believes so. */
    private static boolean mayOutliveTheWait(SimNode node, SimNode target) {
        return node.hasLiveProcess()
                && node.lease.total().compareTo(target.knownLease().total()) > 0;
    }

    private static boolean isAtWork(SimNode node) {
        return node.agentUp && !node.isHungPrimary();
    }

    void startLater(SimNode node, int atMostMillis) {
        world.in(SimWorld.millis(world.random.nextLong(20, atMostMillis)), () -> {
            if (node.held > 0) {
                startLater(node, 3000);
            } else {
                node.hostUp = true;
                node.startAgent();
            }
        });
    }

    /** By the book: a definition always keeps a host that knows the last assignment; the others hear of it from there. */
    void changeHosts() {
        var next = world.random.nextInt(temper == Profile.APART ? 2 : 4) == 0 ? renamed() : anyHosts();
        if (world.isOrdered()
                || next.equals(world.definition)
                || next.stream().map(world::node).noneMatch(world.checks::knowsLastAssignment)) {
            return;
        }
        world.definition = Set.copyOf(next);
        world.trace("*", "new definition %s", next);
        world.nodes.forEach(node -> installLater(node, world.definition));
    }

    private Set<String> anyHosts() {
        var next = new HashSet<String>();
        world.nodes.forEach(node -> {
            if (world.random.nextInt(3) != 0) {
                next.add(node.name);
            }
        });
        return next;
    }

    /** A host gets a name that was never used: to the others it is gone, and a newcomer is there. */
    private Set<String> renamed() {
        var next = new HashSet<>(world.definition);
        var unused = world.nodes.stream()
                .filter(node -> !next.contains(node.name) && !node.hasStored)
                .findFirst();
        var former = world.nodes.stream()
                .map(node -> node.name)
                .filter(next::contains)
                .skip(world.random.nextInt(2))
                .findFirst();
        if (unused.isPresent() && former.isPresent()) {
            next.remove(former.get());
            next.add(unused.get().name);
        }
        return next;
    }

    /** On some hosts at once, on others later, on those that are off not before they are on. */
    private void installLater(SimNode node, Set<String> definition) {
        if (temper == Profile.APART && world.random.nextInt(3) == 0) {
            return; // Forgotten there.
        }
        var delay = world.random.nextBoolean() ? 10 : world.random.nextInt(20_000);
        world.in(SimWorld.millis(delay), () -> {
            if (node.hostUp && !gone && definition.equals(world.definition)) {
                node.installed = definition;
                world.trace(node.name, "installed %s", definition);
                node.killAgent("restarted with another definition");
                startLater(node, 1000);
                if (temper == Profile.APART && world.random.nextBoolean()) {
                    world.in(SimWorld.millis(world.random.nextLong(1000, 6000)), () -> orderUnlessGone(node.name));
                }
            }
        });
    }

    /** What is new is tried out. */
    private void orderUnlessGone(String target) {
        if (!gone) {
            order(target);
        }
    }

    /** A store is lost with its agent down; processes may live on. */
    void loseStore(SimNode node) {
        node.killAgent("about to lose its store");
        node.damaged = world.random.nextInt(3) == 0;
        node.loseStore();
        startLater(node, world.random.nextBoolean() ? 300 : 5000);
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

    void repair(SimNode node) {
        if (node.damaged) {
            node.killAgent("to be repaired");
            node.processes.clear();
            node.damaged = false;
            node.loseStore();
            startLater(node, 300);
        }
    }
}
