package io.github.batonha.supervision.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsageRingTest {

    private static final long NOON = 29_500_000;

    static UsageRecord record(Random random, long minute) {
        return new UsageRecord(
                minute,
                1 + random.nextInt(15),
                random.nextInt(3200) / 4.0,
                random.nextInt(3200) / 4.0,
                random.nextInt(),
                random.nextLong(1L << 50),
                random.nextInt(1 << 20),
                random.nextLong(1L << 50),
                random.nextLong(1L << 50),
                random.nextInt());
    }

    private static byte[] bytes(UsageRecord record) {
        var bytes = new byte[UsageRing.RECORD_BYTES];
        UsageRing.bytes(record).get(bytes);
        return bytes;
    }

    @Test
    void givenAnyRecord_whenWrittenAndRead_thenItIsTheSame() {
        for (var seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            var record = record(random, random.nextInt(Integer.MAX_VALUE));

            assertThat(UsageRing.read(UsageRing.bytes(record), 0))
                    .as("seed %d", seed)
                    .contains(record);
        }
    }

    @Test
    void givenARecordOfWhichAPartIsOld_whenRead_thenItIsNotThere() {
        var random = new Random(1);
        for (var round = 0; round < 200; round++) {
            var before = bytes(record(random, NOON));
            var after = bytes(record(random, NOON + 2880));
            for (var torn = 1; torn < UsageRing.RECORD_BYTES; torn++) {
                var bytes = before.clone();
                System.arraycopy(after, 0, bytes, 0, torn);
                var isWhole = Arrays.equals(bytes, before) || Arrays.equals(bytes, after);

                assertThat(UsageRing.read(ByteBuffer.wrap(bytes), 0).isPresent())
                        .as("torn after %d", torn)
                        .isEqualTo(isWhole);
            }
        }
        assertThat(UsageRing.read(ByteBuffer.allocate(UsageRing.RECORD_BYTES), 0))
                .isEmpty();
    }

    @Test
    void givenAnyMinute_whenItsPlaceIsLookedUp_thenItLiesInTheRingAndReturnsAfterATurn() {
        for (var ring : new Ring[] {UsageRing.MINUTES, UsageRing.QUARTERS}) {
            for (var minute = NOON; minute < NOON + ring.reach(); minute += 7) {
                assertThat(ring.position(minute)).isBetween(ring.offset(), ring.offset() + ring.bytes() - 64);
                assertThat(ring.position(minute)).isEqualTo(ring.position(minute + ring.reach()));
                assertThat(ring.position(minute)).isEqualTo(ring.position(ring.slot(minute)));
            }
        }
        assertThat(UsageRing.FILE_BYTES).isLessThanOrEqualTo(1 << 20);
        assertThat(UsageRing.MINUTES.reach()).isEqualTo(2 * 24 * 60);
        assertThat(UsageRing.QUARTERS.reach()).isEqualTo(90 * 24 * 60);
    }
}
