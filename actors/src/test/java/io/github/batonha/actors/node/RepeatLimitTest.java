package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatLimitTest {
    private static final int LINES = 1000;

    private final AtomicLong now = new AtomicLong();
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final Logger library = context.getLogger("org.apache.pekko.io.TcpListener");

    @BeforeEach
    void start() {
        context.addTurboFilter(new RepeatLimit(now::get));
        written.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(written);
    }

    @Test
    void givenALibraryThatWritesALineForEachConnection_whenThereAreMany_thenSomeAreWritten() {
        flood(library);

        assertThat(written.list).hasSize(RepeatLimit.MOST_LINES);
    }

    @Test
    void givenLinesLeftOut_whenItsTimeIsOver_thenItMayWriteAgainAndTheirNumberIsTold() {
        flood(library);
        now.addAndGet(RepeatLimit.WINDOW_NANOS);
        library.error("accept failed");

        assertThat(written.list.subList(RepeatLimit.MOST_LINES, written.list.size()))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "%d lines of %s were left out".formatted(LINES - RepeatLimit.MOST_LINES, library.getName()),
                        "accept failed");
    }

    @Test
    void givenBatonItself_whenItWritesMuch_thenAllIsWritten() {
        flood(context.getLogger("io.github.batonha.actors.process"));

        assertThat(written.list).hasSize(LINES);
    }

    @Test
    void givenALevelThatIsOff_whenMuchIsWritten_thenItCountsForNothing() {
        library.setLevel(Level.ERROR);
        IntStream.range(0, LINES).forEach(_ -> library.warn("nobody reads this"));
        library.error("accept failed");

        assertThat(written.list).hasSize(1);
    }

    private static void flood(Logger logger) {
        IntStream.range(0, LINES).forEach(i -> logger.error("accept {} failed", i));
    }
}
