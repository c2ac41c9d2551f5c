package io.github.batonha.supervision.os;

import java.time.Duration;
import java.util.Optional;

/**
 * What HotSpot counts in the file that {@code jps} and {@code jstat} read, {@code /tmp/hsperfdata_USER/PID}: read without
 * asking the JVM, so also of one that hangs. Heap use is that of the last collection.
 *
 * @param heapUsed bytes
 * @param heapCommitted bytes that the JVM has of the host
 * @param heapMax bytes that it may take, as by {@code -Xmx}
 * @param collections of all collectors
 * @param collecting time spent in them
 */
public record JvmCounters(long heapUsed, long heapCommitted, long heapMax, long collections, Duration collecting) {

    /** Empty where there is no {@link JvmCounterFile}. Blocks on small files. */
    public static Optional<JvmCounters> of(long pid) {
        return JvmCounterFile.of(pid).flatMap(JvmCounterFile::read);
    }
}
