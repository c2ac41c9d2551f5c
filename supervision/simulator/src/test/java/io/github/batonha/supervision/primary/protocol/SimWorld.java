package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.RepairOrder;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Time, network and operators of one simulated cluster. */
final class SimWorld {

    private static final List<String> NAMES = List.of("A", "B", "C");

    /** Several times what the longest life has. */
    private static final long MOST_EVENTS = 20_000;

    final SplittableRandom random;
    final List<SimNode> nodes = new ArrayList<>();
    final Checks checks;
    final SimFences fencing = new SimFences(this);
    final SimDatabase database = new SimDatabase(this);
    boolean resume;
    /** Whether hosts that are not the primary hold processes warm. */
    boolean hasStandbys;
    /** That an agent takes up which starts. */
    Guard guard = Guard.OPERATOR;
    /** Whether it may be another one than that of operators. */
    boolean votes;

    long time;
    /** The newest definition, which is not on every host yet. */
    Set<String> definition;

    double loss;
    double slow;
    final Set<String> cuts = new HashSet<>();
    private double crashRate;
    private boolean isAtPeace;
    long mostSkew;
    /** Chance that an agent stands still behind any one effect. */
    double standRate;

    private final PriorityQueue<Scheduled> agenda = new PriorityQueue<>();
    private long sequence;
    private final Map<Long, SimOrder> orders = new HashMap<>();
    /** Those of them without a result. */
    private final List<SimOrder> open = new ArrayList<>();

    private long nextOrder = 1;
    final @Nullable List<String> log;

    private record Scheduled(long at, long order, Runnable action) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    SimWorld(SplittableRandom random, int count, double crashRate, Set<Violation.Kind> asserted, boolean tracing) {
        this.random = random;
        this.crashRate = crashRate;
        this.mostSkew = random.nextBoolean() ? 300 : 2000;
        log = tracing ? new ArrayList<>() : null;
        checks = new Checks(this, asserted);
        resume = random.nextInt(4) == 0;
        for (var name : NAMES.subList(0, count)) {
            nodes.add(new SimNode(this, name));
        }
        definition = names();
        define(definition);
    }

    Set<String> names() {
        return new TreeSet<>(NAMES.subList(0, nodes.size()));
    }

    void define(Set<String> hosts) {
        definition = hosts;
        nodes.forEach(node -> node.installed = hosts);
    }

    /** Whether its operator may start the agent: it is defined, and no host that was given up comes back with an old definition. */
    boolean mayStart(SimNode node) {
        return node.installed.contains(node.name)
                && (!checks.wasGivenUp(node.name) || node.installed.equals(definition));
    }

    /** By the book: where hosts change, a store is deleted only where another host that is defined there knows whom to ask. */
    boolean othersKnow(SimNode node) {
        return nodes.stream()
                .anyMatch(other -> other != node
                        && node.installed.contains(other.name)
                        && definition.contains(other.name)
                        && checks.knowsLastHosts(other));
    }

    static long millis(long millis) {
        return millis * 1_000_000;
    }

    static long seconds(long seconds) {
        return seconds * 1_000_000_000;
    }

    SimNode node(String name) {
        return nodes.get(NAMES.indexOf(name));
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
            checks.afterStep(nodes);
            checks.check(
                    checks.tally.steps <= MOST_EVENTS, Violation.Kind.LIVENESS, "hosts answer each other without end");
        }
    }

    void watchLeases() {
        in(millis(250), () -> {
            nodes.forEach(SimNode::keep);
            nodes.forEach(SimNode::leash);
            watchLeases();
        });
    }

    /** How far a wall clock is off: less than half of any wait, since the order of what apart sides are told rests on it. */
    long anySkew() {
        return millis(random.nextLong(-mostSkew, mostSkew + 1));
    }

    long shortOrLong() {
        return millis(random.nextLong(50, random.nextBoolean() ? 1000 : 9000));
    }

    boolean standsStillNow() {
        return standRate > 0 && random.nextDouble() < standRate;
    }

    boolean hasCrashes() {
        return crashRate > 0;
    }

    /** Not once all is at peace. */
    boolean hasFaults() {
        return !isAtPeace;
    }

    boolean crashesNow() {
        return crashRate > 0 && random.nextDouble() < crashRate;
    }

    void stopFaults() {
        isAtPeace = true;
        crashRate = 0;
        standRate = 0;
        loss = 0;
        slow = 0;
        cuts.clear();
    }

    void send(String from, String to, Message message) {
        if (to.equals(Terms.DATABASE)) {
            database.ask(node(from), message);
            return;
        }
        if (NAMES.indexOf(to) >= nodes.size()) {
            return;
        }
        var copies = random.nextInt(40) == 0 ? 2 : 1;
        for (var copy = 0; copy < copies; copy++) {
            overNetwork(from, to, () -> node(to).feed(new Event.Received(from, message)));
        }
    }

    /** It arrives, unless it is lost on the way. */
    void overNetwork(String from, String to, Runnable arrival) {
        if ((!cuts.isEmpty() && cuts.contains(from + to)) || (loss > 0 && random.nextDouble() < loss)) {
            return;
        }
        var delay = millis(1 + random.nextInt(8));
        if (slow > 0 && random.nextDouble() < slow) {
            delay = random.nextInt(20) == 0 ? millis(random.nextInt(9000)) : millis(random.nextInt(900));
        }
        in(delay, arrival);
    }

    long order(String target, Set<String> confirmDown, Set<String> falsely) {
        return order(target, confirmDown, falsely, Set.of());
    }

    long order(String target, Set<String> confirmDown, Set<String> falsely, Set<String> fence) {
        var id = nextOrder++;
        var order = new SimOrder(target, confirmDown, falsely, node(target).mono());
        orders.put(id, order);
        open.add(order);
        confirmDown.forEach(host -> node(host).held += falsely.contains(host) ? 0 : 1);
        trace(target, "ORDER %d: SetPrimary --confirm-down %s (false: %s) --fence %s", id, confirmDown, falsely, fence);
        if (node(target).agentUp) {
            node(target).feed(new Event.SetPrimary(SimFences.order(id, confirmDown, fence)));
        } else {
            ordersEnded(target);
        }
        return id;
    }

    /** Whoever repairs a store says of nobody that it is down. */
    void repair(String target) {
        var id = add(target);
        trace(target, "ORDER %d: repair of the store", id);
        node(target).feed(new Event.RepairStore(new RepairOrder(id, "op", "", Set.of(), false)));
    }

    void dryRun(String target) {
        node(target).feed(new Event.SetPrimary(SimFences.dryRun(add(target))));
    }

    private long add(String target) {
        var id = nextOrder++;
        var order = new SimOrder(target, Set.of(), Set.of(), node(target).mono());
        orders.put(id, order);
        open.add(order);
        return id;
    }

    /** Whether somebody waits for the end of a SetPrimary. */
    boolean isOrdered() {
        return !open.isEmpty();
    }

    List<SimOrder> openOrders(String target) {
        return open.isEmpty()
                ? List.of()
                : open.stream().filter(order -> order.target.equals(target)).toList();
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
            var order = result(id);
            checks.check(order.result == null, Violation.Kind.CONTRACT, "order %d was answered twice", id);
            end(order, report);
        }
    }

    /** The agent that was asked is gone, and with it all that it was to do. */
    void ordersEnded(String target) {
        for (var order : openOrders(target)) {
            end(order, new Report(Report.Phase.ASK, Report.Outcome.REFUSED, "agent died", Duration.ZERO, "", Set.of()));
        }
    }

    private void end(SimOrder order, Report report) {
        if (open.remove(order)) {
            order.confirmDown.forEach(host -> node(host).held -= order.falsely.contains(host) ? 0 : 1);
        }
        order.result = report;
    }

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
                trace(who, "%s", brief(event));
            }
            step.effects().stream()
                    .filter(effect -> !(effect instanceof Effect.Send(String _, Message.Beat _)))
                    .filter(effect -> !(effect instanceof Effect.Tell || effect instanceof Effect.AppendHistory))
                    .forEach(effect -> trace(who, "   -> %s", brief(effect)));
        }
    }

    /** Without what is the same in every line. */
    private static String brief(Object what) {
        return what.toString()
                .replaceAll(", (lease=)?LeaseTimes\\[[^]]*]", "")
                .replaceAll(", at=[^ ]*, by=[^,]*, reason=[^,]*", "")
                .replaceAll(", from=[^ ]*, hosts=(\\[[^]]*]), voters=[^]]*], guard=OPERATOR", ", hosts=$1")
                .replaceAll("(assignment|record|message|epoch|promise)=", "");
    }
}
