package io.github.batonha.supervision.os;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifySocketTest {

    @TempDir
    Path folder;

    private final BlockingQueue<List<NotifySocket.Message>> told = new LinkedBlockingQueue<>();
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
        var socket = bind(path);
        socket.listen(told::add);

        for (var message : List.of("READY=1\nSTATUS=up", "WATCHDOG=1")) {
            say(path, message);
            assertThat(next()).containsExactly(message);
            socket.goOn();
        }
    }

    @Test
    void givenBothSockets_whenSpokenTo_thenTheKernelSaysWhichProcessDid() throws Exception {
        var path = folder.resolve("notify/A");
        var socket = bind(path);
        socket.listen(told::add);

        say(path, "STATUS=this one");
        var own = told.poll(30, TimeUnit.SECONDS);
        socket.goOn();
        var pid = send(path, "MAINPID=1\nREADY=1");
        var other = told.poll(30, TimeUnit.SECONDS);

        assertThat(own)
                .containsExactly(
                        new NotifySocket.Message(ProcessHandle.current().pid(), "STATUS=this one"));
        assertThat(other).containsExactly(new NotifySocket.Message(pid, "MAINPID=1\nREADY=1"));
    }

    @Test
    void givenDescriptorsWithAMessage_whenReceived_thenTheyAreClosed() throws Exception {
        var path = folder.resolve("notify/A");
        var socket = bind(path);
        var before = ProcFiles.descriptors(ProcessHandle.current().pid());
        python(
                "import socket,sys\ns=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\ns.connect(sys.argv[1])\n"
                        + "for i in range(5): socket.send_fds(s,[b'FDSTORE=1'],[0,1,2]*9)",
                path.toString());

        socket.listen(told::add);

        assertThat(next()).hasSize(5).containsOnly("FDSTORE=1");
        assertThat(ProcFiles.descriptors(ProcessHandle.current().pid())).isLessThan(before + 20);
    }

    @Test
    void givenConnectionsThatStayOpen_whenAnotherOneSpeaks_thenItIsHeard() throws Exception {
        var path = folder.resolve("notify/A");
        var socket = bind(path);
        var open = new ArrayList<SocketChannel>();
        try {
            for (var count = 0; count < 10; count++) {
                open.add(connect(path));
            }
            socket.listen(messages -> {
                told.add(messages);
                socket.goOn();
            });
            say(path, "WATCHDOG=1");

            assertThat(next()).containsExactly("WATCHDOG=1");
        } finally {
            for (var channel : open) {
                channel.close();
            }
        }
    }

    @Test
    void givenManyConnectionsQuickly_whenRead_thenTheirOrderIsKept() throws Exception {
        var path = folder.resolve("notify/A");
        var socket = bind(path);
        var sent = IntStream.range(0, 40).mapToObj(number -> "STATUS=" + number).toList();
        for (var message : sent) {
            say(path, message);
        }

        socket.listen(messages -> {
            told.add(messages);
            socket.goOn();
        });

        var heard = new ArrayList<String>();
        while (heard.size() < sent.size()) {
            var more = next();
            assertThat(more).isNotEmpty();
            heard.addAll(more);
        }
        assertThat(heard).isEqualTo(sent);
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
                .hasMessageContaining("longer than the 106 bytes")
                .hasMessageContaining("shorter path");
    }

    @Test
    void givenThePathsThatAreJustShortEnoughOrNot_whenBound_thenTheOneCanBeReachedAndTheOtherIsRefused()
            throws Exception {
        var name = 106 - ".s".length() - folder.toString().length() - 1;
        assumeThat(name).isPositive();
        var path = folder.resolve("x".repeat(name));

        bind(path).listen(told::add);
        say(path, "READY=1");

        assertThat(next()).containsExactly("READY=1");
        assertThatThrownBy(() -> bind(folder.resolve("x".repeat(name + 1)))).isInstanceOf(NotifySocket.Unusable.class);
    }

    private NotifySocket bind(Path path) throws IOException {
        var socket = NotifySocket.bind(path, UserAccount.ownId());
        sockets.add(socket);
        return socket;
    }

    private static SocketChannel connect(Path path) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(NotifySocket.streamOf(path)));
        return channel;
    }

    private static void say(Path path, String message) throws IOException {
        try (var channel = connect(path)) {
            channel.write(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private List<String> next() throws InterruptedException {
        var messages = told.poll(30, TimeUnit.SECONDS);
        return messages == null
                ? List.of()
                : messages.stream().map(NotifySocket.Message::text).toList();
    }

    /** By another program, as the JDK can't. */
    private static long send(Path path, String... messages) throws Exception {
        var arguments = new ArrayList<>(List.of(path.toString()));
        arguments.addAll(List.of(messages));
        return python(
                "import socket,sys\ns=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\n"
                        + "for m in sys.argv[2:]: s.sendto(m.encode(),sys.argv[1])",
                arguments.toArray(String[]::new));
    }

    private static long python(String script, String... arguments) throws Exception {
        var python = Path.of("/usr/bin/python3");
        assumeThat(python).exists();
        var command = new ArrayList<>(List.of(python.toString(), "-c", script));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        return process.pid();
    }
}
