package io.github.batonha.actors.health;

import io.github.batonha.actors.health.AgentLine.Cause;
import io.github.batonha.conf.model.NodeDefinition;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers to health checks, ready to be sent. Lives as long as the agent, through any number of actor systems: while one is
 * started again in place the last answers hold, until they are too old. Read by any thread; written by one at a time.
 */
public final class HealthBoard {

    private final Rendering rendering;
    private final Duration staleAfter;
    private final LongSupplier monotonicNanos;
    private final Answers starting;
    private final Answers stale;
    private volatile @Nullable Posted posted;
    private boolean isSettled;

    /** @param at monotonic nanoseconds of the last look that led to these answers */
    private record Posted(HealthFacts facts, Answers answers, long at) {}

    public HealthBoard(NodeDefinition definition, LongSupplier monotonicNanos) {
        var node = definition.self().name();
        this.rendering = new Rendering(node, definition.health().weight());
        this.staleAfter = definition.settings().health().staleAfter();
        this.monotonicNanos = monotonicNanos;
        this.starting = rendering.refusal(Cause.AGENT_STARTS, "the agent of %s starts".formatted(node));
        this.stale = rendering.refusal(
                Cause.AGENT_HANGS,
                "the agent of %s has not looked at itself for more than %s s"
                        .formatted(node, staleAfter.toMillis() / 1000.0));
    }

    LongSupplier monotonicNanos() {
        return monotonicNanos;
    }

    /** An ActorSystem begins; what it says while it settles does not send users away. */
    public synchronized void begin() {
        isSettled = false;
    }

    /**
     * What the ActorSystem has seen just now. Where that is the same as before, it only counts as new; where it is what every
     * start brings about, and the answers of the ActorSystem before still hold, these are kept, and grow older.
     */
    public synchronized void post(HealthFacts facts) {
        var before = posted;
        if (before != null && !isSettled && facts.isSettling() && isFresh(before) && !isAboutUsers(before, facts)) {
            return;
        }
        isSettled = true;
        var now = monotonicNanos.getAsLong();
        posted = before != null && before.facts().equals(facts)
                ? new Posted(facts, before.answers(), now)
                : new Posted(facts, rendering.of(facts), now);
    }

    /** Whether an operator has said something since. */
    private static boolean isAboutUsers(Posted before, HealthFacts facts) {
        return before.facts().drain().admission() != facts.drain().admission();
    }

    private boolean isFresh(Posted last) {
        return monotonicNanos.getAsLong() - last.at() <= staleAfter.toNanos();
    }

    /** The answers that count now. */
    public Answers answers() {
        var last = posted;
        if (last == null) {
            return starting;
        }
        return isFresh(last) ? last.answers() : stale;
    }
}
