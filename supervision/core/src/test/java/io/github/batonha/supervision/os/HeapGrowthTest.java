package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapGrowthTest {

    private static final long MIB = 1024 * 1024;

    private final AtomicLong inUse = new AtomicLong();
    private final AtomicInteger collected = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"20, 60, 0", "20, 83, 0", "20, 84, 1", "100, 199, 0", "100, 200, 1", "500, 800, 0"})
    void givenAHeap_whenItGrows_thenItIsCollectedWhereItDoubledAndByEnough(long first, long then, int times) {
        look(growth(first), then);

        assertThat(collected).hasValue(times);
    }

    @Test
    void givenACollection_whenTheHeapGrowsAgain_thenItCountsFromWhatWasLeft() {
        var growth = growth(20);
        look(growth, 120);
        look(growth, 133);
        assertThat(collected).hasValue(1);
        look(growth, 140);

        assertThat(collected).hasValue(2);
    }

    @Test
    void givenLessInUse_whenItGrows_thenItCountsFromTheLeast() {
        var growth = growth(100);
        look(growth, 10);
        look(growth, 80);

        assertThat(collected).hasValue(1);
    }

    @Test
    void givenThisJvm_whenItsHeapHasGrown_thenWhatNobodyHoldsIsGone() {
        System.gc();
        var real = HeapGrowth.ofThisJvm();
        var garbage = new WeakReference<>(grow());

        real.look();

        assertThat(garbage.get()).isNull();
    }

    /** Takes more than as much again as is in use. */
    private static Object grow() {
        var runtime = Runtime.getRuntime();
        var blocks = new byte[(int) ((runtime.totalMemory() - runtime.freeMemory()) / MIB + 80)][];
        for (var i = 0; i < blocks.length; i++) {
            blocks[i] = new byte[(int) MIB];
        }
        return blocks;
    }

    /** A collection leaves 50 MiB less. */
    private HeapGrowth growth(long mib) {
        inUse.set(mib * MIB);
        return new HeapGrowth(inUse::get, () -> {
            collected.incrementAndGet();
            inUse.addAndGet(-50 * MIB);
        });
    }

    private void look(HeapGrowth growth, long mib) {
        inUse.set(mib * MIB);
        growth.look();
    }
}
