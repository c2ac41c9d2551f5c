package io.github.batonha.actors.node;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.Logins;
import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.actors.api.AgentLogin;
import io.github.batonha.conf.model.AccessSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code run/NODE/agent.sock}: each client gets a login as its user of the operating system. The agent reads nothing from clients, and
 * drops what does not fit into their buffer at once, so none of them can hold up its one thread.
 */
final class LoginSocket implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LoginSocket.class);
    /** Linux has 108 bytes for a path and the zero behind it. */
    private static final int LONGEST_PATH = 107;

    private static final int MOST_THAT_WAIT = 64;

    private final Path file;
    private final ServerSocketChannel channel;
    private final AgentAddress address;
    private final OsRoles roles;
    private final Logins logins;
    private final Supplier<String> obstacle;
    private final JsonMapper json = new JsonMapper();
    private final CountDownLatch closed = new CountDownLatch(1);

    private LoginSocket(
            Path file,
            ServerSocketChannel channel,
            AgentAddress address,
            OsRoles roles,
            Logins logins,
            Supplier<String> obstacle) {
        this.file = file;
        this.channel = channel;
        this.address = address;
        this.roles = roles;
        this.logins = logins;
        this.obstacle = obstacle;
    }

    /**
     * Listens until it is closed. Where that is not possible the log says why, and commands use the token. Replaces the
     * socket that a killed agent has left: the caller holds the lock of the folder.
     *
     * @param obstacle why nobody gets a login now; empty where everybody may
     */
    static Closeable open(
            Path directory, AgentAddress address, AccessSettings settings, Logins logins, Supplier<String> obstacle) {
        var file = directory.resolve("agent.sock");
        var length = file.toString().getBytes(StandardCharsets.UTF_8).length;
        try {
            Files.deleteIfExists(file);
            if (length > LONGEST_PATH) {
                LOG.warn(
                        "No socket for commands: {} has {} bytes, and Linux allows {}. Only root and the agent's user can give"
                                + " commands; move the home to a shorter path",
                        file,
                        length,
                        LONGEST_PATH);
                return () -> {};
            }
            return listen(file, address, settings, logins, obstacle);
        } catch (IOException e) {
            LOG.warn("No socket for commands at {}: only root and the agent's user can give commands", file, e);
            return () -> {};
        }
    }

    private static LoginSocket listen(
            Path file, AgentAddress address, AccessSettings settings, Logins logins, Supplier<String> obstacle)
            throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(file), MOST_THAT_WAIT);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            var socket = new LoginSocket(file, channel, address, OsRoles.of(settings, file), logins, obstacle);
            Thread.ofPlatform().daemon().name("login-socket").start(socket::serve);
            return socket;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void serve() {
        while (channel.isOpen()) {
            try {
                var client = channel.accept();
                answer(client);
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.warn("Could not take a connection to {}", file, e);
                    pause();
                }
            }
        }
    }

    private void answer(SocketChannel connected) {
        try (var client = connected) {
            client.configureBlocking(false);
            var line = json.writeValueAsString(login(client)) + "\n";
            var _ = client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | RuntimeException e) {
            LOG.debug("Could not answer a connection to {}", file, e);
        }
    }

    private AgentLogin login(SocketChannel client) throws IOException {
        var why = obstacle.get();
        if (!why.isEmpty()) {
            return login(null, why);
        }
        var peer = client.getOption(ExtendedSocketOptions.SO_PEERCRED);
        var user = peer.user().getName();
        return roles.of(peer)
                .map(role -> login(logins.issue(new Caller("os:" + user, role, "unix socket")), ""))
                .orElseGet(() -> login(null, "user %s has no role at the agent of %s".formatted(user, address.node())));
    }

    private AgentLogin login(@Nullable String bearer, String refusal) {
        return new AgentLogin(address.node(), address.url(), address.pid(), bearer, refusal);
    }

    /** What failed once, as for want of descriptors, would fail again at once. */
    private void pause() {
        try {
            var _ = closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        closed.countDown();
        Files.deleteIfExists(file);
    }
}
