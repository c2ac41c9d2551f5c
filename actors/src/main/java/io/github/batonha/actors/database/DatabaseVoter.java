package io.github.batonha.actors.database;

import io.github.batonha.conf.model.DatabaseSettings;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.protocol.Now;
import io.github.batonha.supervision.primary.protocol.RowVoter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for the voter of guard DATABASE, in the order of the questions, on a thread of its own: a database that hangs must not
 * keep the agent from anything. Questions that have waited too long are dropped, as messages to a host that is away are.
 */
public final class DatabaseVoter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseVoter.class);
    /** Another host has written in between, each time. */
    private static final int MOST_RACES = 5;

    private static final int MOST_WAITING = 20;

    /**
     * What the voter says.
     *
     * @param trouble why it says nothing, for operators; empty where all is well
     */
    public record Said(List<Message> replies, String trouble) {}

    private final String self;
    private final String system;
    private final Database database;
    private final Duration answerWithin;
    private final Supplier<Now> clock;
    private final Consumer<Said> listener;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("database-voter").factory());

    // Of that thread.
    private RowVoter voter;
    private @Nullable Connection connection;
    private String trouble = "";

    /**
     * Connects when it is first asked.
     *
     * @param password read for each connection
     * @param system the row of this system is used
     * @param listener called on another thread
     */
    public DatabaseVoter(
            DatabaseSettings settings,
            DatabasePassword password,
            String system,
            PrimarySettings host,
            Supplier<Now> clock,
            Consumer<Said> listener) {
        this.self = host.self();
        this.system = system;
        this.answerWithin = host.answerWithin();
        this.database = new Database(settings, password, answerWithin);
        this.clock = clock;
        this.listener = listener;
        this.voter = RowVoter.of(host, clock.get());
    }

    /**
     * Asks; answered by the listener, or not at all. Any thread.
     *
     * @param own what this host knows now
     */
    public void ask(PrimaryRecord own, Message message) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        var asked = clock.get();
        try {
            thread.execute(() -> {
                waiting.decrementAndGet();
                if (clock.get().nanos() - asked.nanos()
                        < answerWithin.multipliedBy(2).toNanos()) {
                    answer(own, message);
                }
            });
        } catch (RejectedExecutionException closed) {
            waiting.decrementAndGet();
        }
    }

    private void answer(PrimaryRecord own, Message message) {
        try {
            var row = new VoterRow(connection(), system);
            for (var race = 0; race < MOST_RACES; race++) {
                var read = row.read();
                voter = voter.seeing(read, clock.get());
                var answer = voter.answer(own, self, message, clock.get());
                if (answer.row().equals(read)) {
                    say(answer.replies(), answer.trouble());
                    return;
                }
                if (row.write(read, answer.row())) {
                    voter = voter.seeing(answer.row(), clock.get());
                    say(answer.replies(), answer.trouble());
                    return;
                }
            }
        } catch (SQLException | IOException e) {
            disconnect();
            say(List.of(), "the database of guard database does not answer: " + firstLine(e));
        }
    }

    private void say(List<Message> replies, String now) {
        if (!now.equals(trouble)) {
            trouble = now;
            if (now.isEmpty()) {
                LOG.info("The database of guard database answers");
            } else {
                LOG.warn("No vote of the database: {}", now);
            }
        }
        listener.accept(new Said(replies, now));
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private Connection connection() throws SQLException, IOException {
        var open = connection;
        if (open == null) {
            open = database.connect();
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("The connection was lost before it was closed", e);
            }
        }
    }

    /** Nothing is said after what is under way. */
    @Override
    public void close() {
        thread.execute(this::disconnect);
        thread.shutdown();
    }
}
