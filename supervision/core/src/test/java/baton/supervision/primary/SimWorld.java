package baton.supervision.primary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Time, network and operators of one simulated cluster, and the checks that hold after every step. */
final class SimWorld {

    final SplittableRandom random;
    final List<SimNode> nodes = new ArrayList<>();
    final boolean resume;
    long time;
    /** The newest definition, which is not on every host yet. */
    Set<String> definition;
    /** Hosts that an assignment has dropped because an operator said that they are down for good. */
    final Set<String> forgotten = new HashSet<>();

    final SimFences fencing = new SimFences(this);

    double loss;
    double slow;
    final Set<String> cuts = new HashSet<>();
    private double crashRate;

    /** Somebody said of a node that it was down when it was not, and a primary rests on that: overlaps prove nothing any more. */
    boolean tainted;

    private final PriorityQueue<Scheduled> agenda = new PriorityQueue<>();
    private long sequence;
    private final Map<Long, SimOrder> orders = new HashMap<>();
    private long nextOrder = 1;
    private final Map<String, Epoch> promised = new HashMap<>();
    private Epoch lastActivation = Epoch.NONE;
    private Set<String> lastHosts = Set.of();
    int activations;
    int excluding;
    int fenced;
    int resumptions;
    int regroupings;
    int steps;
    final @Nullable List<String> log;

    private record Scheduled(long at, long order, Runnable action) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** What an operator ordered and is waiting for. */
    static final class SimOrder {
        final String target;
        final Set<String> confirmDown;
        final Set<String> falsely;

        @Nullable
        Report result;

        SimOrder(String target, Set<String> confirmDown, Set<String> falsely) {
            this.target = target;
            this.confirmDown = confirmDown;
            this.falsely = falsely;
        }
    }

    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    SimWorld(long seed, boolean tracing) {
        random = new SplittableRandom(seed);
        log = tracing ? new ArrayList<>() : null;
        resume = random.nextInt(4) == 0;
        crashRate = random.nextInt(3) == 0 ? 0.004 : 0;
        var count = random.nextInt(2) + 2;
        for (var name : List.of("A", "B", "C").subList(0, count)) {
            nodes.add(new SimNode(this, name));
        }
        definition = names();
        define(definition);
    }

    Set<String> names() {
        return nodes.stream().map(node -> node.name).collect(Collectors.toSet());
    }

    void define(Set<String> hosts) {
        definition = hosts;
        nodes.forEach(node -> node.installed = hosts);
    }

    /** Whether its operator may start the agent: it is defined, and no host that was given up comes back with an old definition. */
    boolean mayStart(SimNode node) {
        return node.installed.contains(node.name)
                && (!forgotten.contains(node.name) || node.installed.equals(definition));
    }

    static long millis(long millis) {
        return millis * 1_000_000;
    }

    static long seconds(long seconds) {
        return seconds * 1_000_000_000;
    }

    SimNode node(String name) {
        return nodes.stream().filter(node -> node.name.equals(name)).findFirst().orElseThrow();
    }

    void in(long delay, Runnable action) {
        agenda.add(new Scheduled(time + delay, sequence++, action));
    }

    void runUntil(long end) {
        while (true) {
            var next = agenda.peek();
            if (next == null || next.at > end) {
                time = end;
                return;
            }
            agenda.remove();
            time = next.at;
            next.action.run();
            steps++;
            checkPrimaries();
        }
    }

    void watchLeases() {
        in(millis(250), () -> {
            nodes.forEach(SimNode::keep);
            nodes.forEach(SimNode::leash);
            watchLeases();
        });
    }

    boolean crashesNow() {
        return crashRate > 0 && random.nextDouble() < crashRate;
    }

    void stopFaults() {
        crashRate = 0;
        loss = 0;
        slow = 0;
        cuts.clear();
    }

    // Network.

    void send(String from, String to, Message message) {
        if (nodes.stream().noneMatch(node -> node.name.equals(to))) {
            return;
        }
        var copies = random.nextInt(40) == 0 ? 2 : 1;
        for (var copy = 0; copy < copies; copy++) {
            if (cuts.contains(from + to) || (loss > 0 && random.nextDouble() < loss)) {
                continue;
            }
            var delay = millis(1 + random.nextInt(8));
            if (slow > 0 && random.nextDouble() < slow) {
                delay = random.nextInt(20) == 0 ? millis(random.nextInt(9000)) : millis(random.nextInt(900));
            }
            in(delay, () -> node(to).feed(new Event.Received(from, message)));
        }
    }

    // Operators.

    long order(String target, Set<String> confirmDown, Set<String> falsely) {
        return order(target, confirmDown, falsely, Set.of());
    }

    long order(String target, Set<String> confirmDown, Set<String> falsely, Set<String> fence) {
        var id = nextOrder++;
        var order = new SimOrder(target, confirmDown, falsely);
        orders.put(id, order);
        confirmDown.forEach(host -> node(host).held += falsely.contains(host) ? 0 : 1);
        trace(target, "ORDER %d: SetPrimary --confirm-down %s (false: %s)", id, confirmDown, falsely);
        if (node(target).agentUp) {
            node(target).feed(new Event.SetPrimary(SimFences.order(id, confirmDown, fence)));
        } else {
            orderEnded(target);
        }
        return id;
    }

    /** Whoever repairs a store says of nobody that it is down. */
    void repair(String target) {
        var id = nextOrder++;
        orders.put(id, new SimOrder(target, Set.of(), Set.of()));
        trace(target, "ORDER %d: repair of the store", id);
        node(target).feed(new Event.RepairStore(new RepairOrder(id, "op", "", Set.of(), false)));
    }

    void dryRun(String target) {
        var id = nextOrder++;
        orders.put(id, new SimOrder(target, Set.of(), Set.of()));
        node(target).feed(new Event.SetPrimary(SimFences.dryRun(id)));
    }

    /** Whether somebody waits for the end of a SetPrimary. */
    boolean isOrdered() {
        return orders.values().stream().anyMatch(order -> order.result == null);
    }

    SimOrder result(long id) {
        var order = orders.get(id);
        if (order == null) {
            throw new IllegalArgumentException("no order " + id);
        }
        return order;
    }

    void told(String target, long id, Report report) {
        trace(target, "TOLD %d: %s %s %s", id, report.outcome(), report.phase(), report.text());
        if (report.outcome() != Report.Outcome.RUNNING) {
            check(result(id).result == null, "order %d was answered twice", id);
            result(id).result = report;
            letGo(result(id));
        }
    }

    /** The agent that was asked is gone, and with it all that it was to do. */
    void orderEnded(String target) {
        for (var order : orders.values()) {
            if (order.target.equals(target) && order.result == null) {
                order.result = new Report(
                        Report.Phase.ASK, Report.Outcome.REFUSED, "agent died", java.time.Duration.ZERO, "", Set.of());
                letGo(order);
            }
        }
    }

    private void letGo(SimOrder order) {
        order.confirmDown.forEach(host -> node(host).held -= order.falsely.contains(host) ? 0 : 1);
    }

    // Checks.

    @SuppressWarnings("AnnotateFormatMethod")
    void check(boolean holds, String text, Object... args) {
        if (!holds) {
            trace("!", "VIOLATION " + text, args);
            throw new Violation(text.formatted(args));
        }
    }

    void checkPrimaries() {
        if (tainted) {
            return;
        }
        SimNode first = null;
        for (var node : nodes) {
            if (!node.processes.isEmpty() && node.hasLiveProcess()) {
                if (first != null) {
                    check(false, "primaryOnly processes live on %s and %s", first.name, node.name);
                }
                first = node;
            }
        }
    }

    void checkPromise(SimNode node, Message message) {
        var given = switch (message) {
            case Message.Promised promise -> promise.epoch();
            case Message.Released release -> release.epoch();
            default -> Epoch.NONE;
        };
        if (given.exists()) {
            keepsPromise(node, given);
            promised.put(node.name, given);
        }
    }

    private void keepsPromise(SimNode node, Epoch epoch) {
        var former = promised.getOrDefault(node.name, Epoch.NONE);
        check(!former.isAbove(epoch), "%s promised %s and then helps %s", node.name, former, epoch);
    }

    boolean knowsLastAssignment(SimNode node) {
        var record = node.disk;
        return record != null
                && record.assignment().exists()
                && record.assignment().epoch().equals(lastActivation);
    }

    void forgetPromises(SimNode node) {
        promised.remove(node.name);
    }

    void activated(SimNode node, Assignment assignment) {
        activations++;
        keepsPromise(node, assignment.epoch());
        for (var order : orders.values()) {
            if (order.result == null
                    && order.target.equals(node.name)
                    && order.falsely.stream().anyMatch(assignment.confirmedDown()::contains)) {
                tainted = true;
            }
        }
        check(
                tainted || assignment.epoch().number() > lastActivation.number(),
                "activation %s after %s",
                assignment.epoch(),
                lastActivation);
        excluding += assignment.confirmedDown().isEmpty() ? 0 : 1;
        fenced += assignment.fenced().isEmpty() ? 0 : 1;
        resumptions += assignment.reason().equals("resumed") ? 1 : 0;
        regroupings += assignment.hosts().equals(lastHosts) ? 0 : 1;
        lastHosts = assignment.hosts();
        lastActivation = assignment.epoch();
        forgotten.removeAll(assignment.hosts());
        Hosts.union(assignment.confirmedDown(), assignment.fenced()).stream()
                .filter(host -> !assignment.hosts().contains(host))
                .forEach(forgotten::add);
    }

    // Trace.

    @SuppressWarnings("AnnotateFormatMethod")
    void trace(String who, String text, Object... args) {
        if (log != null) {
            log.add("%9.3f %s  %s".formatted(time / 1e9, who, text.formatted(args)));
        }
    }

    void traceStep(String who, Event event, Step step) {
        if (log != null && !(event instanceof Event.Tick && step.effects().isEmpty())) {
            var isBeat = event instanceof Event.Received(String _, Message.Beat _);
            if (!isBeat || !step.effects().isEmpty()) {
                log.add("%9.3f %s  %s".formatted(time / 1e9, who, event));
            }
            step.effects().stream()
                    .filter(effect -> !(effect instanceof Effect.Send(String _, Message.Beat _)))
                    .filter(effect -> !(effect instanceof Effect.Tell))
                    .forEach(effect -> log.add("%9.3f %s     -> %s".formatted(time / 1e9, who, effect)));
        }
    }
}
