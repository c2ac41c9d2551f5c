package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.time.Instant;
import java.util.Map;

/** The state of a host within a step, for classes that decide and change nothing. */
interface StepView {

    Now now();

    PrimarySettings settings();

    StoreCondition store();

    PrimaryRecord record();

    Activity activity();

    boolean stopping();

    /** When each host was last heard; hosts not heard since the start are missing. */
    Map<String, Long> heard();

    Map<String, Instant> farewells();

    long startedNanos();

    /** The host answers from this moment on. */
    long speaksAtNanos();

    default String self() {
        return settings().self();
    }

    default boolean isDamaged() {
        return store() instanceof StoreCondition.Damaged;
    }

    /** Whether the host may claim anything: its leftovers are gone, and nobody counts on its earlier life any more. */
    default boolean speaks() {
        return !(activity() instanceof Activity.Clearing) && now().hasReached(speaksAtNanos());
    }

    /** The longest time that processes started under anything known here may outlive their agent. */
    default LeaseTimes knownLease() {
        return settings().lease().max(record().lease());
    }
}
