package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.FenceResult;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import io.github.batonha.supervision.primary.model.TargetFacts;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Fence commands and repairs of stores in a simulated world. Most commands do as they say; some fail, hang, or fail after the work was done. */
final class SimFences {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final SimWorld world;

    SimFences(SimWorld world) {
        this.world = world;
    }

    /** Every host of every world has a command. */
    static Map<String, Duration> commands() {
        return Map.of("A", LIMIT, "B", LIMIT, "C", LIMIT);
    }

    static SetPrimaryOrder order(long id, Set<String> confirmDown, Set<String> fence) {
        return new SetPrimaryOrder(id, "op", "", confirmDown, fence, Set.of(), TargetFacts.NONE, false);
    }

    /** A dry run in between changes nothing; what it says is not looked at. */
    static SetPrimaryOrder dryRun(long id) {
        return new SetPrimaryOrder(id, "op", "", Set.of(), Set.of(), Set.of(), TargetFacts.NONE, true);
    }

    void run(SimNode by, Effect.Fence fence) {
        var victim = world.node(fence.host());
        world.checks.check(victim != by, Violation.Kind.CONTRACT, "%s fences itself", by.name);
        var life = by.life;
        var took = SimWorld.millis(world.random.nextLong(50, 3000));
        switch (world.random.nextInt(8)) {
            case 0 -> end(by, life, took, fence, failed("exit status 1"));
            case 1 -> end(by, life, LIMIT.toNanos(), fence, failed("did not end"));
            case 2 -> {
                switchOff(victim, took);
                end(by, life, took, fence, failed("exit status 1 after its work was done"));
            }
            default -> {
                switchOff(victim, took);
                end(by, life, took + 1, fence, new FenceResult.Off(Duration.ofNanos(took)));
            }
        }
    }

    private static FenceResult failed(String why) {
        return new FenceResult.Failed(why, "");
    }

    private void end(SimNode by, int life, long took, Effect.Fence fence, FenceResult result) {
        world.in(took, () -> {
            if (by.life == life) {
                world.trace(by.name, "fence command of %s: %s", fence.host(), result);
                by.feed(new Event.FenceEnded(fence.host(), fence.epoch(), result));
            }
        });
    }

    /** Off, and it stays off for as long as anybody may count on it. */
    private void switchOff(SimNode victim, long after) {
        world.in(after, () -> {
            world.trace(victim.name, "switched off by a fence command");
            victim.killHost();
            victim.held++;
            comeBack(victim);
        });
    }

    private void comeBack(SimNode victim) {
        world.in(SimWorld.seconds(2), () -> {
            if (world.isOrdered()) {
                comeBack(victim);
            } else {
                victim.held--;
                victim.hostUp = true;
                victim.startAgent();
            }
        });
    }
}
