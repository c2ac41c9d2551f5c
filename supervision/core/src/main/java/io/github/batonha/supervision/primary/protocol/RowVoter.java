package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.StoreCondition;
import io.github.batonha.supervision.primary.model.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one host knows of the voter whose store is a row of a database. Every host speaks for that voter: it reads the row, takes the voter's
 * next step, and writes the row where nobody else has written since. So the steps are those of one voter that is started anew before
 * each of them, and what holds for a voter that was restarted holds for it. A value.
 *
 * <p>No clock is compared with another. A lease counts from when this host first saw the newest renewal, which is not before it was
 * granted.
 *
 * @param settings of the voter, which has no processes
 * @param seen the row as it was last seen
 * @param since when its last renewal was first seen
 */
public record RowVoter(PrimarySettings settings, Row seen, Now since) {

    /**
     * The row.
     *
     * @param version raised by each write; 0 where there is no row
     * @param renewals raised by each grant of a lease
     */
    public record Row(long version, long renewals, PrimaryRecord record) {

        /** There is none. */
        public static final Row NONE = new Row(0, 0, PrimaryRecord.EMPTY);

        private static final Row UNSEEN = new Row(0, -1, PrimaryRecord.EMPTY);

        public boolean exists() {
            return version > 0;
        }
    }

    /**
     * What comes of a message.
     *
     * @param row to be written in the place of the one that was read, if it is another, before a reply is sent
     * @param trouble why the voter says nothing; empty where it may
     */
    public record Answer(Row row, List<Message> replies, String trouble) {
        public Answer {
            replies = List.copyOf(replies);
        }
    }

    /** A host that has not looked yet. */
    public static RowVoter of(PrimarySettings host, Now now) {
        var voter = new PrimarySettings(
                Terms.DATABASE,
                host.hosts(),
                host.lease(),
                host.answerWithin(),
                host.beatEvery(),
                false,
                "",
                host.stopWithin(),
                Guard.DATABASE,
                true,
                Map.of());
        return new RowVoter(voter, Row.UNSEEN, now);
    }

    /**
     * The row was read or written.
     *
     * @param now a reading of the clock after that
     */
    public RowVoter seeing(Row row, Now now) {
        var isKnown = row.exists() == seen.exists()
                && row.renewals() == seen.renewals()
                && row.record().granted().equals(seen.record().granted());
        return new RowVoter(settings, row, isKnown ? since : now);
    }

    /**
     * The step of the voter, on the row that was seen last.
     *
     * @param own what the asking host knows
     */
    public Answer answer(PrimaryRecord own, String from, Message message, Now now) {
        var trouble = trouble(own.assignment());
        if (!trouble.isEmpty()) {
            return new Answer(seen, List.of(), trouble);
        }
        var condition = seen.exists() ? new StoreCondition.Intact() : new StoreCondition.Fresh();
        var started = PrimaryProtocol.start(settings, condition, seen.record(), OptionalLong.empty(), since);
        var voter = PrimaryProtocol.step(started.state(), new Event.ProcessesGone(Epoch.NONE), now);
        var step = PrimaryProtocol.step(voter.state(), new Event.Received(from, message), now);
        var record = seen.record();
        var replies = new ArrayList<Message>();
        for (var effect : step.effects()) {
            if (effect instanceof Effect.Persist(PrimaryRecord next)) {
                record = next;
            } else if (effect instanceof Effect.Send(String to, Message reply) && to.equals(from)) {
                replies.add(reply);
            }
        }
        if (message instanceof Message.Beat) {
            replies.add(new Message.Beat(record.assignment(), record.promise().epoch()));
        }
        return new Answer(next(record, replies), replies, "");
    }

    private Row next(PrimaryRecord record, List<Message> replies) {
        var isGrant = replies.stream().anyMatch(Message.Granted.class::isInstance);
        return isGrant || !record.equals(seen.record())
                ? new Row(seen.version() + 1, seen.renewals() + (isGrant ? 1 : 0), record)
                : seen;
    }

    /** The row promised every assignment of this guard before anybody else could know it. One that did not is not that row any more. */
    private String trouble(Assignment known) {
        if (known.guard() != Guard.DATABASE
                || !known.epoch().isAbove(seen.record().promise().epoch())) {
            return "";
        }
        return seen.exists()
                ? "the row of the database is older than epoch %d, which it has promised: it was restored, or writes were lost"
                        .formatted(known.epoch().number())
                : "the row of the database is gone, or this is another database";
    }
}
