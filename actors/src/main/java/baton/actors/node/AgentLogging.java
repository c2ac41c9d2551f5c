package baton.actors.node;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** The agent's own log: {@code logs/NODE/agent.log}, rolling, and the same lines in short on standard output. */
final class AgentLogging {
    private AgentLogging() {}

    /** Replaces whatever logging the JVM was started with. */
    static void start(Path folder) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        context.putProperty("agent.logs", folder.toString());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(Objects.requireNonNull(AgentLogging.class.getResource("/agent-logback.xml")));
        } catch (JoranException e) {
            throw new IllegalStateException("agent-logback.xml can't be used: " + e.getMessage(), e);
        }
    }
}
