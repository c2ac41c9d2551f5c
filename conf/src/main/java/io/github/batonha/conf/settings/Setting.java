package io.github.batonha.conf.settings;

import java.time.Duration;

/** The keys of {@code baton.conf} that hold times, with the range of each. */
enum Setting {
    AGENT_LOSS_GRACE("baton.primary.agent-loss-grace", Duration.ofSeconds(2), Duration.ofMinutes(10)),
    MARGIN("baton.primary.margin", Duration.ofSeconds(1), Duration.ofMinutes(5)),
    ANSWER_WITHIN("baton.primary.answer-within", Duration.ofMillis(200), Duration.ofMinutes(1)),
    RESTART_PERIOD("baton.process.restart-period", Duration.ofSeconds(1), Duration.ofHours(24)),
    BACKOFF("baton.process.backoff", Duration.ZERO, Duration.ofMinutes(10)),
    MAX_BACKOFF("baton.process.max-backoff", Duration.ZERO, Duration.ofHours(1)),
    STABLE_AFTER("baton.process.stable-after", Duration.ZERO, Duration.ofHours(1)),
    DEPENDENCY_TIMEOUT("baton.process.dependency-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
    STOP_WITHIN("baton.process.stop-within", Duration.ZERO, Duration.ofHours(1)),
    HEARTBEAT_EVERY("baton.view.heartbeat-every", Duration.ofMillis(100), Duration.ofMinutes(1)),
    DOWN_AFTER("baton.view.down-after", Duration.ofMillis(500), Duration.ofMinutes(10)),
    SESSION_TTL("baton.sessions.default-ttl", Duration.ofSeconds(1), Duration.ofDays(365)),
    SESSION_MAX_TTL("baton.sessions.max-ttl", Duration.ofSeconds(1), Duration.ofDays(365)),
    TOMBSTONE_RETENTION("baton.sessions.tombstone-retention", Duration.ofMinutes(10), Duration.ofDays(30)),
    SESSION_ACK_WITHIN("baton.sessions.ack-within", Duration.ofMillis(50), Duration.ofSeconds(30)),
    SESSION_ALONE_AFTER("baton.sessions.alone-after", Duration.ofSeconds(1), Duration.ofMinutes(10)),
    SESSION_MAX_CLOCK_SKEW("baton.sessions.max-clock-skew", Duration.ofSeconds(1), Duration.ofMinutes(10)),
    LOG_ROTATE_EVERY("baton.logs.rotate-every", Duration.ZERO, Duration.ofDays(31)),
    LOG_KEEP_FOR("baton.logs.keep-for", Duration.ofMinutes(1), Duration.ofDays(3650)),
    HEALTH_STALE_AFTER("baton.health.stale-after", Duration.ofSeconds(1), Duration.ofMinutes(5)),
    DRAIN_SETTLE("baton.drain.settle", Duration.ZERO, Duration.ofMinutes(5));

    static final String RESUME = "baton.primary.resume";

    private final String key;
    private final Duration least;
    private final Duration most;

    Setting(String key, Duration least, Duration most) {
        this.key = key;
        this.least = least;
        this.most = most;
    }

    String key() {
        return key;
    }

    Duration least() {
        return least;
    }

    Duration most() {
        return most;
    }

    boolean allows(Duration time) {
        return time.compareTo(least) >= 0 && time.compareTo(most) <= 0;
    }
}
