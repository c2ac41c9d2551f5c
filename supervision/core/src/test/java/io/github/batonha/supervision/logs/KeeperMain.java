package io.github.batonha.supervision.logs;

import io.github.batonha.supervision.clock.Clocks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A keeper in a JVM of its own, to be killed. Looks without pause and rotates after 200 kB. */
final class KeeperMain {

    static final LogPolicy POLICY =
            new LogPolicy(200_000, Duration.ZERO, 100_000, Duration.ofDays(1), Long.MAX_VALUE, true);

    private KeeperMain() {}

    public static void main(String[] arguments) throws Exception {
        try (var _ = LogKeeper.open(
                Path.of(arguments[0]), POLICY, Clocks.both(InstantSource.system()), Duration.ofMillis(2))) {
            System.out.println("looking");
            System.in.read();
        }
    }
}
