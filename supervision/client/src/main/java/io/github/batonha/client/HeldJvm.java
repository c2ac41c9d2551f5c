package io.github.batonha.client;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The warm standby of a primaryOnly process: it has started, and does its work once its agent has promoted it. The order stands in a
 * {@link StandbyPage}; a FIFO beside it wakes the thread that waits, which costs nothing until then. The order alone promotes
 * nobody: the lease page must grant its epoch, too.
 */
final class HeldJvm {

    static final String VARIABLE = "BATON_STANDBY";

    /** The FIFO is named as the page with this at the end. */
    static final String WAKE = ".wake";

    private final Path page;
    private final Map<String, String> environment;

    private HeldJvm(Path page, Map<String, String> environment) {
        this.page = page;
        this.environment = environment;
    }

    /** Null where this process is none: also in a child of one, which has its environment but leads no session. */
    static @Nullable HeldJvm of(Map<String, String> environment) {
        @Nullable String page = environment.get(VARIABLE);
        return page == null || page.isBlank() || !ProcessTree.isLeader()
                ? null
                : new HeldJvm(Path.of(page), environment);
    }

    /** Has nothing left to do but this: returns when this process was promoted and the leash watches over its lease. */
    void awaitPromotion(Refusal refusal) {
        rehearse();
        say(StandbyPage.HELD);
        promote(refusal);
    }

    /** Does the same on a daemon thread of its own: {@link HeldEpoch#await} tells the application. */
    void awaitPromotionBeside(Refusal refusal) {
        HeldEpoch.onFirstWait(() -> say(StandbyPage.HELD));
        var thread = new Thread(
                () -> {
                    rehearse();
                    promote(refusal);
                },
                "baton-standby");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends this JVM, with a status and why. */
    interface Refusal {
        void refuse(int exit, String why);
    }

    private void promote(Refusal refusal) {
        try {
            promoted(ordered());
        } catch (Lease.Refused e) {
            refusal.refuse(e.exit(), String.valueOf(e.getMessage()));
        } catch (IOException | OutOfMemoryError e) {
            refusal.refuse(LeaseExit.REFUSED, "it could not be promoted: " + e);
        }
    }

    /** What a promotion does takes a tenth of a second the first time, most of it for loading classes: so this is not the first. */
    private void rehearse() {
        try {
            LeaseWatch.rehearse(environment);
            PrimaryWatch.rehearse(environment);
        } catch (IOException | Lease.Refused | RuntimeException | LinkageError | OutOfMemoryError e) {
            // There may be no page yet. What is wrong with it is told at the promotion.
        }
    }

    private long ordered() throws IOException {
        // Open for writing, too: then a read waits where nobody has it open, and what is ordered from now on wakes it.
        try (var wake = new RandomAccessFile(page + WAKE, "rw")) {
            long ordered = StandbyPage.order(page);
            while (ordered == 0) {
                if (wake.read() < 0) {
                    throw new IOException("%s%s is no FIFO".formatted(page, WAKE));
                }
                ordered = StandbyPage.order(page);
            }
            return ordered;
        }
    }

    private void promoted(long ordered) throws Lease.Refused {
        LeaseWatch.start(Lease.of(environment, Long.toString(ordered)));
        System.setProperty(Leash.EPOCH, Long.toString(ordered));
        PrimaryWatch.promoted();
        HeldEpoch.promoted(ordered, () -> say(ordered));
    }

    private void say(long state) {
        try {
            StandbyPage.state(page, state);
        } catch (IOException e) {
            System.err.println("baton: can't say how far this standby is: " + e);
        }
    }
}
