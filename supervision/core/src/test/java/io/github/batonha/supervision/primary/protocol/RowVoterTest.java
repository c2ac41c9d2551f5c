package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.Terms;
import io.github.batonha.supervision.primary.protocol.RowVoter.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowVoterTest {
    private static final LeaseTimes LEASE = new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(3));
    private static final PrimarySettings HOST = new PrimarySettings(
            "A",
            Set.of("A", "B"),
            LEASE,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            false,
            "",
            Duration.ZERO,
            Guard.DATABASE,
            false,
            Map.of());
    private static final Epoch FIRST = new Epoch(1, "A");
    private static final Epoch SECOND = new Epoch(2, "B");

    private Row row = Row.NONE;
    private final Map<String, PrimaryRecord> known = new HashMap<>();

    /** What a host does: it reads the row, takes the step, writes. */
    private final class Host {
        private final String name;
        private RowVoter voter;

        Host(String name) {
            this.name = name;
            this.voter = RowVoter.of(HOST, at(0));
        }

        RowVoter.Answer says(Message message, int second) {
            voter = voter.seeing(row, at(second));
            var answer = voter.answer(known.getOrDefault(name, PrimaryRecord.EMPTY), name, message, at(second));
            row = answer.row();
            voter = voter.seeing(row, at(second));
            return answer;
        }

        Message.Promised prepares(Epoch epoch, int second) {
            var prepare = new Message.Prepare(epoch, HOST.hosts(), false, Epoch.NONE, LEASE, HOST.terms());
            return (Message.Promised) says(prepare, second).replies().getFirst();
        }

        RowVoter.Answer renews(Epoch epoch, int second) {
            return says(new Message.Renew(epoch, second), second);
        }
    }

    private final Host a = new Host("A");
    private final Host b = new Host("B");

    private static Now at(int second) {
        return new Now(Duration.ofSeconds(second).toNanos(), Instant.EPOCH.plusSeconds(second));
    }

    private void begin() {
        a.says(new Message.Beat(Assignment.NONE, Epoch.NONE), 0);
        b.says(new Message.Beat(Assignment.NONE, Epoch.NONE), 0);
        a.prepares(FIRST, 20);
    }

    private static Assignment assigned(Epoch epoch) {
        var terms = HOST.terms();
        return new Assignment(
                epoch,
                epoch.host(),
                Instant.EPOCH,
                "op",
                "",
                Set.of(),
                "",
                HOST.hosts(),
                terms.voters(),
                Guard.DATABASE,
                LEASE);
    }

    @Test
    void givenNoRow_whenAsked_thenItSaysNothingForALeaseAndThenPromises() {
        var prepare = new Message.Prepare(FIRST, HOST.hosts(), false, Epoch.NONE, LEASE, HOST.terms());

        assertThat(a.says(prepare, 1).replies()).singleElement().isInstanceOf(Message.Unknown.class);
        assertThat(row.exists()).isFalse();
        assertThat(a.says(prepare, 18).replies()).singleElement().isInstanceOf(Message.Unknown.class);
        assertThat(a.says(prepare, 20).replies()).singleElement().isInstanceOf(Message.Promised.class);

        assertThat(row.version()).isOne();
        assertThat(row.record().promise().epoch()).isEqualTo(FIRST);
        assertThat(row.record().promise().terms()).containsExactly(new Terms(Guard.DATABASE, Set.of(Terms.DATABASE)));
    }

    @Test
    void givenALease_whenItIsRenewed_thenOthersCountItFromWhenTheySawThat() {
        begin();
        assertThat(a.renews(FIRST, 21).replies()).containsExactly(new Message.Granted(FIRST, 21));
        assertThat(a.renews(FIRST, 30).replies()).containsExactly(new Message.Granted(FIRST, 30));
        assertThat(row.renewals()).isEqualTo(2);
        b.says(new Message.Beat(Assignment.NONE, Epoch.NONE), 32);
        b.says(new Message.Beat(Assignment.NONE, Epoch.NONE), 40);

        assertThat(b.prepares(SECOND, 42).grantEnds()).isEqualTo(Duration.ofSeconds(32 + 18 - 42));
    }

    @Test
    void givenALaterPromise_whenTheHolderAsks_thenItIsNotRenewed() {
        begin();
        a.renews(FIRST, 21);
        b.prepares(SECOND, 22);
        var before = row;

        assertThat(a.renews(FIRST, 23).replies()).containsExactly(new Message.Superseded(FIRST, SECOND, false));
        assertThat(row).isEqualTo(before);
    }

    @Test
    void givenAnotherHostsLease_whenAskedInItsName_thenNothingIsGranted() {
        begin();

        assertThat(b.renews(FIRST, 21).replies()).isEmpty();
        assertThat(row.renewals()).isZero();
    }

    @Test
    void givenARowThatNeverPromisedWhatAHostKnows_whenAsked_thenItSaysNothingAndWhy() {
        known.put("A", PrimaryRecord.EMPTY.activate(assigned(SECOND)));

        assertThat(a.says(new Message.Renew(SECOND, 30), 30).trouble())
                .contains("is gone, or this is another database");

        row = new Row(7, 3, PrimaryRecord.EMPTY);
        assertThat(a.says(new Message.Renew(SECOND, 31), 31).trouble()).contains("older than epoch 2");
        assertThat(row.version()).isEqualTo(7);
    }

    @Test
    void givenANewerAssignment_whenAHostBeats_thenItHearsOfItFromTheRow() {
        begin();
        a.says(new Message.Beat(assigned(FIRST), FIRST), 21);
        assertThat(row.record().assignment().epoch()).isEqualTo(FIRST);

        assertThat(b.says(new Message.Beat(Assignment.NONE, Epoch.NONE), 22).replies())
                .contains(new Message.Committed(assigned(FIRST)));
    }
}
