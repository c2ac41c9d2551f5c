package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must be true after every step of a simulated cluster. Knows the truth of all hosts, and takes no host's word. */
final class Checks {

    /** Part of a wait that clocks of the simulation may be apart by: each drifts by up to 4 %. */
    private static final double TRUE_PART = 0.92;

    private final SimWorld world;
    /** What counts; all else goes by unseen. */
    private final Set<Violation.Kind> asserted;

    /** Somebody said of a node that it was down when it was not, and a primary rests on that: overlaps prove nothing any more. */
    private boolean tainted;

    /** The only host that knew the last assignment may have forgotten it. */
    private boolean storesLost;

    private final Map<String, Epoch> promised = new HashMap<>();
    private final Map<String, Epoch> activation = new HashMap<>();
    private final Map<String, Given> released = new HashMap<>();
    /** For each host, when it had last heard which other as it gave its newest promise. */
    private final Map<String, Sightings> sightings = new HashMap<>();

    /** When each host last heard which other say what it knows, without a promise; by its own clock. */
    private final Map<String, Map<String, Long>> said = new HashMap<>();

    /** When each host last heard of any, itself among them, that it is active. */
    private final Map<String, Long> activeSaid = new HashMap<>();

    /** Assignments that are on a disk: a node may be active under one although it died before it started anything. */
    private Epoch lastStored = Epoch.NONE;

    private Epoch storedBefore = Epoch.NONE;
    private Epoch lastActivation = Epoch.NONE;
    private Set<String> lastHosts = Set.of();
    /** Hosts that an assignment has dropped because an operator said that they are down for good. */
    private final Set<String> forgotten = new HashSet<>();

    final Tally tally = new Tally();

    /** The one epoch that an activation was released to. */
    private record Given(Epoch activation, Epoch to) {}

    /** The last epoch that each host asked for promises under. */
    private final Map<String, Epoch> asked = new HashMap<>();

    private record Sightings(Epoch epoch, Map<String, Long> at) {}

    Checks(SimWorld world, Set<Violation.Kind> asserted) {
        this.world = world;
        this.asserted = Set.copyOf(asserted);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    void check(boolean holds, Violation.Kind kind, String text, Object... args) {
        if (!holds && asserted.contains(kind)) {
            world.trace("!", "VIOLATION " + text, args);
            throw new Violation(kind, text.formatted(args));
        }
    }

    void afterStep(List<SimNode> nodes) {
        tally.steps++;
        if (tainted) {
            return;
        }
        SimNode first = null;
        for (var node : nodes) {
            if (!node.processes.isEmpty() && node.hasLiveProcess()) {
                if (first != null) {
                    check(
                            false,
                            Violation.Kind.OVERLAP,
                            "primaryOnly processes live on %s and %s",
                            first.name,
                            node.name);
                }
                first = node;
                check(node.hasMark(), Violation.Kind.MARK, "%s runs something without a mark", node.name);
                check(!node.runsOneTwice(), Violation.Kind.OVERLAP, "%s runs one process twice", node.name);
            }
        }
        tally.compared++;
    }

    /** All hosts talk: from now on no false assertion counts. */
    void peace() {
        tainted = false;
    }

    void sent(SimNode node, Message message) {
        switch (message) {
            case Message.Promised promise -> {
                keepsPromise(node, promise.epoch());
                promised.put(node.name, promise.epoch());
                sightings.put(node.name, new Sightings(promise.epoch(), Map.copyOf(node.heard)));
            }
            case Message.Released release -> {
                keepsPromise(node, release.epoch());
                promised.put(node.name, release.epoch());
                releases(node, release.epoch());
            }
            case Message.Prepare prepare -> mayAskForPromises(node, prepare);
            case Message.Query _ -> knows(node, node.name, node.isActive());
            case Message.Unknown _,
                    Message.Superseded _,
                    Message.AskRelease _,
                    Message.Releasing _,
                    Message.NotReleased _,
                    Message.Committed _,
                    Message.Renew _,
                    Message.Granted _,
                    Message.Beat _,
                    Message.WouldAnswer _,
                    Message.Farewell _ -> {} // No word that must be kept.
        }
    }

    /** An order whose refusal can be seen from what hosts know binds nobody: they are asked what they know first. */
    private void mayAskForPromises(SimNode node, Message.Prepare prepare) {
        if (prepare.epoch().equals(asked.put(node.name, prepare.epoch()))
                || world.votes
                || !(node.proposal() instanceof Proposal.Open open)
                || !open.epoch().equals(prepare.epoch())) {
            return; // Asked once more, or committed or replaced within the step that asked.
        }
        var since = open.orderedNanos();
        var silent = Hosts.minus(prepare.hosts(), open.order().excludable()).stream()
                .filter(host -> !host.equals(node.name))
                .filter(host -> !isSince(said.getOrDefault(node.name, Map.of()).get(host), since))
                .toList();
        check(
                silent.isEmpty() || (!open.resume() && isSince(activeSaid.get(node.name), since)),
                Violation.Kind.REFUSED,
                "%s asks for promises under %s although nobody releases and %s never said what it knows",
                node.name,
                prepare.epoch(),
                silent);
    }

    private static boolean isSince(@Nullable Long nanos, long since) {
        return nanos != null && nanos - since >= 0;
    }

    private void knows(SimNode node, String host, boolean isActive) {
        said.computeIfAbsent(node.name, _ -> new HashMap<>()).put(host, node.mono());
        if (isActive) {
            activeSaid.put(node.name, node.mono());
        }
    }

    /** A record that is read at a start counts, although its writer may have been told that the write failed. */
    void found(PrimaryRecord record) {
        notice(record.assignment());
    }

    private void notice(Assignment assignment) {
        if (assignment.epoch().isAbove(lastStored)) {
            storedBefore = lastStored;
            lastStored = assignment.epoch();
        }
    }

    /** Before the step that it causes. */
    void received(SimNode node, String from, Message message) {
        if (message instanceof Message.WouldAnswer(Message.Promised would)) {
            knows(node, from, would.active().exists());
        }
        if (message instanceof Message.Promised promise && node.pursued() != 0 && node.counts(promise.epoch())) {
            world.result(node.pursued()).promises.put(from, promise.epoch());
        }
    }

    private void keepsPromise(SimNode node, Epoch epoch) {
        var former = promised.getOrDefault(node.name, Epoch.NONE);
        check(
                !former.isAbove(epoch),
                Violation.Kind.PROMISE,
                "%s promised %s and then helps %s",
                node.name,
                former,
                epoch);
    }

    private void releases(SimNode node, Epoch to) {
        var given = new Given(activation.getOrDefault(node.name, Epoch.NONE), to);
        var former = released.put(node.name, given);
        check(
                former == null || !former.activation.equals(given.activation) || former.to.equals(to),
                Violation.Kind.RELEASE,
                "%s released %s to %s and to %s",
                node.name,
                given.activation,
                former == null ? to : former.to,
                to);
    }

    /** The host's store is gone, and its word with it: that is the operator's doing. */
    void forgetPromises(SimNode node) {
        storesLost = true;
        promised.remove(node.name);
    }

    boolean wasGivenUp(String host) {
        return forgotten.contains(host);
    }

    boolean comesBack(String host) {
        return forgotten.remove(host);
    }

    boolean knowsLastAssignment(SimNode node) {
        var record = node.disk;
        return record != null
                && record.assignment().exists()
                && record.assignment().epoch().equals(lastActivation);
    }

    /** Whether the host could tell a stranger whom to ask: it knows of an assignment, and of all hosts of the last one. */
    boolean knowsLastHosts(SimNode node) {
        var record = node.disk;
        return record != null
                && record.assignment().exists()
                && Hosts.union(record.assignment().hosts(), record.promise().hosts())
                        .containsAll(lastHosts);
    }

    void stored(String host, PrimaryRecord former, PrimaryRecord record) {
        var word = former.promise();
        var isUnfinished = word.byOperator()
                && word.epoch().isAbove(former.assignment().epoch())
                && word.epoch().isAbove(lastStored);
        check(
                !isUnfinished
                        || storesLost
                        || record.promise().byOperator()
                        || record.promise().equals(word),
                Violation.Kind.UNASKED,
                "%s takes back its word to the operator's %s for %s, which nobody asked for",
                host,
                word.epoch(),
                record.promise().epoch());
        notice(record.assignment());
    }

    /** Whether another activation came after it: one that stood still before it began anything. */
    boolean isSucceeded(Assignment assignment) {
        return lastActivation.number() >= assignment.epoch().number();
    }

    void activated(SimNode node, Assignment assignment, long fulfilled) {
        keepsPromise(node, assignment.epoch());
        check(!node.damaged, Violation.Kind.MARK, "%s becomes active with a damaged store", node.name);
        var former = assignment.epoch().equals(lastStored) ? storedBefore : lastStored;
        check(
                fulfilled != 0 || tainted || storesLost || former.host().equals(node.name),
                Violation.Kind.UNASKED,
                "%s resumes under %s after %s",
                node.name,
                assignment.epoch(),
                former);
        if (fulfilled != 0) {
            var order = world.result(fulfilled);
            if (order.falsely.stream().anyMatch(assignment.confirmedDown()::contains)) {
                tainted = true;
            }
            gaveUpRightly(node, assignment, order);
        }
        check(
                tainted || assignment.epoch().number() > lastActivation.number() || isOfNearClock(assignment),
                Violation.Kind.EPOCH,
                "activation %s after %s",
                assignment.epoch(),
                lastActivation);
        activation.put(node.name, assignment.epoch());
        tally.activated(assignment, !assignment.hosts().equals(lastHosts));
        lastHosts = assignment.hosts();
        lastActivation = assignment.epoch();
        forgotten.removeAll(assignment.hosts());
        Hosts.union(assignment.confirmedDown(), assignment.fenced()).stream()
                .filter(host -> !assignment.hosts().contains(host))
                .forEach(forgotten::add);
    }

    /** A fence has no wait that makes up for what the wall clocks are apart by, where nobody is left who knows the newer number. */
    private boolean isOfNearClock(Assignment assignment) {
        var behind = lastActivation.number() - assignment.epoch().number();
        return assignment.fenced().contains(lastActivation.host()) && behind < 2 * world.mostSkew;
    }

    /** What operators are told of {@code --confirm-down}: not of a host that answers, and not before the wait is over. */
    private void gaveUpRightly(SimNode node, Assignment assignment, SimOrder order) {
        var wait = SimNode.LEASE.total().toNanos();
        for (var host : order.confirmDown) {
            check(
                    !assignment.epoch().equals(order.promises.get(host)),
                    Violation.Kind.WAIT,
                    "%s answered %s and was confirmed down all the same",
                    host,
                    assignment.epoch());
        }
        for (var host : assignment.confirmedDown()) {
            check(
                    node.mono() - order.orderedNanos >= wait,
                    Violation.Kind.WAIT,
                    "%s was waited for less than %s after the confirmation",
                    host,
                    SimNode.LEASE.total());
            var own = node.heard.get(host);
            check(
                    own == null || world.time - own >= wait * TRUE_PART,
                    Violation.Kind.WAIT,
                    "%s heard %s within the wait",
                    node.name,
                    host);
            sightings.forEach((by, seen) -> {
                var at = seen.at.get(host);
                check(
                        !assignment.epoch().equals(order.promises.get(by)) // Came too late, if at all.
                                || !seen.epoch.equals(assignment.epoch())
                                || at == null
                                || world.time - at >= wait * TRUE_PART,
                        Violation.Kind.WAIT,
                        "%s heard %s within the wait",
                        by,
                        host);
            });
        }
    }
}
