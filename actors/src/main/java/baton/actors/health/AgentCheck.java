package baton.actors.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HAProxy's agent check: whoever connects reads one line of the board's. A client that is slow holds nobody up but itself. */
final class AgentCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_READ = 512;

    private final HealthBoard board;
    private final ServerSocket server;

    private AgentCheck(HealthBoard board, ServerSocket server) {
        this.board = board;
        this.server = server;
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
        var opened = new AgentCheck(board, server);
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
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("Could not take a connection of an agent check", e);
                }
            }
        }
    }

    /** What the other side has sent is read before the end, for a close with unread bytes would take the answer back. */
    private void answer(Socket socket) {
        try (socket) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(board.answers().agentLine().getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            var _ = socket.getInputStream().readNBytes(MOST_READ);
        } catch (IOException e) {
            LOG.debug("The other side of an agent check went away: {}", e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
