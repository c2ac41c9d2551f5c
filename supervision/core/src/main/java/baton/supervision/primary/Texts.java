package baton.supervision.primary;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;

/** Pieces of sentences for operators. */
final class Texts {

    private Texts() {}

    static String list(Collection<String> hosts) {
        return String.join(", ", hosts);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    static String confirmDown(Collection<String> hosts) {
        return "--confirm-down " + String.join(" --confirm-down ", hosts);
    }
}
