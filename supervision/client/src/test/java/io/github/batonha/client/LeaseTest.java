package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    @TempDir
    Path folder;

    private Path file;
    private LeasePage page;
    private Map<String, String> environment;

    @BeforeEach
    void makeAPage() throws IOException {
        file = folder.resolve("lease.page");
        page = LeasePage.openForWriting(file);
        environment = new HashMap<>(Map.of("BATON_LEASE_PAGE", file.toString(), "BATON_EPOCH", "7"));
    }

    @Test
    void givenAPageThatGrantsTheEpoch_whenAsked_thenTheLeaseIsHeld() throws Exception {
        page.push(7, System.nanoTime() + MINUTE);

        var lease = Lease.of(environment);

        assertThat(lease.look()).isEqualTo(Lease.Verdict.HELD);
        assertThat(lease.remainingNanos()).isBetween(1L, MINUTE);
    }

    @Test
    void givenAFreshOrRevokedPage_whenAsked_thenRefused() {
        assertThatThrownBy(() -> Lease.of(environment))
                .isInstanceOf(Lease.Refused.class)
                .hasMessageContaining("was revoked");
    }

    @Test
    void givenAPassedDeadline_whenAsked_thenRefused() {
        page.push(7, System.nanoTime() - 1);

        assertThatThrownBy(() -> Lease.of(environment)).hasMessageContaining("has passed its deadline");
    }

    @Test
    void givenAnotherEpoch_whenAsked_thenRefused() {
        page.push(8, System.nanoTime() + MINUTE);

        assertThatThrownBy(() -> Lease.of(environment))
                .hasMessageContaining("lease of epoch 7")
                .hasMessageContaining("another epoch");
    }

    @Test
    void givenAPageOfAnEarlierBoot_whenAsked_thenRefused() throws IOException {
        byte[] earlier = new byte[LeasePage.FILE_BYTES];
        var words = ByteBuffer.wrap(earlier).order(ByteOrder.nativeOrder()).asLongBuffer();
        LeasePage.writeSlot(words, 0, new UUID(1, 2), 1, 7, System.nanoTime() + MINUTE);
        Files.write(file, earlier);

        assertThatThrownBy(() -> Lease.of(environment)).hasMessageContaining("earlier boot");
    }

    @Test
    void givenADamagedPage_whenAsked_thenRefused() throws IOException {
        Files.write(file, new byte[LeasePage.FILE_BYTES]);

        assertThatThrownBy(() -> Lease.of(environment)).hasMessageContaining("damaged");
    }

    @Test
    void givenNoPage_whenAsked_thenRefused() throws IOException {
        Files.delete(file);

        assertThatThrownBy(() -> Lease.of(environment)).hasMessageContaining("no lease page at " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BATON_LEASE_PAGE", "BATON_EPOCH"})
    void givenAMissingVariable_whenAsked_thenRefused(String missing) {
        environment.remove(missing);

        assertThatThrownBy(() -> Lease.of(environment))
                .isInstanceOf(Lease.Refused.class)
                .hasMessageContaining(missing + " is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "seven", "9223372036854775808"})
    void givenAnEpochThatIsNone_whenAsked_thenRefused(String epoch) {
        environment.put("BATON_EPOCH", epoch);

        assertThatThrownBy(() -> Lease.of(environment)).hasMessageContaining("must be a positive number");
    }

    @Test
    void givenAHeldLease_whenRevokedFollowedOrOver_thenItSaysWhich() throws Exception {
        page.push(7, System.nanoTime() + MINUTE);
        var lease = Lease.of(environment);

        page.push(7, System.nanoTime() - 1);
        assertThat(lease.look()).isEqualTo(Lease.Verdict.EXPIRED);
        page.push(9, System.nanoTime() + MINUTE);
        assertThat(lease.look()).isEqualTo(Lease.Verdict.OTHER_EPOCH);
        page.revoke();
        assertThat(lease.look()).isEqualTo(Lease.Verdict.REVOKED);
    }

    @Test
    void givenAHeldLease_whenThePageIsDamaged_thenItLastsToTheDeadlineReadLast() throws Exception {
        page.push(7, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300));
        var lease = Lease.of(environment);

        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(LeasePage.FILE_BYTES));
        }

        assertThatCode(() -> Await.until("the lease ends", () -> lease.look() == Lease.Verdict.DAMAGED))
                .doesNotThrowAnyException();
        assertThat(lease.remainingNanos()).isNotPositive();
    }

    @Test
    void givenAPassedDeadline_whenTheFileIsGoneOrAnother_thenThatIsTheReason() throws Exception {
        page.push(7, System.nanoTime() + MINUTE);
        var lease = Lease.of(environment);

        assertThat(lease.explain(Lease.Verdict.EXPIRED)).isEqualTo(Lease.Verdict.EXPIRED);
        Files.delete(file);
        assertThat(lease.explain(Lease.Verdict.EXPIRED)).isEqualTo(Lease.Verdict.DELETED);
        LeasePage.openForWriting(file);
        assertThat(lease.explain(Lease.Verdict.EXPIRED)).isEqualTo(Lease.Verdict.REPLACED);
        assertThat(lease.explain(Lease.Verdict.REVOKED)).isEqualTo(Lease.Verdict.REVOKED);
    }

    @Test
    void givenAHeldLease_whenTheFileIsTruncated_thenItLastsToTheDeadlineReadLast() throws Exception {
        page.push(7, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300));
        var lease = Lease.of(environment);

        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }

        assertThatCode(() -> Await.until("the lease ends", () -> lease.look() == Lease.Verdict.DAMAGED))
                .doesNotThrowAnyException();
    }
}
