package io.github.batonha.e2e.faults;

import static java.time.Duration.ofMinutes;

import io.github.batonha.e2e.faults.Node.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Does to a world what a schedule says, heals it, and sees that it works again. Used by one thread. */
final class Drill implements AutoCloseable {
    private static final Duration TOGETHER_WITHIN = ofMinutes(3);
    private static final Duration WORKS_WITHIN = ofMinutes(2);

    private static final int MOST_TRIES = 3;

    private final World world;
    private final Journal journal;
    private final ExecutorService operators = Executors.newVirtualThreadPerTaskExecutor();
    private final List<CompletableFuture<Outcome>> orders = new ArrayList<>();

    /** Orders that rest on the word that a host is down, by that host. */
    private final Map<String, CompletableFuture<Outcome>> givenUp = new HashMap<>();

    Drill(World world, Journal journal) {
        this.world = world;
        this.journal = journal;
    }

    void run(Schedule schedule) throws InterruptedException {
        journal.add("schedule of seed %d".formatted(schedule.seed()));
        long begun = System.nanoTime();
        for (var timed : schedule.steps()) {
            awaitNanos(begun + timed.at().toNanos());
            journal.add(timed.step().toString());
            perform(timed.step());
        }
        journal.count(schedule.kinds());
    }

    private static void awaitNanos(long at) throws InterruptedException {
        while (at - System.nanoTime() > 0) {
            LockSupport.parkNanos(at - System.nanoTime());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void perform(Step step) throws InterruptedException {
        switch (step) {
            case Step.KillAgent(var node) -> world.node(node).killAgent();
            case Step.KillHost(var node) -> world.node(node).killHost();
            case Step.KillProcesses(var node) -> world.node(node).killPrimaryOnly();
            case Step.Stop(var node) -> stop(world.node(node));
            case Step.Start(var node) -> start(world.node(node));
            case Step.Freeze(var node, var part) -> freeze(world.node(node), part);
            case Step.Thaw(var node) -> world.node(node).thaw();
            case Step.Cut(var from, var to) -> world.net().set(from, to, Net.Link.CUT);
            case Step.Worsen(var from, var to, var loss, var delay) ->
                world.net().set(from, to, new Net.Link(loss, Duration.ofMillis(delay)));
            case Step.Mend(var from, var to) -> world.net().set(from, to, Net.Link.GOOD);
            case Step.FillDisk(var node) -> world.node(node).fillDisk();
            case Step.EmptyDisk(var node) -> world.node(node).emptyDisk();
            case Step.SetPrimary(var targets) -> targets.forEach(target -> orders.add(order(target, List.of())));
            case Step.GiveUp(var target, var down) -> {
                var order = order(target, List.of(down));
                orders.add(order);
                givenUp.put(down, order);
            }
        }
    }

    /** Not waited for here: other faults may come before it has ended. */
    private void stop(Node node) {
        var _ = operators.submit(() -> {
            journal.add("%s has ended: %s".formatted(node.name(), node.stop()));
            return node;
        });
    }

    private static void freeze(Node node, Step.Part part) {
        switch (part) {
            case AGENT -> node.freezeAgent();
            case PROCESSES -> node.freezeProcesses();
            case BOTH -> node.freezeAll();
        }
    }

    /** What was said to be down stays so until the order that rests on it has ended. */
    private void start(Node node) throws InterruptedException {
        var order = givenUp.remove(node.name());
        if (order != null) {
            journal.add("%s starts after %s".formatted(node.name(), result(order)));
        }
        node.start();
    }

    private CompletableFuture<Outcome> order(String target, List<String> confirmDown) {
        var node = world.node(target);
        return CompletableFuture.supplyAsync(
                () -> {
                    var outcome = node.setPrimary(confirmDown, "schedule");
                    journal.ordered(outcome);
                    journal.add("SetPrimary %s confirmDown=%s: %s".formatted(target, confirmDown, outcome));
                    if (outcome.isBroken() && !confirmDown.isEmpty()) {
                        endOrder(node);
                    }
                    return outcome;
                },
                operators);
    }

    /** An order lives in its agent's memory alone: that is how one ends whose end nobody has told. */
    private static void endOrder(Node node) {
        try {
            node.killAgent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends all faults, starts what does not run, and orders one node to be primary.
     *
     * @throws AssertionError if no primary works in bounded time
     */
    void heal(String target) throws InterruptedException {
        journal.add("heals");
        world.net().heal();
        world.nodes().forEach(Node::emptyDisk);
        world.nodes().forEach(Node::thaw);
        for (var order : orders) {
            var _ = result(order);
        }
        orders.clear();
        givenUp.clear();
        world.startAndAwaitAll(TOGETHER_WITHIN);
        journal.add("all see each other");
        long begun = System.nanoTime();
        int tries = 0;
        // Once is enough where the hosts answer in time, which a machine that is overloaded may not let them.
        for (boolean isDone = false; !isDone; ) {
            var outcome = world.node(target).setPrimary(List.of(), "after healing");
            journal.add("SetPrimary %s after healing: %s".formatted(target, outcome));
            isDone = outcome.isDone();
            if (!isDone && (++tries == MOST_TRIES || !outcome.text().contains("does not answer"))) {
                throw new AssertionError("after healing SetPrimary of %s was not done: %s".formatted(target, outcome));
            }
        }
        World.eventually(target + " works as primary", WORKS_WITHIN, () -> world.works(target));
        journal.recovered(Duration.ofNanos(System.nanoTime() - begun), tries == 0);
        journal.add("works");
    }

    private static Outcome result(CompletableFuture<Outcome> order) throws InterruptedException {
        try {
            return order.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        operators.shutdownNow();
    }
}
