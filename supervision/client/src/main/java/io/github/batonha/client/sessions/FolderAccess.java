package io.github.batonha.client.sessions;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * By the files that the agent leaves in its folder. They are good as long as the agent's process lives, which is the one of that pid
 * that was started then: whoever takes the port of an agent that is away must not be sent the token.
 */
final class FolderAccess implements AgentAccess {
    private static final Pattern URL = Pattern.compile("\"url\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern PID = Pattern.compile("\"pid\"\\s*:\\s*(\\d+)");
    private static final Pattern NODE = Pattern.compile("\"node\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern AUTHORITIES = Pattern.compile("\"ca\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern START = Pattern.compile("\"start\"\\s*:\\s*(\\d+)");
    /** From the state on, in the kernel's count of fields. */
    private static final int START_FIELD = 22 - 3;

    private static final int LONGEST = 1024;

    private final Path folder;
    private final Path token;
    private final File address;
    private @Nullable Known known;

    /** What was read of the agent, and what tells whether it is still so. */
    private record Known(
            URI url,
            Optional<SSLContext> trust,
            long changed,
            @Nullable RandomAccessFile process) {}

    FolderAccess(Path folder, Path token) {
        this.folder = folder;
        this.token = token;
        this.address = folder.resolve("agent.json").toFile();
    }

    @Override
    public synchronized URI url() throws IOException {
        forget();
        var changed = address.lastModified();
        var text = Files.readString(address.toPath());
        var url = URL.matcher(text);
        if (!url.find()) {
            throw new IOException("%s names no url".formatted(address));
        }
        var read = new Known(URI.create(url.group(1)), trust(text), changed, process(text));
        known = read;
        return read.url();
    }

    @Override
    public String token() throws IOException {
        return Files.readString(token).strip();
    }

    private static Optional<SSLContext> trust(String address) throws IOException {
        var authorities = AUTHORITIES.matcher(address);
        var node = NODE.matcher(address);
        return authorities.find() && node.find()
                ? Optional.of(AgentTrust.of(Path.of(authorities.group(1)), node.group(1)))
                : Optional.empty();
    }

    @Override
    public synchronized Optional<SSLContext> trust() {
        var now = known;
        return now == null ? Optional.empty() : now.trust();
    }

    /** Two calls of the kernel, without opening a file. */
    @Override
    public synchronized boolean isThere() {
        var now = known;
        if (now == null || address.lastModified() != now.changed()) {
            return false;
        }
        return now.process() == null ? answers() : isAlive(now.process(), -1);
    }

    /**
     * The file of the agent's process, kept open: the kernel reads it for no other process, even when the pid is used again. Null
     * where the process can't be seen from here, as in a container, but the agent answers at its socket.
     */
    private @Nullable RandomAccessFile process(String text) throws IOException {
        var pid = PID.matcher(text);
        var start = START.matcher(text);
        if (pid.find() && start.find()) {
            try {
                var file = new RandomAccessFile("/proc/%1$s/task/%1$s/stat".formatted(pid.group(1)), "r");
                if (isAlive(file, Long.parseLong(start.group(1)))) {
                    return file;
                }
                file.close();
            } catch (IOException notSeenFromHere) {
                // The socket tells.
            }
        }
        if (answers()) {
            return null;
        }
        throw new ConnectException("the agent of %s is away".formatted(folder));
    }

    /** @param start when it has to have been started, in ticks since the boot; negative where that is known */
    private static boolean isAlive(RandomAccessFile file, long start) {
        try {
            file.seek(0);
            var bytes = new byte[LONGEST];
            var length = file.read(bytes);
            var line = new String(bytes, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1);
            // The name of the program stands in brackets and may hold anything.
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            var state = fields[0];
            return !state.equals("Z")
                    && !state.equals("X")
                    && (start < 0 || Long.parseLong(fields[START_FIELD]) == start);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException gone) {
            return false;
        }
    }

    /** Only the agent's user can listen there. */
    private boolean answers() {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Blocking, it would wait for an agent that stands still.
            channel.configureBlocking(false);
            return channel.connect(UnixDomainSocketAddress.of(folder.resolve("agent.sock")));
        } catch (IOException | RuntimeException nobody) {
            return false;
        }
    }

    private void forget() throws IOException {
        var before = known;
        known = null;
        if (before != null && before.process() != null) {
            before.process().close();
        }
    }
}
