package baton.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifySocketTest {

    @TempDir
    Path folder;

    private final BlockingQueue<List<String>> told = new LinkedBlockingQueue<>();
    private final List<NotifySocket> sockets = new ArrayList<>();

    @AfterEach
    void end() {
        sockets.forEach(NotifySocket::close);
    }

    @Test
    void givenDatagramsBeforeAnybodyListens_whenListened_thenTheyAreToldTogetherAndMoreAfterGoOn() throws Exception {
        var path = folder.resolve("notify/A");
        var socket = bind(path);
        send(path, "READY=1", "STATUS=one");

        socket.listen(told::add);

        assertThat(next()).containsExactly("READY=1", "STATUS=one");
        send(path, "STATUS=two");
        socket.goOn();
        assertThat(next()).containsExactly("STATUS=two");
    }

    @Test
    void givenAStreamForThoseWithoutDatagrams_whenWritten_thenEachConnectionIsAMessage() throws Exception {
        var path = folder.resolve("notify/A");
        bind(path).listen(told::add);

        for (var message : List.of("READY=1\nSTATUS=up", "WATCHDOG=1")) {
            try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(NotifySocket.streamOf(path)));
                channel.write(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(next()).containsExactly(message);
        }
    }

    @Test
    void givenASocketOfAnEarlierAgent_whenBoundAgain_thenTheSamePathReachesTheNewOne() throws Exception {
        var path = folder.resolve("notify/A");
        var first = bind(path);
        first.listen(unheard -> {});
        first.close();
        first.close();

        bind(path).listen(told::add);
        send(path, "WATCHDOG=1");

        assertThat(next()).containsExactly("WATCHDOG=1");
        for (var file : List.of(path, NotifySocket.streamOf(path))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void givenAPathThatIsTooLong_whenBound_thenItSaysWhatToDo() {
        var path = folder.resolve("x".repeat(100)).resolve("A");

        assertThatThrownBy(() -> bind(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than the 107 bytes")
                .hasMessageContaining("shorter path");
    }

    private NotifySocket bind(Path path) throws IOException {
        var socket = NotifySocket.bind(path, UserAccount.ownId());
        sockets.add(socket);
        return socket;
    }

    private List<String> next() throws InterruptedException {
        var messages = told.poll(30, TimeUnit.SECONDS);
        return messages == null ? List.of() : messages;
    }

    /** By another program, as the JDK can't. */
    private static void send(Path path, String... messages) throws Exception {
        var python = Path.of("/usr/bin/python3");
        assumeThat(python).exists();
        var script = "import socket,sys\ns=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\n"
                + "for m in sys.argv[2:]: s.sendto(m.encode(),sys.argv[1])";
        var command = new ArrayList<>(List.of(python.toString(), "-c", script, path.toString()));
        command.addAll(List.of(messages));
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
