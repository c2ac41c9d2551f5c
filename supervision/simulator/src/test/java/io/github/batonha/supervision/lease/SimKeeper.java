package io.github.batonha.supervision.lease;

import io.github.batonha.client.LeasePage;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The lease keeper's decisions over a simulated page, without its thread: the simulator says when it pushes and where it stands still. */
public final class SimKeeper {

    /** Readings of the clock that one push takes; a keeper that stands still after the last of them has decided and not written. */
    public static final int READINGS_OF_A_PUSH = 3;

    /** A page that the simulator owns. */
    public interface Page {
        LeasePage.Reading read();

        void write(long epoch, long deadlineNanos);
    }

    private final Page page;
    private final LongSupplier ticker;
    private Lease lease = new Lease.None();
    private @Nullable LongSupplier standing;

    public SimKeeper(Page page, LongSupplier ticker) {
        this.page = page;
        this.ticker = ticker;
    }

    /** As of a new agent. */
    public void forget() {
        lease = new Lease.None();
        standing = null;
    }

    public boolean isHeld(long epoch) {
        return lease instanceof Lease.Held held
                && held.epoch() == epoch
                && Pages.isHeld(page.read(), epoch, ticker.getAsLong());
    }

    public boolean isLost(long epoch) {
        push();
        return lease.isLost(epoch);
    }

    public boolean begin(long epoch, Duration grace, long sinceNanos, boolean isByOthers) {
        return take(lease.begin(epoch, grace, sinceNanos, isByOthers, ticker));
    }

    public boolean resume(long epoch, Duration grace, boolean isByOthers) {
        lease = lease.resume(epoch, grace, isByOthers, page.read(), ticker);
        push();
        return !lease.isLost(epoch);
    }

    public void extend(long epoch, long untilNanos) {
        take(lease.extend(epoch, untilNanos, ticker, page::read));
    }

    public void revoke() {
        lease = lease.revoke(ticker, page::read);
        page.write(LeasePage.REVOKED, 0);
    }

    public void push() {
        take(lease.push(ticker, page::read));
    }

    /** Stops in the middle of a push, after so many readings of the clock. */
    public void standStill(int readings) {
        var now = ticker.getAsLong();
        var left = new int[] {readings};
        standing = () -> left[0]-- > 0 ? now : ticker.getAsLong();
    }

    /** Goes on with the push that it stopped in, if it did. */
    public void goOn() {
        var clock = standing;
        standing = null;
        if (clock != null) {
            take(lease.push(clock, page::read));
        }
    }

    private boolean take(Lease.Step step) {
        lease = step.next();
        if (step.isPush()) {
            page.write(step.epoch(), step.deadlineNanos());
        }
        return step.isPush();
    }
}
