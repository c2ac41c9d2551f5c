package baton.supervision.primary;

import java.util.Set;
import java.util.function.LongFunction;

/** Lives one life of a mutant, from outside its class loader: what was broken, or an empty text. */
public final class Trial implements LongFunction<String> {

    private final Profile profile;
    private final Set<Violation.Kind> sought;

    /** {@code sought} is the only kind that counts; empty for any. */
    public Trial(String profile, String sought) {
        this.profile = Profile.valueOf(profile);
        this.sought = sought.isEmpty() ? Violation.Kind.promises() : Set.of(Violation.Kind.valueOf(sought));
    }

    @Override
    public String apply(long seed) {
        try {
            new Schedule(profile, seed, sought, false).run();
            return "";
        } catch (Violation found) {
            return String.valueOf(found.getMessage());
        } catch (RuntimeException crash) {
            return ""; // A mutant that stumbles has broken no promise.
        }
    }
}
