package io.github.batonha.supervision.primary.protocol;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Lives that are told event by event, in the same world and under the same checks as those by {@link Profile}, for what too many rare
 * things must meet in. The seed is for drifts and delays, and every other life has warm standbys.
 */
enum Script implements Lives {
    /** A definition without B reached A alone; A has died, B took over by the old one, and A comes back cut off from B. */
    HALF_REMOVED(2, Script::halfRemoved),
    /** C was added while B was apart; then A is given up to B, which never heard of C. */
    ADDED_UNSEEN(3, Script::addedUnseen),
    /** C was added, all promised, and nobody heard that it became active; then B loses its store. */
    ADDED_UNHEARD(3, Script::addedUnheard),
    /** A hangs in its orderly end, B took over unheard by C, A goes on as C is ordered. */
    HUNG_IN_ITS_END(3, Script::hungInItsEnd),
    /** A hangs in its release, B took over unheard, and A is ordered as it goes on. */
    HUNG_IN_ITS_RELEASE(2, Script::hungInItsRelease),
    /** C hung, A took over and released to B, unheard; C goes on as A is ordered. */
    HEIR_UNHEARD(3, Script::heirUnheard);

    private final int hosts;

    @SuppressWarnings("ImmutableEnumChecker") // A method without a state.
    private final Consumer<Scene> told;

    Script(int hosts, Consumer<Scene> told) {
        this.hosts = hosts;
        this.told = told;
    }

    static boolean hasStandbys(long seed) {
        return seed % 2 == 1;
    }

    @Override
    public SimWorld live(long seed, Set<Violation.Kind> asserted) {
        var world = new SimWorld(new SplittableRandom(seed), hosts, 0, asserted, false);
        world.resume = false;
        world.hasStandbys = hasStandbys(seed);
        told.accept(new Scene(world));
        return world;
    }

    private static void halfRemoved(Scene scene) {
        scene.start("A", "B");
        scene.order("A");
        scene.reboot("A");
        scene.install("A", "A");
        scene.ask("A");
        scene.untilPromised("B", scene.promised("B"));
        scene.cutOff("B");
        scene.run(300);
        scene.off("A");
        scene.giveUp("B", "A");
        scene.on("A");
        scene.order("A");
    }

    private static void addedUnseen(Scene scene) {
        scene.start("A", "B");
        scene.order("A");
        scene.cutOff("B");
        scene.install("A", "A", "B", "C");
        scene.install("C", "A", "B", "C");
        scene.order("C");
        scene.off("A");
        scene.giveUp("B", "A");
    }

    private static void addedUnheard(Scene scene) {
        scene.start("A", "B");
        scene.order("A");
        scene.reboot("A");
        scene.install("C", "A", "B", "C");
        scene.ask("C");
        scene.until(() -> scene.promised("A").host().equals("C")
                && scene.promised("B").host().equals("C"));
        scene.cutOff("C");
        scene.untilLive("C");
        scene.loseStore("B");
        scene.order("B");
    }

    private static void hungInItsEnd(Scene scene) {
        scene.start("A", "B", "C");
        scene.order("A");
        scene.node("A").feed(new Event.Stop());
        scene.node("A").stopAgent();
        scene.order("B");
        scene.ask("B", "A");
        scene.until(() -> scene.isWaiting("B"));
        scene.untilPromised("C", scene.promised("C")); // After the wait; the answer is on its way.
        scene.cutOff("B");
        scene.untilLive("B");
        scene.ask("C");
        scene.run(100);
        scene.node("A").continueAgent();
        scene.until(() -> !scene.node("A").agentUp);
        scene.on("A");
        scene.run(4000);
    }

    private static void hungInItsRelease(Scene scene) {
        scene.start("A", "B");
        scene.order("A");
        scene.ask("B");
        scene.until(scene.node("A")::isEnding);
        scene.node("A").stallAgent(SimWorld.millis(5));
        scene.node("A").stopAgent();
        scene.run(3000);
        scene.cutOff("B");
        scene.giveUp("B", "A");
        scene.ask("A");
        scene.node("A").continueAgent();
        scene.run(4000);
    }

    private static void heirUnheard(Scene scene) {
        scene.start("A", "B", "C");
        scene.order("C");
        scene.node("C").stopAgent();
        scene.giveUp("A", "C");
        scene.ask("B");
        scene.until(() -> scene.record("A").released().exists());
        scene.cutOff("B");
        scene.untilLive("B");
        scene.ask("A");
        scene.run(50);
        scene.node("C").continueAgent();
        scene.run(4000);
    }
}
