package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No thread runs here unless it is said: what is asked is read from the page at that moment. */
class PrimaryWatchTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    @TempDir
    Path folder;

    private Path file;
    private LeasePage page;

    @BeforeEach
    void makeAPage() throws IOException {
        file = folder.resolve("lease.page");
        page = LeasePage.openForWriting(file);
    }

    private PrimaryWatch ofNode() {
        return new PrimaryWatch(Map.of("BATON_LEASE_PAGE", file.toString()));
    }

    private PrimaryWatch ofEpoch(String epoch) {
        return new PrimaryWatch(
                Map.of("BATON_LEASE_PAGE", file.toString(), "BATON_PRIMARY_ONLY", "1", "BATON_EPOCH", epoch));
    }

    @Test
    void givenAnyProcessOfTheNode_whenThePrimaryComesAndGoes_thenItFollowsEveryEpoch() {
        var watch = ofNode();
        assertThat(watch.held()).isZero();

        page.push(7, System.nanoTime() + MINUTE);
        assertThat(watch.held()).isEqualTo(7);
        page.push(9, System.nanoTime() + MINUTE);
        assertThat(watch.held()).isEqualTo(9);
        page.revoke();
        assertThat(watch.held()).isZero();
    }

    @Test
    void givenAPrimaryOnlyProcess_whenAnotherEpochHolds_thenItsOwnIsNotHeld() {
        page.push(7, System.nanoTime() + MINUTE);
        assertThat(ofEpoch("7").held()).isEqualTo(7);
        assertThat(ofEpoch("8").held()).isZero();
        assertThat(ofEpoch("nonsense").held()).isZero();
    }

    @Test
    void givenADeadline_whenItPassesWhileNoThreadRuns_thenItIsNotHeld() throws Exception {
        page.push(7, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200));
        var watch = ofEpoch("7");
        long over = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        Await.until("the deadline has passed", () -> System.nanoTime() - over > 0);

        assertThat(watch.held()).isZero();
    }

    @Test
    void givenAWriteThatWasCutOff_whenAsked_thenWhatWasSaidBeforeHolds() throws IOException {
        page.push(7, System.nanoTime() + MINUTE); // sequence 1, slot 1
        byte[] torn = new byte[LeasePage.SLOT_WORDS * Long.BYTES];
        var words = ByteBuffer.wrap(torn).order(ByteOrder.nativeOrder()).asLongBuffer();
        LeasePage.writeSlot(words, 0, new UUID(1, 2), 2, 8, System.nanoTime() + MINUTE);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(torn, 0, torn.length - 2 * Long.BYTES)); // all but the checksum
        }

        assertThat(ofNode().held()).isEqualTo(7);
    }

    @Test
    void givenAPageOfAnotherBootDamagedOrTruncated_whenAsked_thenItIsNotHeld() throws IOException {
        page.push(7, System.nanoTime() + MINUTE);
        var watch = ofNode();
        byte[] earlier = new byte[LeasePage.FILE_BYTES];
        var words = ByteBuffer.wrap(earlier).order(ByteOrder.nativeOrder()).asLongBuffer();
        LeasePage.writeSlot(words, 0, new UUID(1, 2), 99, 7, System.nanoTime() + MINUTE);

        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(earlier), 0);
            assertThat(watch.held()).isZero();
            channel.write(ByteBuffer.allocate(LeasePage.FILE_BYTES), 0);
            assertThat(watch.held()).isZero();
            channel.truncate(0);
        }
        assertThat(watch.held()).isZero();
    }

    @Test
    void givenNoPageOrNoEnvironment_whenAsked_thenItIsNotHeld() throws IOException {
        Files.delete(file);

        assertThat(ofNode().held()).isZero();
        assertThat(new PrimaryWatch(Map.of()).held()).isZero();
    }

    @Test
    void givenAPageThatCameLaterOrWasReplaced_whenTheThreadRuns_thenItFollowsTheFile() throws Exception {
        Files.delete(file);
        var watch = ofNode();
        watch.begin();

        var first = LeasePage.openForWriting(file);
        first.push(7, System.nanoTime() + MINUTE);
        Await.until("the first page is followed", () -> watch.held() == 7);
        Files.delete(file);
        var second = LeasePage.openForWriting(file);
        second.push(9, System.nanoTime() + MINUTE);

        Await.until("the second page is followed", () -> watch.held() == 9);
    }

    @Test
    void givenListeners_whenThePrimaryChanges_thenEachIsToldInTurnAndInOrder() {
        var told = new ArrayList<String>();
        var watch = ofNode();
        watch.add(listener("a", told));
        var gone = watch.add(listener("b", told));

        watch.tell();
        page.push(7, System.nanoTime() + MINUTE);
        watch.tell();
        watch.tell();
        page.push(9, System.nanoTime() + MINUTE);
        watch.tell();
        gone.close();
        page.revoke();
        watch.tell();

        assertThat(told).containsExactly("a+7", "b+7", "a-7", "a+9", "b-7", "b+9", "a-9");
    }

    @Test
    void givenAListenerThatThrows_whenTold_thenTheNextOneIsToldAllTheSame() {
        var told = new ArrayList<String>();
        var thrown = new ArrayList<Throwable>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, each) -> thrown.add(each));
        var watch = ofNode();
        watch.add(new Primary.Listener() {
            @Override
            public void promoted(long fencingToken) {
                throw new IllegalStateException("on purpose");
            }
        });
        watch.add(listener("b", told));
        page.push(7, System.nanoTime() + MINUTE);

        watch.tell();

        Thread.currentThread().setUncaughtExceptionHandler(null);
        assertThat(told).containsExactly("b+7");
        assertThat(thrown).hasSize(1);
    }

    @Test
    void givenATestThatBatonDidNotStart_whenItAsks_thenNothingIsHeldAndTheWaitEnds() throws InterruptedException {
        assertThat(Primary.isHeld()).isFalse();
        assertThat(Primary.fencingToken()).isEqualTo(Primary.NO_TOKEN);
        assertThat(Primary.awaitPrimary(Duration.ofMillis(30))).isFalse();
    }

    private static Primary.Listener listener(String name, List<String> told) {
        return new Primary.Listener() {
            @Override
            public void promoted(long fencingToken) {
                told.add(name + "+" + fencingToken);
            }

            @Override
            public void demoted(long fencingToken) {
                told.add(name + "-" + fencingToken);
            }
        };
    }
}
