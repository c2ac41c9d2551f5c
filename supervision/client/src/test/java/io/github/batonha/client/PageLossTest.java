package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.app.App;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to the file of the page under a running primaryOnly JVM, and how the JVM's end tells of it. */
@Execution(ExecutionMode.CONCURRENT)
class PageLossTest {

    private static final long EPOCH = 42;
    private static final Duration LEASE = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    enum Loss {
        DELETED(93, "was deleted while this process ran"),
        REPLACED(96, "was replaced by another file while this process ran"),
        ZEROED(94, "the page is damaged"),
        TRUNCATED(94, "the page is damaged"),
        OTHER_BOOT(95, "is of an earlier boot");

        private final int exit;
        private final String message;

        Loss(int exit, String message) {
            this.exit = exit;
            this.message = message;
        }

        void happen(Path page) throws IOException {
            switch (this) {
                case DELETED -> Files.delete(page);
                case REPLACED -> {
                    Path copy = Files.copy(page, page.resolveSibling("copy"));
                    Files.move(copy, page, StandardCopyOption.ATOMIC_MOVE);
                }
                case ZEROED -> write(page, new byte[LeasePage.FILE_BYTES]);
                case TRUNCATED -> {
                    try (var channel = FileChannel.open(page, StandardOpenOption.WRITE)) {
                        channel.truncate(0);
                    }
                }
                case OTHER_BOOT -> {
                    byte[] earlier = new byte[LeasePage.FILE_BYTES];
                    var words = ByteBuffer.wrap(earlier)
                            .order(ByteOrder.nativeOrder())
                            .asLongBuffer();
                    LeasePage.writeSlot(words, 0, new UUID(1, 2), 99, EPOCH, System.nanoTime() + LEASE.toNanos());
                    write(page, earlier);
                }
            }
        }

        private static void write(Path page, byte[] content) throws IOException {
            try (var channel = FileChannel.open(page, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void givenARunningJvm_whenItsPageIsLost_thenItEndsAndItsStatusAndLastLineTellHow(Loss loss) throws Exception {
        Path page = folder.resolve("lease.page");
        Path file = folder.resolve("file");
        try (var pushes = Pushes.start(page, EPOCH, LEASE);
                var jvm = start(page, file)) {
            Await.until("main runs", () -> Files.exists(file));

            pushes.stop(); // The last push of an agent that is gone.
            loss.happen(page);

            assertThat(jvm.awaitExit()).isEqualTo(loss.exit);
            assertThat(jvm.err())
                    .contains("baton: the lease of epoch 42 ", loss.message)
                    .endsWith("exit status %d\n".formatted(loss.exit));
        }
    }

    @Test
    void givenARunningJvm_whenThePageIsDeletedUnderALiveAgent_thenItSaysSoOnceAndGoesOn() throws Exception {
        Path page = folder.resolve("lease.page");
        Path file = folder.resolve("file");
        try (var pushes = Pushes.start(page, EPOCH, LEASE);
                var jvm = start(page, file)) {
            Await.until("main runs", () -> Files.exists(file));

            Files.delete(page);

            Await.until("it says so", () -> !jvm.err().isEmpty());
            assertThat(jvm.err()).hasLineCount(1).contains("lease page of epoch 42 was deleted");
            long later = System.nanoTime() + LEASE.multipliedBy(2).toNanos();
            Await.until("two leases have passed", () -> System.nanoTime() - later > 0);
            assertThat(jvm.isAlive()).as(jvm.err()).isTrue();
            assertThat(jvm.err()).hasLineCount(1);
            pushes.stop().revoke();
            assertThat(jvm.awaitExit()).isEqualTo(Leash.EXIT_REVOKED);
        }
    }

    private Jvm start(Path page, Path file) throws IOException {
        return Jvm.start(
                Jvm.OWN,
                folder,
                Jvm.environment(page, EPOCH),
                Leash.class.getName(),
                App.class.getName(),
                "hold",
                file.toString());
    }
}
