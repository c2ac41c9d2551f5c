package io.github.batonha.conf.settings;

import java.util.Arrays;
import java.util.Optional;

/** The keys of {@code baton.conf} that hold whole numbers, with the range of each. */
enum Amount {
    MAX_RESTARTS("baton.process.max-restarts", 0, 1_000_000),
    RESTARTS_PER_SECOND("baton.process.restarts-per-second", 1, 1000),
    PARALLEL_STARTS("baton.process.parallel-starts", 1, 100_000),
    MAX_SESSIONS("baton.sessions.max-sessions", 100, 1_000_000),
    MAX_HEAP_PERCENT("baton.sessions.max-heap-percent", 1, 45),
    MAX_SESSION_KIB("baton.sessions.max-session-kib", 1, 4096),
    MAX_ATTRIBUTE_KIB("baton.sessions.max-attribute-kib", 1, 128),
    LOG_ROTATE_AT_MIB("baton.logs.rotate-at-mib", 1, 100_000),
    LOG_KEEP_FILES("baton.logs.keep-files", 1, 10_000),
    LOG_KEEP_MIB("baton.logs.keep-mib", 1, 100_000_000),
    HEALTH_PORT("baton.health.port", 0, 65_535),
    AGENT_CHECK_PORT("baton.health.agent-check-port", 0, 65_535);

    private final String key;
    private final int least;
    private final int most;

    Amount(String key, int least, int most) {
        this.key = key;
        this.least = least;
        this.most = most;
    }

    static Optional<Amount> of(String key) {
        return Arrays.stream(values()).filter(amount -> amount.key.equals(key)).findFirst();
    }

    String key() {
        return key;
    }

    /** Empty where it is no number or out of range. */
    Optional<Integer> parse(String text) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(number -> number >= least && number <= most);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    String range() {
        return "a whole number from %d to %d".formatted(least, most);
    }
}
