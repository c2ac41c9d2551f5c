package io.github.batonha.bench;

import io.github.batonha.client.LeasePage;
import io.github.batonha.client.Primary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What asking for the lease costs, beside the two things that it is made of: a read of memory and one of the clock. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PrimaryBench {

    private volatile long word = 1;

    @Setup
    public void grant() throws IOException {
        LeasePage.openForWriting(Path.of(System.getenv("BATON_LEASE_PAGE")))
                .push(1_795_413_330_974L, System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        if (!Primary.isHeld()) {
            throw new IllegalStateException("not held: nothing worth measuring");
        }
    }

    @Benchmark
    public boolean isHeld() {
        return Primary.isHeld();
    }

    @Benchmark
    public long fencingToken() {
        return Primary.fencingToken();
    }

    @Benchmark
    public long nanoTime() {
        return System.nanoTime();
    }

    @Benchmark
    public long volatileRead() {
        return word;
    }
}
