package io.github.batonha.actors.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HAProxy's agent check: whoever connects reads one line of the board's. A client that is slow holds nobody up but itself. */
final class AgentCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_READ = 512;
    /** At a time. A balancer has one. */
    private static final int MOST_OF_AN_ADDRESS = 64;

    private final HealthBoard board;
    private final ServerSocket server;
    private final LongSupplier monotonicNanos;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

    private AgentCheck(HealthBoard board, ServerSocket server, LongSupplier monotonicNanos) {
        this.board = board;
        this.server = server;
        this.monotonicNanos = monotonicNanos;
    }

    /** Listens when it returns. */
    static AgentCheck open(HealthBoard board, InetSocketAddress address) throws IOException {
        var server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(address);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        var opened = new AgentCheck(board, server, board.monotonicNanos());
        Thread.ofPlatform().daemon().name("agent-check").start(opened::accept);
        return opened;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                if (hasPlace(socket.getInetAddress())) {
                    Thread.ofVirtual().start(() -> answer(socket));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("Could not take a connection of an agent check", e);
                }
            }
        }
    }

    private boolean hasPlace(InetAddress address) {
        var count = open.merge(address, 1, Integer::sum);
        if (count > MOST_OF_AN_ADDRESS) {
            leave(address);
        }
        return count <= MOST_OF_AN_ADDRESS;
    }

    private void leave(InetAddress address) {
        open.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    /** What the other side has sent is read before the end, for a close with unread bytes would take the answer back. */
    private void answer(Socket socket) {
        try (socket) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(board.answers().agentLine().getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            readOut(socket);
        } catch (IOException e) {
            LOG.debug("The other side of an agent check went away: {}", e.toString());
        } finally {
            leave(socket.getInetAddress());
        }
    }

    /** Reads until the end, within one time limit for the whole request: a client that sends byte by byte is not waited for. */
    private void readOut(Socket socket) throws IOException {
        var until = monotonicNanos.getAsLong() + PATIENCE.toNanos();
        var left = PATIENCE;
        for (var read = 0; read < MOST_READ && left.isPositive(); read++) {
            socket.setSoTimeout((int) Math.max(1, left.toMillis()));
            if (socket.getInputStream().read() < 0) {
                return;
            }
            left = Duration.ofNanos(until - monotonicNanos.getAsLong());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
