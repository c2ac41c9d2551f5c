package io.github.batonha.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The page of this node behind {@link Primary}, and the thread that tells its listeners. The thread also looks whether the page is
 * still the file of that name, because a process that is not primaryOnly may outlive it.
 */
final class PrimaryWatch {

    private static final long TELL_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long OPEN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Made at the first use of {@link Primary}: who does not use it has no thread of it. */
    private static final class OfThisProcess {
        private static final PrimaryWatch WATCH = start();

        private OfThisProcess() {}

        private static PrimaryWatch start() {
            var watch = new PrimaryWatch(System.getenv());
            watch.begin();
            current = watch;
            return watch;
        }
    }

    /** For the leash, which must not be the one to make it. */
    private static volatile @Nullable PrimaryWatch current;

    private static final class Seat implements Primary.Registration {
        private final Primary.Listener listener;
        private final List<Seat> seats;
        private long told = Primary.NO_TOKEN;

        Seat(Primary.Listener listener, List<Seat> seats) {
            this.listener = listener;
            this.seats = seats;
        }

        @Override
        public void close() {
            seats.remove(this);
        }
    }

    private final @Nullable Path file;

    /** The only epoch that counts, {@link LeasePage#REVOKED} where every one does, or none where its promotion says which. */
    private final long onlyEpoch;

    private final List<Seat> seats = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "baton-primary");
    private volatile @Nullable LeasePage page;

    /** How many listeners have been told of a promotion and not yet, to its end, of the demotion. Written by the thread alone. */
    private volatile int owing;

    PrimaryWatch(Map<String, String> environment) {
        @Nullable String name = environment.get("BATON_LEASE_PAGE");
        this.file = name == null || name.isBlank() ? null : Path.of(name);
        this.onlyEpoch = environment.containsKey("BATON_PRIMARY_ONLY")
                ? number(environment.getOrDefault("BATON_EPOCH", ""))
                : LeasePage.REVOKED;
        open();
    }

    /** Not a number is no epoch: nothing is held before a promotion names one. The leash has refused any other such start. */
    private static long number(String epoch) {
        try {
            return Long.parseLong(epoch);
        } catch (NumberFormatException e) {
            return HeldEpoch.NONE;
        }
    }

    /** Opens the page as the first question of {@link Primary} does, and leaves the rest to that. */
    static void rehearse(Map<String, String> environment) {
        new PrimaryWatch(environment).held();
    }

    static long heldEpoch() {
        return OfThisProcess.WATCH.held();
    }

    static Primary.Registration listen(Primary.Listener listener) {
        return OfThisProcess.WATCH.add(listener);
    }

    /** What was opened before may be a page that another one has replaced. The one of now is that of the leash. */
    static void promoted() {
        @Nullable PrimaryWatch watch = current;
        if (watch != null) {
            watch.page = null;
            watch.open();
        }
    }

    /** The lease has ended: whoever is to be told is told now. Allocates nothing. */
    static void leaseEnded() {
        @Nullable PrimaryWatch watch = current;
        if (watch != null) {
            LockSupport.unpark(watch.thread);
        }
    }

    /** Whether a listener has not been told yet that the lease has ended, or is at it. Allocates nothing. */
    static boolean isTelling() {
        @Nullable PrimaryWatch watch = current;
        return watch != null && watch.owesNews();
    }

    long held() {
        @Nullable LeasePage now = page;
        if (now == null) {
            return Primary.NO_TOKEN;
        }
        try {
            long epoch = now.grantedEpoch();
            long only = onlyEpoch == HeldEpoch.NONE ? HeldEpoch.get() : onlyEpoch;
            return only == LeasePage.REVOKED || epoch == only ? epoch : Primary.NO_TOKEN;
        } catch (InternalError truncated) { // the file is shorter than what was mapped
            return Primary.NO_TOKEN;
        }
    }

    Primary.Registration add(Primary.Listener listener) {
        var seat = new Seat(listener, seats);
        seats.add(seat);
        LockSupport.unpark(thread);
        return seat;
    }

    void begin() {
        thread.setDaemon(true);
        thread.start();
    }

    private boolean owesNews() {
        return owing > 0;
    }

    private void run() {
        long nextOpen = System.nanoTime() + OPEN_EVERY_NANOS;
        while (true) {
            try {
                if (System.nanoTime() - nextOpen >= 0) {
                    nextOpen = System.nanoTime() + OPEN_EVERY_NANOS;
                    open();
                }
                tell();
            } catch (Throwable anything) {
                // A full heap passes, and nothing that an application does may be the end of this thread.
            }
            Thread.interrupted();
            LockSupport.parkNanos(seats.isEmpty() ? OPEN_EVERY_NANOS : TELL_EVERY_NANOS);
        }
    }

    /** Where there is no page yet, or another file has taken its place; the leash stays with the page that it began on. */
    private void open() {
        @Nullable LeasePage former = page;
        boolean isGood = former != null && (onlyEpoch != LeasePage.REVOKED || former.fate() != LeasePage.Fate.REPLACED);
        if (file == null || isGood) {
            return;
        }
        try {
            page = LeasePage.openForReading(file);
        } catch (IOException e) {
            // Not there, or not whole: looked at again in a second.
        }
    }

    /** Tells each listener what it does not know yet. */
    void tell() {
        long now = held();
        int promoted = 0;
        for (Seat seat : seats) {
            if (seat.told != now && seat.told != Primary.NO_TOKEN) {
                call(seat, false, seat.told);
                seat.told = Primary.NO_TOKEN;
            }
            if (seat.told != now) {
                owing = Math.max(owing, 1); // before the call: what was told needs its end told
                seat.told = now;
                call(seat, true, now);
            }
            promoted += seat.told == Primary.NO_TOKEN ? 0 : 1;
        }
        owing = promoted;
    }

    private static void call(Seat seat, boolean isPromotion, long token) {
        try {
            if (isPromotion) {
                seat.listener.promoted(token);
            } else {
                seat.listener.demoted(token);
            }
        } catch (Throwable thrown) {
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
        }
    }
}
