package io.github.batonha.conf.settings;

import io.github.batonha.conf.model.DatabaseSettings;
import io.github.batonha.conf.model.PushTarget;
import io.github.batonha.conf.model.SyslogTarget;
import io.github.batonha.conf.parsing.WholeNumbers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The keys of {@code baton.conf}, with what each may hold. */
enum Setting {
    AGENT_LOSS_GRACE("baton.primary.agent-loss-grace", new Form.Time(Duration.ofSeconds(2), Duration.ofMinutes(10))),
    MARGIN("baton.primary.margin", new Form.Time(Duration.ofSeconds(1), Duration.ofMinutes(5))),
    ANSWER_WITHIN("baton.primary.answer-within", new Form.Time(Duration.ofMillis(200), Duration.ofMinutes(1))),
    STANDBY_WAIT("baton.primary.standby-wait", new Form.Time(Duration.ZERO, Duration.ofMinutes(10))),
    RESTART_PERIOD("baton.process.restart-period", new Form.Time(Duration.ofSeconds(1), Duration.ofHours(24))),
    BACKOFF("baton.process.backoff", new Form.Time(Duration.ZERO, Duration.ofMinutes(10))),
    MAX_BACKOFF("baton.process.max-backoff", new Form.Time(Duration.ZERO, Duration.ofHours(1))),
    STABLE_AFTER("baton.process.stable-after", new Form.Time(Duration.ZERO, Duration.ofHours(1))),
    DEPENDENCY_TIMEOUT("baton.process.dependency-timeout", new Form.Time(Duration.ofSeconds(1), Duration.ofHours(1))),
    STOP_WITHIN("baton.process.stop-within", new Form.Time(Duration.ZERO, Duration.ofHours(1))),
    HEARTBEAT_EVERY("baton.view.heartbeat-every", new Form.Time(Duration.ofMillis(100), Duration.ofMinutes(1))),
    DOWN_AFTER("baton.view.down-after", new Form.Time(Duration.ofMillis(500), Duration.ofMinutes(10))),
    SESSION_TTL("baton.sessions.default-ttl", new Form.Time(Duration.ofSeconds(1), Duration.ofDays(365))),
    SESSION_MAX_TTL("baton.sessions.max-ttl", new Form.Time(Duration.ofSeconds(1), Duration.ofDays(365))),
    TOMBSTONE_RETENTION(
            "baton.sessions.tombstone-retention", new Form.Time(Duration.ofMinutes(10), Duration.ofDays(30))),
    SESSION_ACK_WITHIN("baton.sessions.ack-within", new Form.Time(Duration.ofMillis(50), Duration.ofSeconds(30))),
    SESSION_ALONE_AFTER("baton.sessions.alone-after", new Form.Time(Duration.ofSeconds(1), Duration.ofMinutes(10))),
    SESSION_MAX_CLOCK_SKEW(
            "baton.sessions.max-clock-skew", new Form.Time(Duration.ofSeconds(1), Duration.ofMinutes(10))),
    LOG_ROTATE_EVERY("baton.logs.rotate-every", new Form.Time(Duration.ZERO, Duration.ofDays(31))),
    LOG_KEEP_FOR("baton.logs.keep-for", new Form.Time(Duration.ofMinutes(1), Duration.ofDays(3650))),
    HEALTH_STALE_AFTER("baton.health.stale-after", new Form.Time(Duration.ofSeconds(1), Duration.ofMinutes(5))),
    DRAIN_SETTLE("baton.drain.settle", new Form.Time(Duration.ZERO, Duration.ofMinutes(5))),
    MAX_RESTARTS("baton.process.max-restarts", new Form.Whole(0, 1_000_000)),
    RESTARTS_PER_SECOND("baton.process.restarts-per-second", new Form.Whole(1, 1000)),
    PARALLEL_STARTS("baton.process.parallel-starts", new Form.Whole(1, 100_000)),
    MAX_SESSIONS("baton.sessions.max-sessions", new Form.Whole(100, 1_000_000)),
    MAX_HEAP_PERCENT("baton.sessions.max-heap-percent", new Form.Whole(1, 45)),
    MAX_SESSION_KIB("baton.sessions.max-session-kib", new Form.Whole(1, 4096)),
    MAX_ATTRIBUTE_KIB("baton.sessions.max-attribute-kib", new Form.Whole(1, 128)),
    LOG_ROTATE_AT_MIB("baton.logs.rotate-at-mib", new Form.Whole(1, 100_000)),
    LOG_KEEP_FILES("baton.logs.keep-files", new Form.Whole(1, 10_000)),
    LOG_KEEP_MIB("baton.logs.keep-mib", new Form.Whole(1, 100_000_000)),
    AUDIT_ROTATE_AT_MIB("baton.audit.rotate-at-mib", new Form.Whole(1, 100_000)),
    HEALTH_PORT("baton.health.port", new Form.Whole(0, 65_535)),
    AGENT_CHECK_PORT("baton.health.agent-check-port", new Form.Whole(0, 65_535)),
    GUARD(
            "baton.primary.guard",
            new Form.Switch("operator, majority or database", List.of("operator", "majority", "database"))),
    DATABASE_URL(
            "baton.primary.database.url",
            new Form.Word(
                    "off or a URL of JDBC without a password",
                    "\"jdbc:postgresql://db.example.com/baton?user=baton&sslmode=verify-full\"",
                    DatabaseSettings.URL)),
    DATABASE_PASSWORD_FILE(
            "baton.primary.database.password-file",
            new Form.Word("a path", "certificates/database-password", DatabaseSettings.PASSWORD_FILE)),
    DATABASE_PASSWORD_ITEM(
            "baton.primary.database.password-item",
            new Form.Word("the name of an item", "BatonDbPassword", DatabaseSettings.PASSWORD_ITEM)),
    RESUME("baton.primary.resume", new Form.Switch("true or false", List.of("true", "false"))),
    STANDBY("baton.process.standby", new Form.Switch("warm or cold", List.of("warm", "cold"))),
    AOT_CACHE("baton.process.aot-cache", new Form.Switch("off, use or train", List.of("off", "use", "train"))),
    AOT_CACHE_MIB("baton.process.aot-cache-mib", new Form.Whole(1, 1_000_000)),
    JOURNAL_FSYNC("baton.sessions.journal-fsync", onOrOff()),
    ARCHIVE_AT_START("baton.logs.archive-at-start", onOrOff()),
    CLUSTER_TLS("baton.cluster.tls", onOrOff()),
    HEALTH_METRICS("baton.health.metrics", onOrOff()),
    ACCESS_USERS("baton.access.users", roles()),
    ACCESS_GROUPS("baton.access.groups", roles()),
    HTTP_TLS("baton.http.tls", new Form.Switch("auto, on or off", List.of("auto", "on", "off", "true", "false"))),
    HTTP_ANONYMOUS("baton.http.anonymous", new Form.Switch("health or view", List.of("health", "view"))),
    HTTP_HOSTS(
            "baton.http.hosts",
            new Form.Listed(
                    "host names", "baton.example.com", Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"))),
    CLIENT_CERTIFICATES("baton.http.client-certificates", roles()),
    PROXIES_FROM("baton.http.proxies.from", new Form.Listed("addresses in digits", "10.0.0.5", Forms.ADDRESS)),
    PROXIES_USER_HEADER(
            "baton.http.proxies.user-header", new Form.Word("the name of a header", "X-Forwarded-User", Forms.HEADER)),
    PROXIES_GROUPS_HEADER(
            "baton.http.proxies.groups-header",
            new Form.Word("the name of a header", "X-Forwarded-Groups", Forms.HEADER)),
    PROXIES_USERS("baton.http.proxies.users", roles()),
    PROXIES_GROUPS("baton.http.proxies.groups", roles()),
    PROXIES_TRUST_LOCAL_USERS("baton.http.proxies.trust-local-users", onOrOff()),
    EVENTS_SYSLOG(
            "baton.events.syslog",
            new Form.Word("off or a receiver of syslog", "\"udp://host:514\"", SyslogTarget.SETTING)),
    METRICS_PUSH(
            "baton.metrics.push",
            new Form.Word("off or the URL of a collector", "\"http://host:4318/v1/metrics\"", PushTarget.SETTING));

    private static final class Forms {
        private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
        static final Pattern ADDRESS =
                Pattern.compile("%s(\\.%s){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*".formatted(OCTET, OCTET));
        static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    }

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // Each form is a record of values.
    private final Form form;

    Setting(String key, Form form) {
        this.key = key;
        this.form = form;
    }

    private static Form onOrOff() {
        return new Form.Switch("on or off", List.of("on", "off", "true", "false"));
    }

    private static Form roles() {
        return new Form.Named("viewer, operator or admin", List.of("viewer", "operator", "admin"));
    }

    String key() {
        return key;
    }

    Form form() {
        return form;
    }

    /** What a setting may hold. */
    sealed interface Form {

        record Time(Duration least, Duration most) implements Form {
            boolean allows(Duration time) {
                return time.compareTo(least) >= 0 && time.compareTo(most) <= 0;
            }
        }

        record Whole(int least, int most) implements Form {
            boolean allows(String text) {
                return WholeNumbers.parse(text, least, most).isPresent();
            }
        }

        /** One of some words; {@code shown} is how a message names them. */
        record Switch(String shown, List<String> words) implements Form {
            boolean allows(String text) {
                return words.contains(text);
            }
        }

        /** One word; {@code shown} is how a message names what it is. */
        record Word(String shown, String example, Pattern words) implements Form {
            boolean allows(String text) {
                return words.matcher(text).matches();
            }
        }

        /** A list of words of one form; {@code shown} is how a message names them. */
        record Listed(String shown, String example, Pattern words) implements Form {
            boolean allows(String text) {
                return words.matcher(text).matches();
            }
        }

        /** Names of one's own, each with one of some words. */
        record Named(String shown, List<String> words) implements Form {
            boolean allows(String text) {
                return words.contains(text);
            }
        }
    }
}
