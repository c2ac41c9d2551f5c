package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real HAProxy, whose servers stand by names. No agent runs. */
class BalancerNamesIT {
    private static final String HERE = "127.0.139.9";
    private static final Map<String, String> NAMES = Map.of("NodeA", "node-a.test", "NodeB", "node-b.test");

    @TempDir
    Path folder;

    /** Knows the addresses of some names, and that there are no others. */
    private static final class NameServer implements AutoCloseable {
        private static final int HEAD = 12;
        private final Map<String, String> known = new ConcurrentHashMap<>();
        private final DatagramSocket socket;

        NameServer() throws IOException {
            socket = new DatagramSocket(new InetSocketAddress(HERE, 0));
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            var packet = new DatagramPacket(new byte[2048], 2048);
            while (!socket.isClosed()) {
                try {
                    packet.setLength(2048);
                    socket.receive(packet);
                    byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private byte[] answer(byte[] question) throws IOException {
            var name = new StringBuilder();
            int end = HEAD;
            for (; question[end] != 0; end += question[end] + 1) {
                name.append(name.isEmpty() ? "" : ".")
                        .append(new String(question, end + 1, question[end], StandardCharsets.US_ASCII));
            }
            boolean isForIpv4 = question[end + 2] == 1;
            String address = known.get(name.toString());
            boolean isFound = address != null && isForIpv4;
            var out = new ByteArrayOutputStream();
            out.write(question, 0, 2);
            out.write(new byte[] {(byte) 0x81, (byte) (address == null ? 0x83 : 0x80), 0, 1});
            out.write(new byte[] {0, (byte) (isFound ? 1 : 0), 0, 0, 0, 0});
            out.write(question, HEAD, end + 5 - HEAD);
            if (isFound) {
                out.write(new byte[] {(byte) 0xc0, HEAD, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4});
                out.write(InetAddress.getByName(address).getAddress());
            }
            return out.toByteArray();
        }

        String line() {
            return "nameserver test %s:%d".formatted(HERE, socket.getLocalPort());
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static void awaitAddress(RunningBalancer haproxy, String server, String address) {
        eventually(
                "%s is at %s".formatted(server, address),
                ofSeconds(60),
                () -> haproxy.address("application", server).equals(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy-hot-hot.cfg", "haproxy-primary-backup.cfg"})
    void givenANameThatCantBeLookedUp_whenHaproxyStarts_thenItRunsAndFollowsTheNameLater(String configuration)
            throws IOException {
        try (var names = new NameServer()) {
            names.known.put("node-a.test", "127.0.139.1");
            try (var haproxy = RunningBalancer.haproxy(
                    configuration, folder, new InetSocketAddress(HERE, 18080), NAMES, names.line())) {
                awaitAddress(haproxy, "NodeA", "127.0.139.1");
                assertThat(haproxy.address("application", "NodeB")).isEqualTo("-");

                names.known.put("node-b.test", "127.0.139.2");
                awaitAddress(haproxy, "NodeB", "127.0.139.2");

                names.known.put("node-b.test", "127.0.139.3");
                names.known.remove("node-a.test");
                awaitAddress(haproxy, "NodeB", "127.0.139.3");
                assertThat(haproxy.address("application", "NodeA"))
                        .as("a name server that forgets a name takes no server away")
                        .isEqualTo("127.0.139.1");
            }
        }
    }
}
