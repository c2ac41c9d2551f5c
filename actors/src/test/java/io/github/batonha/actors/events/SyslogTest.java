package io.github.batonha.actors.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batonha.conf.model.SyslogTarget;
import io.github.batonha.test.Await;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");
    private static final Duration SOON = Duration.ofSeconds(30);

    /** HEADER, no structured data, and a message, by the grammar of RFC 5424. */
    private static final Pattern RFC_5424 = Pattern.compile(
            "<(?<pri>[0-9]{1,3})>1 (?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{1,6}Z)"
                    + " (?<host>[!-~]{1,255}) (?<app>[!-~]{1,48}) (?<proc>[!-~]{1,128}) (?<id>[!-~]{1,32}) - (?<text>\\{.*})");

    @TempDir
    Path folder;

    private EventLog open(String node) {
        return EventLog.open(folder, node, InstantSource.fixed(NOON));
    }

    private static SyslogTarget target(boolean isTcp, int port) {
        return new SyslogTarget(isTcp, "127.0.0.1", port);
    }

    private static void trouble(EventLog events, int from, int to) {
        for (var number = from; number <= to; number++) {
            events.tell(new NodeEvent.Trouble("trouble " + number));
        }
    }

    @Test
    void givenAReceiverOverUdp_whenSomethingHappens_thenEachEventIsAMessageOfRfc5424() throws Exception {
        try (var receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var events = open("Node A")) {
            receiver.setSoTimeout((int) SOON.toMillis());
            events.sendTo(target(false, receiver.getLocalPort()));

            events.tell(new NodeEvent.RunEnded("WEB", "run-1", 4711, "exit status 3: \u00fc\n"));
            events.tell(new NodeEvent.GaveUp("WEB", "x".repeat(40_000)));

            var ended = RFC_5424.matcher(datagram(receiver));
            assertThat(ended.matches()).isTrue();
            assertThat(ended.group("pri")).isEqualTo("30");
            assertThat(ended.group("time")).isEqualTo("2026-01-02T12:00:00.123000Z");
            assertThat(ended.group("host")).isEqualTo("Node_A");
            assertThat(ended.group("app")).isEqualTo("baton");
            assertThat(ended.group("proc"))
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
            assertThat(ended.group("id")).isEqualTo("run-ended");
            var json = new ObjectMapper().readTree(ended.group("text"));
            assertThat(json.path("text").asText()).isEqualTo("exit status 3: \u00fc\n");
            assertThat(json.path("pid").asLong()).isEqualTo(4711);

            var gaveUp = datagram(receiver);
            assertThat(gaveUp.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(SyslogMessage.MOST_BYTES);
            assertThat(gaveUp).startsWith("<27>1 ").contains(" gave-up - {\"seq\":2,");
            new ObjectMapper().readTree(gaveUp.substring(gaveUp.indexOf('{')));
        }
    }

    @Test
    void givenAReceiverOverTcpThatComesLate_whenItIsThere_thenItGetsAllInTheirOrderAndOnce() throws Exception {
        var place = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        try (var events = open("NodeA")) {
            var sender = SyslogSender.start(events, target(true, place.getPort()), Duration.ofMillis(20));
            trouble(events, 1, 3);
            Await.until("the receiver is missed", SOON, () -> !sender.figures().isUp());
            assertThat(sender.figures().sent()).isZero();

            try (var server = new ServerSocket()) {
                server.setReuseAddress(true);
                server.bind(place);
                try (var connection = server.accept();
                        var in = new DataInputStream(connection.getInputStream())) {
                    trouble(events, 4, 300);

                    assertThat(sequence(in, 300))
                            .isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
                }
            }
            Await.until("all is sent", SOON, () -> sender.figures().waiting() == 0);
            assertThat(sender.figures().dropped()).isZero();
            sender.close();
        }
    }

    @Test
    void givenEventsThatAreNotKept_whenTheReceiverIsThereAgain_thenTheyAreCountedAndTheRestComes() throws Exception {
        var place = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        try (var events = open("NodeA")) {
            trouble(events, 1, 1);
            Await.until("it is written", SOON, () -> events.newest() == 1);
            // It tries in vain several times while they are missing: they are counted once.
            var sender = SyslogSender.start(events, target(true, place.getPort()), Duration.ofMillis(20));
            trouble(events, 2, 1501);
            Await.until("all are written", SOON, () -> events.newest() == 1501);
            Await.until("the receiver is missed", SOON, () -> !sender.figures().isUp());
            Files.delete(folder.resolve(EventFiles.NAME));
            events.tell(new NodeEvent.Trouble("the last"));
            Await.until("it is written", SOON, () -> events.newest() == 1502);

            try (var server = new ServerSocket()) {
                server.setReuseAddress(true);
                server.bind(place);
                try (var connection = server.accept();
                        var in = new DataInputStream(connection.getInputStream())) {
                    assertThat(sequence(in, 2)).isEqualTo(List.of(1501L, 1502L));
                }
            }
            Await.until("they are counted", SOON, () -> sender.figures().dropped() == 1500);
            sender.close();
        }
    }

    private static String datagram(DatagramSocket receiver) throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        receiver.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    /** Each message after its length. */
    private static List<Long> sequence(DataInputStream in, int count) throws IOException {
        var found = new ArrayList<Long>();
        while (found.size() < count) {
            var length = 0;
            for (var next = in.read(); next != ' '; next = in.read()) {
                assertThat(Character.isDigit(next)).isTrue();
                length = length * 10 + Character.digit(next, 10);
            }
            var message = new String(in.readNBytes(length), UTF_8);
            var matcher = RFC_5424.matcher(message);
            assertThat(matcher.matches()).as(message).isTrue();
            found.add(new ObjectMapper()
                    .readTree(matcher.group("text"))
                    .path("seq")
                    .asLong());
        }
        return found;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
