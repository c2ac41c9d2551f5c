package baton.supervision.primary;

import java.util.function.LongFunction;

/** Lives one life of a mutant, from outside its class loader: what was broken, or an empty text. */
public final class Trial implements LongFunction<String> {

    private final Profile profile;

    public Trial(String profile) {
        this.profile = Profile.valueOf(profile);
    }

    @Override
    public String apply(long seed) {
        try {
            new Schedule(profile, seed, false, false).run();
            return "";
        } catch (Violation found) {
            return String.valueOf(found.getMessage());
        } catch (RuntimeException crash) {
            return ""; // A mutant that stumbles has broken no promise.
        }
    }
}
