package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitWatchTest {

    private static final int MANY = 100;

    @TempDir
    private Path folder;

    @Test
    void givenAListenerThatHangs_whenOthersEnd_thenTheyAreToldAllTheSame() throws Exception {
        var hanging = new CompletableFuture<Exit>();
        var letGo = new CountDownLatch(1);
        try (var watch = new ExitWatch()) {
            watch.watch(spawn("exit 1"), exit -> {
                hanging.complete(exit);
                awaitUnless(letGo);
            });
            assertThat(hanging.get(30, TimeUnit.SECONDS)).isEqualTo(new Exit.Status(1));

            for (var status = 2; status < 5; status++) {
                var told = new CompletableFuture<Exit>();
                watch.watch(spawn("exit " + status), told::complete);
                assertThat(told.get(30, TimeUnit.SECONDS)).isEqualTo(new Exit.Status(status));
            }
        } finally {
            letGo.countDown();
        }
    }

    @Test
    void givenManyAtOnce_whenTheyEnd_thenEachIsToldOnceWithItsOwnStatus() throws Exception {
        var told = new ConcurrentHashMap<Integer, List<Exit>>();
        var all = new CountDownLatch(MANY);
        var go = folder.resolve("go");
        try (var watch = new ExitWatch()) {
            for (var i = 0; i < MANY; i++) {
                var number = i;
                watch.watch(spawn("until [ -e go ]; do sleep 0.05; done; exit " + number), exit -> {
                    told.computeIfAbsent(number, _ -> new CopyOnWriteArrayList<>())
                            .add(exit);
                    all.countDown();
                });
            }
            Files.createFile(go);
            assertThat(all.await(1, TimeUnit.MINUTES)).isTrue();
        }

        assertThat(told).hasSize(MANY);
        told.forEach((number, exits) -> assertThat(exits).containsExactly(new Exit.Status(number)));
    }

    @Test
    void givenAWatchThatIsClosed_whenItsThreadsAreLookedFor_thenTheyHaveEnded() throws Exception {
        // Those of other tests may end meanwhile.
        var others = watching();
        var watch = new ExitWatch();
        var own = watching();
        own.removeAll(others);
        assertThat(own).hasSize(2);

        watch.close();

        for (var thread : own) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    private static Set<Thread> watching() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("baton-exits-"))
                .collect(Collectors.toSet());
    }

    private static void awaitUnless(CountDownLatch letGo) {
        try {
            assertThat(letGo.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OsProcess spawn(String script) {
        var request = new SpawnRequest(
                List.of(),
                List.of("/bin/sh", "-c", script),
                Map.of(),
                folder,
                folder.resolve("out.log"),
                folder.resolve("err.log"));
        return ((SpawnResult.Spawned) Spawn.start(request)).process();
    }
}
