package io.github.batonha.supervision.os;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the whole heap when what is in use has doubled, and grown by 64 MiB at least. The serial collector by itself collects what is old when the
 * heap reaches its limit, and an agent's limit is large, for it may hold many sessions. Any thread.
 */
public final class HeapGrowth {

    private static final Logger LOG = LoggerFactory.getLogger(HeapGrowth.class);
    private static final long MIB = 1024 * 1024;
    private static final long LEAST = 64 * MIB;

    private final LongSupplier inUse;
    private final Runnable collect;
    private long lowest;

    HeapGrowth(LongSupplier inUse, Runnable collect) {
        this.inUse = inUse;
        this.collect = collect;
        lowest = inUse.getAsLong();
    }

    /** Watches the heap of this JVM from now on. */
    public static HeapGrowth ofThisJvm() {
        var runtime = Runtime.getRuntime();
        return new HeapGrowth(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
    }

    /** To be called from time to time. Stops the JVM for some 100 ms where it collects, for longer where a large heap is in use. */
    public synchronized void look() {
        var bytes = inUse.getAsLong();
        lowest = Math.min(lowest, bytes);
        var grown = bytes - lowest;
        if (grown >= LEAST && grown >= lowest) {
            collect.run();
            lowest = inUse.getAsLong();
            LOG.debug("Collected the heap: {} MiB in use before, {} MiB after", bytes / MIB, lowest / MIB);
        }
    }
}
