package io.github.batonha.supervision.os;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that started this process how it is, by the protocol of systemd's {@code sd_notify(3)}: a datagram to the
 * socket that {@code NOTIFY_SOCKET} names. Without one, nothing is told. Any thread; nobody waits, and nothing is thrown.
 */
public final class ServiceManager {

    private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

    /** An abstract name begins with a zero byte, which the variable has as this. */
    private static final byte ABSTRACT = '@';

    private final String socket;
    private final Duration watchdog;

    private ServiceManager(String socket, Duration watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /** The one that the environment of this process names; {@code WATCHDOG_USEC} counts if it is meant for this process. */
    public static ServiceManager of(Map<String, String> environment) {
        var pid = Long.toString(ProcessHandle.current().pid());
        return of(environment, pid);
    }

    static ServiceManager of(Map<String, String> environment, String pid) {
        var isForUs = environment.getOrDefault("WATCHDOG_PID", pid).equals(pid);
        var micros = isForUs ? environment.getOrDefault("WATCHDOG_USEC", "") : "";
        return new ServiceManager(
                environment.getOrDefault("NOTIFY_SOCKET", ""),
                micros.matches("[0-9]{1,15}") ? Duration.ofNanos(Long.parseLong(micros) * 1000) : Duration.ZERO);
    }

    /** The service does its work. */
    public void ready() {
        tell("READY=1");
    }

    /** The service ends. */
    public void stopping() {
        tell("STOPPING=1");
    }

    /** It still works: to be told once in half of {@link #watchdog()}. */
    public void alive() {
        tell("WATCHDOG=1");
    }

    /** After so long without a word the service manager ends this process; empty where it does not. */
    public Optional<Duration> watchdog() {
        return socket.isEmpty() || watchdog.isZero() ? Optional.empty() : Optional.of(watchdog);
    }

    private void tell(String message) {
        var name = socket.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > UnixSockets.LONGEST_PATH) {
            return;
        }
        if (name[0] == ABSTRACT) {
            name[0] = 0;
        }
        var sent = UnixSockets.send(name, message.getBytes(StandardCharsets.UTF_8));
        if (sent < 0) {
            log.debug("The service manager was not told {}: error number {}", message, -sent);
        }
    }
}
