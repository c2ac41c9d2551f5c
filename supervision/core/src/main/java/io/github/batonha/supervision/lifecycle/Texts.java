package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;

/** What people are told of decisions. */
final class Texts {

    private Texts() {}

    static String gaveUp(RestartRules rules, String why) {
        return rules.maxRestarts() == 0
                ? "%s; not restarted, as maxRestarts is 0".formatted(why)
                : "gave up after %d restarts within %s: %s".formatted(rules.maxRestarts(), shown(rules.period()), why);
    }

    /** In the greatest unit that leaves no rest. */
    static String shown(Duration time) {
        var seconds = time.toSeconds();
        if (time.toMillis() % 1000 != 0) {
            return time.toMillis() + " ms";
        }
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + " s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + " h" : seconds / 60 + " min";
    }
}
