package io.github.batonha.conf.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.hocon.HoconText;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.model.HealthSettings;
import io.github.batonha.conf.model.RestartSettings;
import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.conf.parsing.Durations;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.logs.LogPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code baton.conf} over this module's {@code reference.conf}. */
public final class SettingsReader {

    private static final String JOURNAL_FSYNC = "baton.sessions.journal-fsync";
    private static final String ARCHIVE_AT_START = "baton.logs.archive-at-start";
    private static final long MIB = 1024 * 1024;
    private static final List<String> KEYS = Stream.concat(
                    Arrays.stream(Setting.values()).map(Setting::key),
                    Stream.concat(
                            Arrays.stream(Amount.values()).map(Amount::key),
                            Stream.of(Setting.RESUME, JOURNAL_FSYNC, ARCHIVE_AT_START)))
            .toList();

    /** Names of an earlier release, each with the one that took its place. */
    private static final Map<String, String> RENAMED = Map.of(
            "baton.sessions.snapshot", JOURNAL_FSYNC, "baton.sessions.max-away", Setting.TOMBSTONE_RETENTION.key());

    private final Map<Setting, Duration> times = new EnumMap<>(Setting.class);
    private final Map<Setting, Integer> lines = new EnumMap<>(Setting.class);
    private final Config reference = reference();
    private final Map<Amount, Integer> amounts = new EnumMap<>(Amount.class);
    private boolean journalFsync = reference.getBoolean(JOURNAL_FSYNC);
    private boolean archiveAtStart = reference.getBoolean(ARCHIVE_AT_START);
    private boolean resume = reference.getBoolean(Setting.RESUME);

    private SettingsReader() {
        for (var setting : Setting.values()) {
            times.put(setting, reference.getDuration(setting.key()));
        }
        for (var amount : Amount.values()) {
            amounts.put(amount, reference.getInt(amount.key()));
        }
    }

    /** The defaults. */
    public static AgentSettings defaults() {
        return new SettingsReader().settings();
    }

    /** The file's values where they are good, else the defaults, with a problem for each that is not. */
    public static AgentSettings read(ConfFile file, String text, Findings findings) {
        var reader = new SettingsReader();
        HoconText.parse(file, text, findings).ifPresent(root -> reader.walk("", root, file, findings));
        reader.checkRelations(file, findings);
        return reader.settings();
    }

    /** Several jars may have a reference.conf with a part called baton; other parts may not be resolvable by themselves. */
    private static Config reference() {
        return ConfigFactory.parseResources(SettingsReader.class.getClassLoader(), "reference.conf")
                .withOnlyPath("baton")
                .resolve();
    }

    private void walk(String path, ConfigObject object, ConfFile file, Findings findings) {
        object.forEach((name, value) -> {
            var key = path.isEmpty() ? name : path + "." + name;
            if (KEYS.contains(key)) {
                set(key, value, file, findings);
            } else if (value instanceof ConfigObject inner
                    && KEYS.stream().anyMatch(known -> known.startsWith(key + "."))) {
                walk(key, inner, file, findings);
            } else if (RENAMED.containsKey(key)) {
                findings.problem(
                        file.at(HoconText.line(value)),
                        "%s is called %s since 0.2.0: give it its new name".formatted(key, RENAMED.get(key)));
            } else {
                findings.problem(
                        file.at(HoconText.line(value)),
                        "%s is not a setting of baton%s"
                                .formatted(
                                        key, Nearest.hint(key, KEYS, ": the settings are " + String.join(", ", KEYS))));
            }
        });
    }

    private void set(String key, ConfigValue value, ConfFile file, Findings findings) {
        var text = HoconText.scalar(value).orElse("");
        var place = file.at(HoconText.line(value));
        if (key.equals(Setting.RESUME)) {
            if (!text.equals("true") && !text.equals("false")) {
                findings.problem(place, "%s is \"%s\", but must be true or false".formatted(key, text));
            }
            resume = text.equals("true");
            return;
        }
        if (key.equals(JOURNAL_FSYNC)) {
            journalFsync = isOn(key, text, place, findings);
            return;
        }
        if (key.equals(ARCHIVE_AT_START)) {
            archiveAtStart = isOn(key, text, place, findings);
            return;
        }
        var amount = Amount.of(key);
        if (amount.isPresent()) {
            set(amount.get(), text, place, findings);
            return;
        }
        var setting = setting(key);
        var time = Durations.parse(text);
        if (time.isEmpty()) {
            findings.problem(
                    place, "%s is \"%s\", but must be a time with its unit, such as 10 s".formatted(key, text));
        } else if (!setting.allows(time.get())) {
            findings.problem(
                    place,
                    "%s is %s, but must be from %s to %s"
                            .formatted(key, text, shown(setting.least()), shown(setting.most())));
        } else {
            times.put(setting, time.get());
            lines.put(setting, HoconText.line(value));
        }
    }

    private static boolean isOn(String key, String text, Place place, Findings findings) {
        if (!List.of("on", "off", "true", "false").contains(text)) {
            findings.problem(place, "%s is \"%s\", but must be on or off".formatted(key, text));
        }
        return text.equals("on") || text.equals("true");
    }

    private void set(Amount amount, String text, Place place, Findings findings) {
        amount.parse(text)
                .ifPresentOrElse(
                        number -> amounts.put(amount, number),
                        () -> findings.problem(
                                place, "%s is \"%s\", but must be %s".formatted(amount.key(), text, amount.range())));
    }

    private static Setting setting(String key) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private void checkRelations(ConfFile file, Findings findings) {
        var heartbeat = time(Setting.HEARTBEAT_EVERY);
        if (time(Setting.DOWN_AFTER).compareTo(heartbeat.multipliedBy(2)) <= 0) {
            findings.problem(
                    file.at(line(Setting.DOWN_AFTER, Setting.HEARTBEAT_EVERY)),
                    "baton.view.down-after (%s) must be more than twice baton.view.heartbeat-every (%s), else one lost heartbeat turns a node DOWN: raise down-after"
                            .formatted(shown(time(Setting.DOWN_AFTER)), shown(heartbeat)));
        }
        if (time(Setting.SESSION_TTL).compareTo(time(Setting.SESSION_MAX_TTL)) > 0) {
            findings.problem(
                    file.at(line(Setting.SESSION_TTL, Setting.SESSION_MAX_TTL)),
                    "baton.sessions.default-ttl (%s) must not exceed baton.sessions.max-ttl (%s): lower one or raise the other"
                            .formatted(shown(time(Setting.SESSION_TTL)), shown(time(Setting.SESSION_MAX_TTL))));
        }
        if (time(Setting.HEALTH_STALE_AFTER).compareTo(heartbeat.multipliedBy(2)) <= 0) {
            findings.problem(
                    file.at(line(Setting.HEALTH_STALE_AFTER, Setting.HEARTBEAT_EVERY)),
                    "baton.health.stale-after (%s) must be more than twice baton.view.heartbeat-every (%s), else one late look sends users away: raise stale-after"
                            .formatted(shown(time(Setting.HEALTH_STALE_AFTER)), shown(heartbeat)));
        }
        if (time(Setting.BACKOFF).compareTo(time(Setting.MAX_BACKOFF)) > 0) {
            findings.problem(
                    file.at(line(Setting.BACKOFF, Setting.MAX_BACKOFF)),
                    "baton.process.backoff (%s) must not exceed baton.process.max-backoff (%s): lower one or raise the other"
                            .formatted(shown(time(Setting.BACKOFF)), shown(time(Setting.MAX_BACKOFF))));
        }
        var grace = time(Setting.AGENT_LOSS_GRACE);
        if (time(Setting.MARGIN).multipliedBy(20).compareTo(grace) < 0) {
            findings.problem(
                    file.at(line(Setting.MARGIN, Setting.AGENT_LOSS_GRACE)),
                    "baton.primary.margin (%s) must be at least a twentieth of baton.primary.agent-loss-grace (%s), because clocks drift: raise margin"
                            .formatted(shown(time(Setting.MARGIN)), shown(grace)));
        }
    }

    private int line(Setting first, Setting second) {
        return Optional.ofNullable(lines.get(first)).orElseGet(() -> lines.getOrDefault(second, 0));
    }

    private Duration time(Setting setting) {
        return Optional.ofNullable(times.get(setting)).orElseThrow();
    }

    /** {@code 1.5 s}, {@code 200 ms}, {@code 10 minutes}. */
    private static String shown(Duration time) {
        var millis = time.toMillis();
        if (millis % 60_000 == 0 && millis > 0) {
            return millis / 60_000 + (millis == 60_000 ? " minute" : " minutes");
        }
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }

    private AgentSettings settings() {
        return new AgentSettings(
                time(Setting.AGENT_LOSS_GRACE),
                time(Setting.MARGIN),
                resume,
                restarts(),
                time(Setting.DEPENDENCY_TIMEOUT),
                time(Setting.STOP_WITHIN),
                time(Setting.ANSWER_WITHIN),
                time(Setting.HEARTBEAT_EVERY),
                time(Setting.DOWN_AFTER),
                sessions(),
                logs(),
                new HealthSettings(
                        amount(Amount.HEALTH_PORT),
                        amount(Amount.AGENT_CHECK_PORT),
                        time(Setting.HEALTH_STALE_AFTER),
                        time(Setting.DRAIN_SETTLE)));
    }

    private LogPolicy logs() {
        return new LogPolicy(
                amount(Amount.LOG_ROTATE_AT_MIB) * MIB,
                time(Setting.LOG_ROTATE_EVERY),
                amount(Amount.LOG_KEEP_FILES),
                time(Setting.LOG_KEEP_FOR),
                amount(Amount.LOG_KEEP_MIB) * MIB,
                archiveAtStart);
    }

    private RestartSettings restarts() {
        return new RestartSettings(
                amount(Amount.MAX_RESTARTS),
                time(Setting.RESTART_PERIOD),
                time(Setting.BACKOFF),
                time(Setting.MAX_BACKOFF),
                time(Setting.STABLE_AFTER),
                amount(Amount.RESTARTS_PER_SECOND),
                amount(Amount.PARALLEL_STARTS));
    }

    private SessionSettings sessions() {
        return new SessionSettings(
                time(Setting.SESSION_TTL),
                time(Setting.SESSION_MAX_TTL),
                time(Setting.TOMBSTONE_RETENTION),
                time(Setting.SESSION_ACK_WITHIN),
                time(Setting.SESSION_ALONE_AFTER),
                time(Setting.SESSION_MAX_CLOCK_SKEW),
                amount(Amount.MAX_SESSIONS),
                amount(Amount.MAX_HEAP_PERCENT),
                amount(Amount.MAX_SESSION_KIB),
                amount(Amount.MAX_ATTRIBUTE_KIB),
                journalFsync);
    }

    private int amount(Amount amount) {
        return Optional.ofNullable(amounts.get(amount)).orElseThrow();
    }
}
