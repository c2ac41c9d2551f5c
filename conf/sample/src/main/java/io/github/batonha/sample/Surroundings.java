package io.github.batonha.sample;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What baton tells a process of the place where it runs.
 *
 * @param environment of the process, items of the system definition among it
 */
record Surroundings(Map<String, String> environment) {

    Surroundings {
        environment = Map.copyOf(environment);
    }

    String node() {
        return variable("BATON_NODE").orElse("nowhere");
    }

    String process() {
        return variable("BATON_PROCESS").orElse("sample");
    }

    String run() {
        return variable("BATON_RUN").orElse("by-hand");
    }

    /** The activation that a primaryOnly process belongs to, 0 for all others. */
    long epoch() {
        return Long.getLong("baton.epoch", 0);
    }

    Path home() {
        return Path.of(variable("BATON_HOME").orElse("."));
    }

    /** Where this process is to listen. */
    InetSocketAddress address() {
        return addressOf(variable("BATON_PORT").orElse("0"));
    }

    /** Where another process of this node listens; empty if it has no port. */
    Optional<InetSocketAddress> addressOfProcess(String name) {
        return variable(name + "_PORT").map(this::addressOf);
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private InetSocketAddress addressOf(String port) {
        return new InetSocketAddress(variable("BATON_ADDRESS").orElse("127.0.0.1"), Integer.parseInt(port));
    }
}
