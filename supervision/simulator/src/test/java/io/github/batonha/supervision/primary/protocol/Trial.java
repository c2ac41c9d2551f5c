package io.github.batonha.supervision.primary.protocol;

import java.util.Set;
import java.util.function.LongFunction;

/** Lives one life of a mutant, from outside its class loader: what was broken, or an empty text. */
public final class Trial implements LongFunction<String> {

    private final Lives lives;
    private final Set<Violation.Kind> sought;

    /** {@code sought} is the only kind that counts; empty for any. */
    public Trial(String lives, String sought) {
        this.lives = Lives.of(lives);
        this.sought = sought.isEmpty() ? Violation.Kind.promises() : Set.of(Violation.Kind.valueOf(sought));
    }

    @Override
    public String apply(long seed) {
        try {
            lives.live(seed, sought);
            return "";
        } catch (Violation found) {
            return String.valueOf(found.getMessage());
        } catch (RuntimeException crash) {
            return ""; // A mutant that stumbles has broken no promise.
        }
    }
}
