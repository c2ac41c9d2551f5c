package io.github.batonha.e2e.bench;

import io.github.batonha.client.AwaitsPrimary;
import io.github.batonha.client.LeasePage;
import io.github.batonha.client.Primary;
import io.github.batonha.client.StandbyPage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * From the order of a promotion to the next line of the application, of several versions of baton-client in turn, so that all have the same
 * load. Without an agent:
 *
 * <pre>java -cp src/test/target/test-classes:JAR io.github.batonha.e2e.bench.PromotionBench 20 JAR OTHERJAR…</pre>
 */
public final class PromotionBench {

    private static final long EPOCH = 1_700_000_000_001L;
    private static final Duration LEASE = Duration.ofMinutes(5);

    /** In which the standby does what it does once it is held. */
    private static final Duration AT_REST = Duration.ofMillis(500);

    private PromotionBench() {}

    /** Waits by itself. */
    @AwaitsPrimary
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] words) throws Exception {
            if (Primary.awaitPrimary(Duration.ofDays(1))) {
                tell(Path.of(words[0]));
            }
        }
    }

    /** Is held before its main. */
    static final class Held {
        private Held() {}

        public static void main(String[] words) throws Exception {
            tell(Path.of(words[0]));
        }
    }

    private static void tell(Path file) throws IOException, InterruptedException {
        var now = Long.toString(System.nanoTime());
        var fresh = Files.writeString(file.resolveSibling("fresh"), now);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }

    public static void main(String[] words) throws Exception {
        if (words.length < 2) {
            System.err.println("usage: PromotionBench TIMES JAR…");
            System.exit(64);
        }
        var times = Integer.parseInt(words[0]);
        var jars = Arrays.asList(words).subList(1, words.length);
        for (var main : List.of(Waiting.class, Held.class)) {
            Map<String, List<Double>> millis = new LinkedHashMap<>();
            for (var time = 0; time < times; time++) {
                for (var jar : jars) {
                    millis.computeIfAbsent(jar, _ -> new ArrayList<>()).add(promotion(jar, main) / 1e6);
                }
            }
            millis.forEach((jar, all) -> {
                var sorted = all.stream().sorted().toList();
                System.out.printf(
                        "%-8s %-40s p50 %6.1f  least %6.1f  most %6.1f ms%n",
                        main.getSimpleName(), jar, sorted.get(times / 2), sorted.getFirst(), sorted.getLast());
            });
        }
    }

    private static long promotion(String jar, Class<?> main) throws Exception {
        var folder = Files.createTempDirectory("promotion");
        var page = folder.resolve("page");
        var told = folder.resolve("told");
        StandbyPage.create(page);
        new ProcessBuilder("mkfifo", page + ".wake").start().waitFor();
        var lease = LeasePage.openForWriting(folder.resolve("lease"));
        var jvm = start(jar, main, folder, told);
        try {
            while (StandbyPage.state(page) != StandbyPage.HELD) {
                LockSupport.parkNanos(1_000_000);
            }
            LockSupport.parkNanos(AT_REST.toNanos());
            lease.push(EPOCH, System.nanoTime() + LEASE.toNanos());
            var ordered = System.nanoTime();
            StandbyPage.order(page, EPOCH);
            try (var wake =
                    FileChannel.open(Path.of(page + ".wake"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                wake.write(ByteBuffer.allocate(1));
            }
            while (!Files.exists(told)) {
                LockSupport.parkNanos(1_000_000);
            }
            return Long.parseLong(Files.readString(told)) - ordered;
        } finally {
            lease.revoke();
            jvm.waitFor();
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static Process start(String jar, Class<?> main, Path folder, Path told) throws IOException {
        var own = Path.of(PromotionBench.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        var builder = new ProcessBuilder(
                "setsid",
                "--wait",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                jar + ":" + own,
                "io.github.batonha.client.Leash",
                main.getName(),
                told.toString());
        builder.environment()
                .putAll(Map.of(
                        "BATON_PRIMARY_ONLY", "1",
                        "BATON_LEASE_PAGE", folder.resolve("lease").toString(),
                        "BATON_STANDBY", folder.resolve("page").toString()));
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }
}
