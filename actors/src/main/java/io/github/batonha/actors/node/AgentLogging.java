package io.github.batonha.actors.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import io.github.batonha.supervision.os.FileMode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's own log: {@code logs/NODE/agent.log}, rolling, and the same lines in short on standard output, as far as
 * somebody reads them. Set by code:
 * reading it from XML would load 400 classes into every agent for its whole life.
 */
final class AgentLogging {
    private static final FileSize MOST_IN_A_FILE = new FileSize(10 * FileSize.MB_COEFFICIENT);
    private static final int OLD_FILES = 5;
    /** By default it is a minute, in which a fast writer gets far. */
    private static final ch.qos.logback.core.util.Duration SIZE_IS_LOOKED_AT =
            ch.qos.logback.core.util.Duration.buildBySeconds(1);

    /** At its end the agent waits so long for the reader of its output. */
    private static final Duration FLUSHED_WITHIN = Duration.ofMillis(500);

    private static final Map<String, Level> LEVELS = Map.of(
            Logger.ROOT_LOGGER_NAME,
            Level.WARN,
            "io.github.batonha",
            Level.INFO,
            // A host that is down would be reported by each of these every second; mon-cluster shows it.
            "org.apache.pekko.stream.Materializer",
            Level.OFF,
            "org.apache.pekko.stream.impl.io",
            Level.ERROR,
            "org.apache.pekko.remote.artery.Association",
            Level.ERROR,
            "org.apache.pekko.remote.artery.tcp.ArteryTcpTransport",
            Level.ERROR,
            // Messages that are refused end there, each with a stack trace; WireSerializer says what has to be said.
            "org.apache.pekko.remote.artery.Deserializer",
            Level.OFF,
            // Leaving a cluster whose other nodes are away has no end that it could wait for.
            "org.apache.pekko.actor.CoordinatedShutdown",
            Level.ERROR);

    private AgentLogging() {}

    /**
     * Replaces whatever logging the JVM was started with.
     *
     * @param nanos monotonic
     */
    static void start(Path folder, LongSupplier nanos) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        var console = Console.to(new FileOutputStream(FileDescriptor.out), FLUSHED_WITHIN);
        // Also what others print there must not wait for its reader.
        System.setOut(new PrintStream(console, false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(
                Console.to(new FileOutputStream(FileDescriptor.err), FLUSHED_WITHIN), false, StandardCharsets.UTF_8));
        context.reset();
        context.addTurboFilter(new RepeatLimit(nanos));
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(file(context, folder.resolve("agent.log").toString()));
        root.addAppender(console(context, console));
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, String file) {
        make(file);
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setName("FILE");
        appender.setFile(file);
        write(appender, context, "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg%n%ex");

        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i.gz");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(OLD_FILES);
        rolling.start();
        appender.setRollingPolicy(rolling);

        var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        size.setContext(context);
        size.setMaxFileSize(MOST_IN_A_FILE);
        size.setCheckIncrement(SIZE_IS_LOOKED_AT);
        size.start();
        appender.setTriggeringPolicy(size);
        appender.start();
        return appender;
    }

    /** Logback itself would make it as the umask has it. Where that fails, logback says why. */
    private static void make(String file) {
        try {
            FileMode.GROUP.make(Path.of(file));
        } catch (IOException e) {
            System.err.println("%s can't be made: %s".formatted(file, e));
        }
    }

    private static Appender<ILoggingEvent> console(LoggerContext context, Console console) {
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setName("CONSOLE");
        appender.setImmediateFlush(false); // it does not hold anything back
        write(appender, context, "%d{HH:mm:ss} %msg%n%ex{short}");
        appender.setOutputStream(console);
        appender.start();
        return appender;
    }

    private static void write(OutputStreamAppender<ILoggingEvent> appender, LoggerContext context, String pattern) {
        appender.setContext(context);
        appender.setEncoder(LogFormat.encoder(context, pattern));
    }
}
