package io.github.batonha.e2e;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The classes that read the machine's clocks and wait. All others are given an InstantSource or a ticker. */
final class Wiring {

    /** Run in JVMs of applications on threads of their own, without memory to spare; and a sample application. */
    static final Set<String> PACKAGES = Set.of("io.github.batonha.client", "io.github.batonha.sample");

    static final Set<String> CLASSES = new TreeSet<>(Set.of(
            // They make the clocks and tickers of all others.
            "actors.node.Agent",
            "cli.Main",
            // Threads that do nothing but look and wait.
            "supervision.lease.LeaseKeeper",
            "supervision.logs.LogKeeper",
            "supervision.os.ExitWatch",
            "supervision.os.NotifyPoll",
            "supervision.os.OutputPipe",
            // They wait for other processes to end or to answer, with the system's calls.
            "actors.evidence.Evidence",
            "actors.primary.FenceRun",
            "actors.supervisor.Orphans",
            "cli.setup.StartupCaches",
            "supervision.run.PrimaryOnlySweep",
            "supervision.run.Promotion",
            "supervision.run.StartRights",
            "supervision.run.RunTrees",
            // It interrupts the one thread of the health port where a client is slow.
            "actors.health.InPlace",
            // They bound a read of a socket or a file, and tell how old a read of /proc is.
            "cli.agent.AgentClient",
            "supervision.os.Inherited",
            "supervision.os.NotifySocket",
            "supervision.os.ProcessTable",
            "supervision.probe.log.LogSearch",
            "supervision.probe.net.NetworkProbe",
            "supervision.run.UsageSampler",
            // Pekko makes them by reflection and hands them nothing.
            "actors.http.OrderBody",
            "actors.wire.WireGate"));

    private static final Map<String, Set<String>> CLOCKS = Map.of(
            System.class.getName(), Set.of("nanoTime", "currentTimeMillis"),
            Instant.class.getName(), Set.of("now"),
            Clock.class.getName(), Set.of("system", "systemUTC", "systemDefaultZone"),
            InstantSource.class.getName(), Set.of("system"),
            LockSupport.class.getName(), Set.of("parkNanos", "parkUntil"),
            Thread.class.getName(), Set.of("sleep"),
            TimeUnit.class.getName(), Set.of("sleep"));

    private Wiring() {}

    /** By a call, or by a reference to the method that it hands on. */
    static boolean readsAClock(JavaCodeUnit code) {
        return Stream.concat(code.getMethodCallsFromSelf().stream(), code.getMethodReferencesFromSelf().stream())
                .map(access -> access.getTarget())
                .anyMatch(target -> CLOCKS.getOrDefault(target.getOwner().getName(), Set.of())
                        .contains(target.getName()));
    }
}
