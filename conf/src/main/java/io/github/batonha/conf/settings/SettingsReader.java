package io.github.batonha.conf.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.hocon.HoconText;
import io.github.batonha.conf.model.AccessSettings;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.model.AotSettings;
import io.github.batonha.conf.model.DatabaseSettings;
import io.github.batonha.conf.model.HealthSettings;
import io.github.batonha.conf.model.HttpSettings;
import io.github.batonha.conf.model.ProxySettings;
import io.github.batonha.conf.model.RestartSettings;
import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.conf.parsing.Durations;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.logs.LogPolicy;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.spec.AotMode;
import io.github.batonha.supervision.spec.StandbyMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code baton.conf} over this module's {@code reference.conf}. */
public final class SettingsReader {

    private static final long MIB = 1024 * 1024;
    private static final Map<String, Setting> SETTINGS = Arrays.stream(Setting.values())
            .collect(Collectors.toMap(Setting::key, Function.identity(), (first, second) -> first, LinkedHashMap::new));

    /** Names of an earlier release, each with the one that took its place. */
    private static final Map<String, String> RENAMED = Map.of(
            "baton.sessions.snapshot", Setting.JOURNAL_FSYNC.key(),
            "baton.sessions.max-away", Setting.TOMBSTONE_RETENTION.key());

    private Config values = reference();
    private final Map<Setting, Integer> lines = new EnumMap<>(Setting.class);

    private SettingsReader() {}

    /** The defaults. */
    public static AgentSettings defaults() {
        return new SettingsReader().settings();
    }

    /** The file's values where they are good, else the defaults, with a problem for each that is not. */
    public static AgentSettings read(ConfFile file, String text, Findings findings) {
        var reader = new SettingsReader();
        HoconText.parse(file, text, findings).ifPresent(root -> reader.walk("", root, file, findings));
        reader.checkRelations(file, findings);
        reader.checkProxies(file, findings);
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
            var setting = SETTINGS.get(key);
            if (setting != null && setting.form() instanceof Setting.Form.Named named) {
                setNamed(setting, named, value, file, findings);
            } else if (setting != null && setting.form() instanceof Setting.Form.Listed listed) {
                setListed(setting, listed, value, file, findings);
            } else if (setting != null) {
                set(setting, value, file.at(HoconText.line(value)), findings);
            } else if (value instanceof ConfigObject inner
                    && SETTINGS.keySet().stream().anyMatch(known -> known.startsWith(key + "."))) {
                walk(key, inner, file, findings);
            } else if (RENAMED.containsKey(key)) {
                findings.problem(
                        file.at(HoconText.line(value)),
                        "%s is called %s since 0.2.0: give it its new name".formatted(key, RENAMED.get(key)));
            } else {
                var keys = SETTINGS.keySet();
                findings.problem(
                        file.at(HoconText.line(value)),
                        "%s is not a setting of baton%s"
                                .formatted(
                                        key, Nearest.hint(key, keys, ": the settings are " + String.join(", ", keys))));
            }
        });
    }

    /** Takes the value where it is good. */
    private void set(Setting setting, ConfigValue value, Place place, Findings findings) {
        var text = HoconText.scalar(value).orElse("");
        var problem = problem(setting.form(), text);
        if (problem.isEmpty()) {
            values = values.withValue(setting.key(), ConfigValueFactory.fromAnyRef(text.strip()));
            lines.put(setting, HoconText.line(value));
        } else {
            findings.problem(place, "%s is %s".formatted(setting.key(), problem));
        }
    }

    /** Takes each name whose word is good. */
    private void setNamed(
            Setting setting, Setting.Form.Named named, ConfigValue value, ConfFile file, Findings findings) {
        if (!(value instanceof ConfigObject names)) {
            findings.problem(
                    file.at(HoconText.line(value)),
                    "%s must be names in braces, such as { alice = %s }"
                            .formatted(setting.key(), named.words().getFirst()));
            return;
        }
        var good = new TreeMap<String, String>();
        names.forEach((name, word) -> {
            var text = HoconText.scalar(word).orElse("").strip();
            if (named.allows(text)) {
                good.put(name, text);
            } else {
                findings.problem(
                        file.at(HoconText.line(word)),
                        "%s.%s is \"%s\", but must be %s".formatted(setting.key(), name, text, named.shown()));
            }
        });
        values = values.withValue(setting.key(), ConfigValueFactory.fromMap(good));
        lines.put(setting, HoconText.line(value));
    }

    /** Takes the list where each word of it is good. */
    private void setListed(
            Setting setting, Setting.Form.Listed listed, ConfigValue value, ConfFile file, Findings findings) {
        var words = value instanceof ConfigList list
                ? list.stream()
                        .map(word -> HoconText.scalar(word).orElse("").strip())
                        .toList()
                : List.of(HoconText.scalar(value).orElse(""));
        var bad = words.stream().filter(word -> !listed.allows(word)).toList();
        if (value instanceof ConfigList && bad.isEmpty()) {
            values = values.withValue(setting.key(), ConfigValueFactory.fromIterable(words));
            lines.put(setting, HoconText.line(value));
            return;
        }
        findings.problem(
                file.at(HoconText.line(value)),
                "%s has \"%s\", but must be a list of %s, such as [\"%s\"]"
                        .formatted(
                                setting.key(),
                                (bad.isEmpty() ? words : bad).getFirst(),
                                listed.shown(),
                                listed.example()));
    }

    /** Empty where the text has that form. */
    private static String problem(Setting.Form form, String text) {
        return switch (form) {
            case Setting.Form.Time time ->
                Durations.parse(text)
                        .map(parsed -> time.allows(parsed)
                                ? ""
                                : "%s, but must be from %s to %s"
                                        .formatted(text, shown(time.least()), shown(time.most())))
                        .orElse("\"%s\", but must be a time with its unit, such as 10 s".formatted(text));
            case Setting.Form.Whole whole ->
                whole.allows(text)
                        ? ""
                        : "\"%s\", but must be a whole number from %d to %d"
                                .formatted(text, whole.least(), whole.most());
            case Setting.Form.Switch switched ->
                switched.allows(text) ? "" : "\"%s\", but must be %s".formatted(text, switched.shown());
            case Setting.Form.Word word ->
                word.allows(text)
                        ? ""
                        : "\"%s\", but must be %s, such as %s"
                                .formatted(
                                        text.replaceAll("password=[^&]*", "password=(not shown)"),
                                        word.shown(),
                                        word.example());
            case Setting.Form.Listed listed -> "\"%s\", but must be a list of %s".formatted(text, listed.shown());
            case Setting.Form.Named named -> "\"%s\", but must be %s".formatted(text, named.shown());
        };
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
        if (httpTls() == HttpSettings.Tls.ON && !isOn(Setting.CLUSTER_TLS)) {
            findings.problem(
                    file.at(line(Setting.HTTP_TLS, Setting.CLUSTER_TLS)),
                    "baton.http.tls is on, but has the certificates of the cluster port, where baton.cluster.tls is off: set that to on too");
        }
        if (httpTls() == HttpSettings.Tls.OFF
                && !named(Setting.CLIENT_CERTIFICATES).isEmpty()) {
            findings.problem(
                    file.at(line(Setting.CLIENT_CERTIFICATES, Setting.HTTP_TLS)),
                    "baton.http.client-certificates gives roles, but baton.http.tls is off, so no client shows a certificate: set it to auto or on");
        }
        var grace = time(Setting.AGENT_LOSS_GRACE);
        if (time(Setting.MARGIN).multipliedBy(20).compareTo(grace) < 0) {
            findings.problem(
                    file.at(line(Setting.MARGIN, Setting.AGENT_LOSS_GRACE)),
                    "baton.primary.margin (%s) must be at least a twentieth of baton.primary.agent-loss-grace (%s), because clocks drift: raise margin"
                            .formatted(shown(time(Setting.MARGIN)), shown(grace)));
        }
    }

    private HttpSettings.Tls httpTls() {
        return HttpSettings.Tls.of(values.getString(Setting.HTTP_TLS.key()));
    }

    /** The address that can't be a proxy's, and the like, each at its line. */
    private void checkProxies(ConfFile file, Findings findings) {
        ProxyChecks.problems(proxies(), !findings.hasProblems())
                .forEach((setting, problem) -> findings.problem(
                        file.at(line(setting, Setting.PROXIES_FROM)), "%s %s".formatted(setting.key(), problem)));
    }

    private int line(Setting first, Setting second) {
        return Optional.ofNullable(lines.get(first)).orElseGet(() -> lines.getOrDefault(second, 0));
    }

    private Duration time(Setting setting) {
        return values.getDuration(setting.key());
    }

    private int whole(Setting setting) {
        return values.getInt(setting.key());
    }

    private Map<String, String> named(Setting setting) {
        return values.getObject(setting.key()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().unwrapped().toString()));
    }

    private boolean isOn(Setting setting) {
        return values.getBoolean(setting.key());
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
                isOn(Setting.RESUME),
                Guard.valueOf(values.getString(Setting.GUARD.key()).toUpperCase(Locale.ROOT)),
                restarts(),
                time(Setting.DEPENDENCY_TIMEOUT),
                time(Setting.STOP_WITHIN),
                time(Setting.ANSWER_WITHIN),
                time(Setting.STANDBY_WAIT),
                time(Setting.HEARTBEAT_EVERY),
                time(Setting.DOWN_AFTER),
                sessions(),
                logs(),
                new HealthSettings(
                        whole(Setting.HEALTH_PORT),
                        whole(Setting.AGENT_CHECK_PORT),
                        time(Setting.HEALTH_STALE_AFTER),
                        time(Setting.DRAIN_SETTLE),
                        isOn(Setting.HEALTH_METRICS)),
                isOn(Setting.CLUSTER_TLS),
                new AccessSettings(named(Setting.ACCESS_USERS), named(Setting.ACCESS_GROUPS)),
                whole(Setting.AUDIT_ROTATE_AT_MIB),
                new HttpSettings(
                        values.getStringList(Setting.HTTP_HOSTS.key()),
                        HttpSettings.Anonymous.of(values.getString(Setting.HTTP_ANONYMOUS.key())),
                        httpTls(),
                        proxies(),
                        named(Setting.CLIENT_CERTIFICATES)),
                values.getString(Setting.EVENTS_SYSLOG.key()),
                values.getString(Setting.METRICS_PUSH.key()),
                new AotSettings(AotMode.of(values.getString(Setting.AOT_CACHE.key())), whole(Setting.AOT_CACHE_MIB)),
                new DatabaseSettings(
                        values.getString(Setting.DATABASE_URL.key()),
                        values.getString(Setting.DATABASE_PASSWORD_FILE.key()),
                        values.getString(Setting.DATABASE_PASSWORD_ITEM.key())));
    }

    private ProxySettings proxies() {
        return new ProxySettings(
                values.getStringList(Setting.PROXIES_FROM.key()),
                values.getString(Setting.PROXIES_USER_HEADER.key()),
                values.getString(Setting.PROXIES_GROUPS_HEADER.key()),
                named(Setting.PROXIES_USERS),
                named(Setting.PROXIES_GROUPS),
                isOn(Setting.PROXIES_TRUST_LOCAL_USERS));
    }

    private LogPolicy logs() {
        return new LogPolicy(
                whole(Setting.LOG_ROTATE_AT_MIB) * MIB,
                time(Setting.LOG_ROTATE_EVERY),
                whole(Setting.LOG_KEEP_FILES),
                time(Setting.LOG_KEEP_FOR),
                whole(Setting.LOG_KEEP_MIB) * MIB,
                isOn(Setting.ARCHIVE_AT_START));
    }

    private RestartSettings restarts() {
        return new RestartSettings(
                whole(Setting.MAX_RESTARTS),
                time(Setting.RESTART_PERIOD),
                time(Setting.BACKOFF),
                time(Setting.MAX_BACKOFF),
                time(Setting.STABLE_AFTER),
                whole(Setting.RESTARTS_PER_SECOND),
                whole(Setting.PARALLEL_STARTS),
                values.getString(Setting.STANDBY.key()).equals("cold") ? StandbyMode.COLD : StandbyMode.WARM);
    }

    private SessionSettings sessions() {
        return new SessionSettings(
                time(Setting.SESSION_TTL),
                time(Setting.SESSION_MAX_TTL),
                time(Setting.TOMBSTONE_RETENTION),
                time(Setting.SESSION_ACK_WITHIN),
                time(Setting.SESSION_ALONE_AFTER),
                time(Setting.SESSION_MAX_CLOCK_SKEW),
                whole(Setting.MAX_SESSIONS),
                whole(Setting.MAX_HEAP_PERCENT),
                whole(Setting.MAX_SESSION_KIB),
                whole(Setting.MAX_ATTRIBUTE_KIB),
                isOn(Setting.JOURNAL_FSYNC));
    }
}
