package io.github.batonha.cli.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.batonha.actors.api.AgentAddress;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the agent tells the user of this command over {@code run/NODE/agent.sock}.
 *
 * @param bearer empty where the user has no role
 * @param refusal why there is none
 */
record SocketLogin(AgentAddress address, String bearer, String refusal) {
    private static final int ANSWER_WITHIN_MILLIS = 2000;
    private static final int LONGEST = 8192;

    /**
     * Blocks for two seconds at most for each part of the answer. Empty where there is no socket.
     *
     * @param run of the node
     * @throws IOException if nobody answers there
     */
    static Optional<SocketLogin> ask(Path run) throws IOException {
        var file = run.resolve("agent.sock");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(Json.parse(line(file))));
        } catch (IOException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static SocketLogin of(Json json) {
        return new SocketLogin(
                Answers.agentAddress(json),
                json.find("bearer").map(bearer -> json.text("bearer")).orElse(""),
                json.text("refusal"));
    }

    private static String line(Path file) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                var selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(file));
            channel.register(selector, SelectionKey.OP_READ);
            var bytes = ByteBuffer.allocate(LONGEST);
            while (bytes.hasRemaining()) {
                if (selector.select(ANSWER_WITHIN_MILLIS) == 0) {
                    throw new SocketTimeoutException("no answer within %d ms".formatted(ANSWER_WITHIN_MILLIS));
                }
                selector.selectedKeys().clear();
                if (channel.read(bytes) < 0) {
                    break;
                }
            }
            if (bytes.position() == 0) {
                throw new EOFException("closed without an answer");
            }
            return new String(bytes.array(), 0, bytes.position(), UTF_8);
        }
    }

    /** Never the bearer. */
    @Override
    public String toString() {
        return "SocketLogin[node=%s]".formatted(address.node());
    }
}
