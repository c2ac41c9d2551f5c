package io.github.batonha.actors.launch;

import io.github.batonha.supervision.os.Listener;
import io.github.batonha.supervision.probe.net.NetworkProbe;
import java.time.Duration;
import java.util.Optional;

/**
 * Who listens on the port of a process that is not started yet. A stranger there would be taken for the process, since whoever
 * accepts a connection is ready.
 */
final class PortHolder {

    private static final Duration WITHIN = Duration.ofSeconds(1);

    private PortHolder() {}

    /** What to say of it; empty where nobody listens, which costs a refused connection. Blocks. */
    static Optional<String> of(String address, int port) {
        if (port == 0 || !NetworkProbe.answers(address, port, WITHIN)) {
            return Optional.empty();
        }
        var who = Listener.on(port)
                .map(listener -> "pid %d (%s)".formatted(listener.pid(), listener.command()))
                .orElse("a process that this user may not see");
        return Optional.of(
                "its port %d is taken by %s: end that, or give one of them another port".formatted(port, who));
    }
}
