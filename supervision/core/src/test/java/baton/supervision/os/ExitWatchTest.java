package baton.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitWatchTest {

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

    private static void awaitUnless(CountDownLatch letGo) {
        try {
            assertThat(letGo.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OsProcess spawn(String script) {
        var request = new SpawnRequest(
                List.of("/bin/sh", "-c", script),
                Map.of(),
                folder,
                folder.resolve("out.log"),
                folder.resolve("err.log"));
        return ((SpawnResult.Spawned) Spawn.start(request)).process();
    }
}
