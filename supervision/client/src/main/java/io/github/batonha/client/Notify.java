package io.github.batonha.client;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a process tells its agent of itself: the messages of systemd's {@code sd_notify}, for programs that run in a JVM. It needs one
 * of the tags {@code <readiness>notify</readiness>}, {@code <watchdog>} or {@code <notify>true</notify>}; without one, and in a
 * process that baton did not start, nothing is sent and every method returns false.
 *
 * <p>Any thread. A call takes some 100 µs, and nothing is kept open between two. Nothing is ever thrown, and
 * nobody is waited for. False also means that no agent is there at this moment, or that it hangs: processes outlive their agent. What
 * has to arrive, such as {@link #ready()}, is said again then.
 */
public final class Notify {

    private static final String SOCKET = "BATON_NOTIFY";
    private static final String WATCHDOG_MICROS = "WATCHDOG_USEC";

    private static final Beats BEATS = new Beats(System::nanoTime);

    private Notify() {}

    /** It has started and does its work: dependants may start. Saying it again does no harm. */
    public static boolean ready() {
        return send("READY=1");
    }

    /** What it does now, in a few words for people: shown by {@code baton mon}. An empty text takes the last one back. */
    public static boolean status(String text) {
        return send("STATUS=" + text.replace('\n', ' '));
    }

    /** It still works. To be said from the thread or loop whose hanging is to be noticed, at least every half {@link #watchdogMicros()}. More often costs nothing: then it is not sent, and true. */
    public static boolean watchdog() {
        return BEATS.say(watchdogMicros(), () -> send("WATCHDOG=1"));
    }

    /** It does not work any more, and knows that: it is ended and treated as if it had crashed. */
    public static boolean failed(String why) {
        return send("STATUS=" + why.replace('\n', ' ') + "\nWATCHDOG=trigger");
    }

    /** It ends by itself from now on: it is not looked at any more, and is given the time of a stop. */
    public static boolean stopping() {
        return send("STOPPING=1");
    }

    /** How often {@link #watchdog()} must be called at the least, in microseconds; 0 where nobody waits for it. */
    public static long watchdogMicros() {
        var micros = System.getenv(WATCHDOG_MICROS);
        try {
            return micros == null ? 0 : Long.parseLong(micros);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static boolean send(String message) {
        return send(System.getenv(SOCKET), message);
    }

    /** A stream socket with one message a connection: no JDK has datagrams on local sockets. */
    static boolean send(@Nullable String socket, String message) {
        if (socket == null || socket.isEmpty()) {
            return false;
        }
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            var bytes = ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8));
            // An agent that hangs leaves its queue full: that must not hold up who works.
            return channel.connect(UnixDomainSocketAddress.of(socket)) && channel.write(bytes) == bytes.limit();
        } catch (IOException | RuntimeException nobodyThere) {
            return false;
        }
    }
}
