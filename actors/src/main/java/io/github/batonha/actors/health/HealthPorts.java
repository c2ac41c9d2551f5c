package io.github.batonha.actors.health;

import io.github.batonha.actors.metrics.Observer;
import io.github.batonha.conf.model.NodeDefinition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of the board, open for as long as the agent lives. One that is taken keeps nothing else from running: it is tried
 * again until it is free.
 */
public final class HealthPorts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthPorts.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final List<Port> missing = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private interface Opening {
        AutoCloseable open(InetSocketAddress address) throws IOException;
    }

    private record Port(String item, InetSocketAddress address, Opening opening) {}

    private HealthPorts(HealthBoard board, Observer observer, NodeDefinition definition) {
        var host = definition.self().address();
        var health = definition.health();
        var metrics = definition.settings().health().metrics() ? Optional.of(observer) : Optional.<Observer>empty();
        if (health.port() != 0) {
            missing.add(new Port(
                    "HealthPort",
                    new InetSocketAddress(host, health.port()),
                    address -> HealthServer.open(board, metrics, address)));
        }
        if (health.agentCheckPort() != 0) {
            missing.add(new Port(
                    "AgentCheckPort",
                    new InetSocketAddress(host, health.agentCheckPort()),
                    address -> AgentCheck.open(board, address)));
        }
    }

    /** Those that are free are open when it returns. */
    public static HealthPorts open(HealthBoard board, Observer observer, NodeDefinition definition) {
        var ports = new HealthPorts(board, observer, definition);
        ports.tryAll(true);
        if (!ports.missing.isEmpty()) {
            Thread.ofPlatform().daemon().name("health-ports").start(ports::tryOn);
        }
        return ports;
    }

    private void tryOn() {
        try {
            while (!closed.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS) && tryAll(false)) {
                LOG.debug("Still waits for ports: {}", AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether one is still missing. */
    private synchronized boolean tryAll(boolean isFirst) {
        if (closed.getCount() == 0) {
            return false;
        }
        for (Iterator<Port> ports = missing.iterator(); ports.hasNext(); ) {
            var port = ports.next();
            try {
                open.add(port.opening().open(port.address()));
                ports.remove();
                LOG.info("Answers health checks at {} ({})", port.address(), port.item());
            } catch (IOException | RuntimeException e) {
                if (isFirst) {
                    LOG.error(
                            "Can't answer health checks at {} ({}): end what else listens there, or give the host another item {}; tried again every {}",
                            port.address(),
                            e.getMessage(),
                            port.item(),
                            AGAIN);
                }
            }
        }
        return !missing.isEmpty();
    }

    @Override
    public synchronized void close() {
        closed.countDown();
        for (var port : open) {
            try {
                port.close();
            } catch (Exception e) {
                LOG.debug("Could not close a port of health checks", e);
            }
        }
        open.clear();
    }
}
