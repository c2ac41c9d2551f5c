package io.github.batonha.supervision.lease;

import io.github.batonha.client.LeasePage;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the keeper holds, and what a push makes of it. */
sealed interface Lease {

    Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    record None() implements Lease {}

    /**
     * Pushed by this keeper.
     *
     * @param isByOthers only as far as others grant it, instead of by this keeper's own word
     * @param deadlineNanos what this keeper wrote last, as of {@link System#nanoTime()}
     */
    record Held(long epoch, Duration grace, long deadlineNanos, boolean isByOthers) implements Lease {
        private Step push(long next, LongSupplier ticker, LeasePage.Reading page) {
            var isHeld = deadlineNanos - ticker.getAsLong() > 0 && Pages.isHeld(page, epoch, ticker.getAsLong());
            return !isHeld
                    ? Step.silent(new Lost(epoch))
                    : next == deadlineNanos
                            ? Step.silent(this)
                            : new Step(new Held(epoch, grace, next, isByOthers), true, epoch, next);
        }
    }

    /** The page passed its deadline; its processes are gone or going, and nothing may bring the epoch back. */
    record Lost(long epoch) implements Lease {}

    /** What a push comes to. {@code epoch} and {@code deadlineNanos} are to be written if {@code isPush}. */
    record Step(Lease next, boolean isPush, long epoch, long deadlineNanos) {
        static Step silent(Lease next) {
            return new Step(next, false, 0, 0);
        }
    }

    default boolean isLost(long epoch) {
        return this instanceof Lost lost && lost.epoch() == epoch;
    }

    default Duration pushEvery() {
        return switch (this) {
            case None() -> LONGEST_PAUSE;
            case Lost _ -> LONGEST_PAUSE;
            case Held held -> {
                var tenth = held.grace().dividedBy(10);
                yield tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE;
            }
        };
    }

    /** What {@link LeaseKeeper#begin} comes to, and what is to be written if that is a lease. */
    default Step begin(long epoch, Duration grace, long sinceNanos, boolean isByOthers, LongSupplier ticker) {
        var deadline = sinceNanos + grace.toNanos();
        var isHeld = !isLost(epoch) && deadline - ticker.getAsLong() > 0;
        return isHeld
                ? new Step(new Held(epoch, grace, deadline, isByOthers), true, epoch, deadline)
                : Step.silent(new Lost(epoch));
    }

    /** What {@link LeaseKeeper#resume} comes to; pushed by whoever called if that is a lease. */
    default Lease resume(long epoch, Duration grace, boolean isByOthers, LeasePage.Reading page, LongSupplier ticker) {
        var isHeld = !isLost(epoch) && Pages.isHeld(page, epoch, ticker.getAsLong());
        return isHeld ? new Held(epoch, grace, page.deadlineNanos(), isByOthers) : new Lost(epoch);
    }

    /** What {@link LeaseKeeper#revoke} comes to: a lease that ran out before is lost, and stays so for whoever asks afterwards. */
    default Lease revoke(LongSupplier ticker, Supplier<LeasePage.Reading> page) {
        return push(ticker, page).next() instanceof Lost lost ? lost : new None();
    }

    /**
     * The new deadline comes from a reading taken <em>before</em> the check of the old one: an agent that is stopped anywhere in
     * here, and goes on later, writes a deadline that the stop has used up already, so it revives nothing.
     */
    default Step push(LongSupplier ticker, Supplier<LeasePage.Reading> page) {
        return switch (this) {
            case None() -> Step.silent(this);
            case Lost _ -> Step.silent(this);
            case Held held when held.isByOthers() -> held.push(held.deadlineNanos(), ticker, page.get());
            case Held held -> held.push(ticker.getAsLong() + held.grace().toNanos(), ticker, page.get());
        };
    }

    /**
     * Others have granted the epoch until then, by a reading of the clock from before they were asked. What has run out meanwhile stays
     * lost.
     */
    default Step extend(long epoch, long untilNanos, LongSupplier ticker, Supplier<LeasePage.Reading> page) {
        return this instanceof Held held && held.epoch() == epoch && untilNanos - held.deadlineNanos() > 0
                ? held.push(untilNanos, ticker, page.get())
                : Step.silent(this);
    }
}
