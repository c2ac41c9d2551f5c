package io.github.batonha.supervision.drain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** How far a node is drained. Values; deadlines are those of the steady clock, and {@code since}, for people, that of the wall clock. */
public sealed interface DrainState {

    /** What balancers are told. */
    Admission admission();

    /** Not drained, nor on the way there. */
    record Serving() implements DrainState {
        @Override
        public Admission admission() {
            return Admission.OPEN;
        }
    }

    /** An order is being, or has been carried out. */
    sealed interface Ordered extends DrainState {
        DrainOrder order();

        /** When it was first ordered. */
        Instant since();

        /** The same as people read it, to the second. */
        default Instant sinceSecond() {
            return since().truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * Balancers are told to send no new users; those who are there are waited for.
     *
     * @param lastBusy when a connection was last seen, or the looking began
     */
    record Draining(DrainOrder order, Instant since, Instant deadline, Instant lastBusy) implements Ordered {
        @Override
        public Admission admission() {
            return Admission.NO_NEW;
        }
    }

    /** Balancers are told to send nobody, and get the time to notice, so that nobody is here when processes stop. */
    record Leaving(DrainOrder order, Instant since, Instant until) implements Ordered {
        @Override
        public Admission admission() {
            return Admission.CLOSED;
        }
    }

    /**
     * Nobody is sent here, and the processes stop.
     *
     * @param stopped what is to be started again after the drain
     */
    record Stopping(DrainOrder order, Instant since, Set<String> stopped) implements Ordered {
        public Stopping {
            stopped = Set.copyOf(stopped);
        }

        @Override
        public Admission admission() {
            return Admission.CLOSED;
        }
    }

    /**
     * It is done, and stays so until an undrain.
     *
     * @param isStopped whether processes were stopped
     * @param stopped what is to be started again after the drain
     */
    record Drained(DrainOrder order, Instant since, boolean isStopped, Set<String> stopped) implements Ordered {
        public Drained {
            stopped = Set.copyOf(stopped);
        }

        @Override
        public Admission admission() {
            return isStopped || order.close() ? Admission.CLOSED : Admission.NO_NEW;
        }
    }
}
