package io.github.batonha.client;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lease of one epoch, as this process sees it on the page. Confined to one thread at a time. */
final class Lease {

    /** What the page says of this lease. */
    enum Verdict {
        HELD("is held", 0),
        EXPIRED("has passed its deadline: the agent of this node stopped renewing it", LeaseExit.EXPIRED),
        REVOKED("was revoked: this node is no longer the primary", LeaseExit.REVOKED),
        OTHER_EPOCH("was followed by that of another epoch", LeaseExit.REVOKED),
        OTHER_BOOT("is of an earlier boot of this machine", LeaseExit.OTHER_BOOT),
        DAMAGED("can't be read, because the page is damaged", LeaseExit.PAGE_DAMAGED),
        DELETED(
                "has passed its deadline: its page was deleted while this process ran, so a new agent could not renew it; never "
                        + "delete it under a node that runs",
                LeaseExit.PAGE_MISSING),
        REPLACED(
                "has passed its deadline: its page was replaced by another file while this process ran, so nobody renewed it; "
                        + "leave the files of a node that runs in place",
                LeaseExit.PAGE_REPLACED);

        private final String text;
        private final int exit;

        Verdict(String text, int exit) {
            this.text = text;
            this.exit = exit;
        }

        /** Exit status of a process that ran and was ended for that. */
        int exit() {
            return exit;
        }

        /** Of one that was not started: what may run there now is another matter than what is wrong with the page. */
        int refusal() {
            return switch (this) {
                case HELD, EXPIRED, REVOKED, OTHER_EPOCH -> LeaseExit.REFUSED;
                case OTHER_BOOT, DAMAGED, DELETED, REPLACED -> exit;
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** This process may not start; the message says what, where, why and what to do. */
    static final class Refused extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        private final int exit;

        Refused(int exit, String message) {
            super(message);
            this.exit = exit;
        }

        int exit() {
            return exit;
        }
    }

    private final LeasePage page;
    private final long epoch;
    private final long[] slot = new long[LeasePage.SLOT_WORDS];
    private boolean isGranted;
    private long deadlineNanos;

    private Lease(LeasePage page, long epoch) {
        this.page = page;
        this.epoch = epoch;
    }

    /** The lease that the environment names, if the page grants it now. */
    static Lease of(Map<String, String> environment) throws Refused {
        @Nullable String standby = environment.get(HeldJvm.VARIABLE);
        return of(environment, standby == null ? variable(environment, "BATON_EPOCH") : ordered(Path.of(standby)));
    }

    /** Of a child of a process that was promoted: the environment of both is older than the epoch. */
    private static String ordered(Path standby) throws Refused {
        try {
            return Long.toString(StandbyPage.order(standby));
        } catch (IOException e) {
            throw new Refused(LeaseExit.REFUSED, "can't read the page %s: %s".formatted(standby, e.getMessage()));
        }
    }

    /** The lease of an epoch that no page grants: to be looked at, and not to be held. */
    static Lease ungranted(Map<String, String> environment) throws IOException, Refused {
        return new Lease(LeasePage.openForReading(Path.of(variable(environment, "BATON_LEASE_PAGE"))), HeldEpoch.NONE);
    }

    /** The lease of this epoch on the page that the environment names, if the page grants it now. */
    static Lease of(Map<String, String> environment, String epochText) throws Refused {
        Path file = Path.of(variable(environment, "BATON_LEASE_PAGE"));
        long epoch = epoch(epochText);
        Lease lease;
        try {
            lease = new Lease(LeasePage.openForReading(file), epoch);
        } catch (NoSuchFileException e) {
            throw new Refused(
                    LeaseExit.PAGE_MISSING,
                    "no lease page at %s, so no agent has made this node the primary: run baton set-primary"
                            .formatted(file));
        } catch (IOException e) {
            throw new Refused(
                    LeaseExit.PAGE_DAMAGED, "can't read the lease page %s: %s".formatted(file, e.getMessage()));
        }
        Verdict verdict = lease.look();
        if (verdict != Verdict.HELD) {
            throw new Refused(
                    verdict.refusal(),
                    "the lease of epoch %d on %s %s. See baton mon-cluster for which node is primary"
                            .formatted(epoch, file, verdict));
        }
        return lease;
    }

    long epoch() {
        return epoch;
    }

    /** Time to the deadline that was read last. */
    long remainingNanos() {
        return deadlineNanos - System.nanoTime();
    }

    /**
     * Reads the page. Allocates nothing, so that it works in a full heap. A page that can't be read once the lease was granted
     * leaves it what was granted: it ends at the deadline read last.
     */
    Verdict look() {
        boolean isReadable = readPage();
        if (isReadable) {
            if (!page.isOfThisBoot(slot)) {
                return Verdict.OTHER_BOOT;
            }
            long current = slot[LeasePage.EPOCH_WORD];
            if (current != epoch) {
                return current == LeasePage.REVOKED ? Verdict.REVOKED : Verdict.OTHER_EPOCH;
            }
            isGranted = true;
            deadlineNanos = slot[LeasePage.DEADLINE_WORD];
        } else if (!isGranted) {
            return Verdict.DAMAGED;
        }
        // The clock is read last: a thread that was stopped in between must find the deadline passed.
        if (remainingNanos() > 0) {
            return Verdict.HELD;
        }
        return isReadable ? Verdict.EXPIRED : Verdict.DAMAGED;
    }

    /** The same, or why it came to a passed deadline if the file is not in its place any more. Blocks on the file system. */
    Verdict explain(Verdict end) {
        return end != Verdict.EXPIRED
                ? end
                : switch (page.fate()) {
                    case IN_PLACE -> end;
                    case DELETED -> Verdict.DELETED;
                    case REPLACED -> Verdict.REPLACED;
                };
    }

    private boolean readPage() {
        try {
            return page.readInto(slot);
        } catch (Throwable truncated) { // InternalError: the file is shorter than what was mapped
            return false;
        }
    }

    private static long epoch(String text) throws Refused {
        try {
            long epoch = Long.parseLong(text);
            if (epoch > LeasePage.REVOKED) {
                return epoch;
            }
        } catch (NumberFormatException e) {
            // Said below, with the other wrong values.
        }
        throw new Refused(
                LeaseExit.REFUSED,
                "BATON_EPOCH is '%s' but must be a positive number; baton sets it, don't set it yourself"
                        .formatted(text));
    }

    private static String variable(Map<String, String> environment, String name) throws Refused {
        @Nullable String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new Refused(
                    LeaseExit.REFUSED,
                    "BATON_PRIMARY_ONLY is set but %s is not; baton sets both: start this process with baton start-process"
                            .formatted(name));
        }
        return value;
    }
}
