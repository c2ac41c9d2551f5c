package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Terms;
import java.util.ArrayList;
import java.util.List;

/** The database of guard DATABASE: one row, which agents read and write over a network that loses and delays. */
final class SimDatabase {

    private static final int MOST_RACES = 3;
    private static final int MOST_LOST = 6;

    private final SimWorld world;
    private RowVoter.Row row = RowVoter.Row.NONE;
    private final List<RowVoter.Row> written = new ArrayList<>(List.of(row));

    SimDatabase(SimWorld world) {
        this.world = world;
    }

    /** Against the book: a replica takes over that has not seen the last writes. */
    void failOver() {
        var lost = world.random.nextInt(1, MOST_LOST);
        world.trace("*", "a replica of the database takes over, without the last %d writes", lost);
        row = written.get(Math.max(0, written.size() - 1 - lost));
    }

    /** An agent has a message for the voter. Each reading and writing of the row is a way to the database and back. */
    void ask(SimNode node, Message message) {
        ask(node, node.life, message, 0);
    }

    private void ask(SimNode node, int life, Message message, int races) {
        world.overNetwork(node.name, Terms.DATABASE, () -> {
            var read = row;
            world.overNetwork(
                    Terms.DATABASE,
                    node.name,
                    () -> whenAwake(node, life, () -> {
                        var answer = node.voterSees(read, message);
                        if (answer.row().equals(read)) {
                            reply(node, life, answer);
                        } else {
                            write(node, life, message, read, answer, races);
                        }
                    }));
        });
    }

    private void write(SimNode node, int life, Message message, RowVoter.Row read, RowVoter.Answer answer, int races) {
        world.overNetwork(node.name, Terms.DATABASE, () -> {
            var isWritten = row.version() == read.version();
            if (isWritten) {
                row = answer.row();
                written.add(row);
                world.trace("*", "row %d written for %s by %s", row.version(), message, node.name);
            }
            world.overNetwork(
                    Terms.DATABASE,
                    node.name,
                    () -> whenAwake(node, life, () -> {
                        if (isWritten) {
                            node.voterWrote(answer.row());
                            reply(node, life, answer);
                        } else if (races < MOST_RACES) {
                            ask(node, life, message, races + 1);
                        }
                    }));
        });
    }

    private void reply(SimNode node, int life, RowVoter.Answer answer) {
        for (var reply : answer.replies()) {
            if (node.agentUp && node.life == life) {
                node.feed(new Event.Received(Terms.DATABASE, reply));
            }
        }
    }

    /** An agent that stands still does nothing, and goes on where it was. */
    private void whenAwake(SimNode node, int life, Runnable action) {
        if (!node.agentUp || node.life != life) {
            return;
        }
        if (node.standsStill()) {
            world.in(SimWorld.millis(30), () -> whenAwake(node, life, action));
        } else {
            action.run();
        }
    }
}
