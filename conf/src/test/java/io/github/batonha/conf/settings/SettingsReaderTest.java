package io.github.batonha.conf.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.model.AccessSettings;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.model.HealthSettings;
import io.github.batonha.conf.model.HttpSettings;
import io.github.batonha.conf.model.RestartSettings;
import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.supervision.logs.LogPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

    private static final AgentSettings DEFAULTS = new AgentSettings(
            Duration.ofSeconds(15),
            Duration.ofSeconds(3),
            false,
            RestartSettings.DEFAULT.withBackoff(Duration.ofSeconds(1)),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            SessionSettings.DEFAULT,
            LogPolicy.DEFAULT,
            HealthSettings.DEFAULT,
            true,
            AccessSettings.DEFAULT,
            64,
            HttpSettings.DEFAULT);

    private final Findings findings = new Findings();

    @Test
    void givenNothing_whenRead_thenTheDefaultsAreThosePromised() {
        assertThat(SettingsReader.defaults()).isEqualTo(DEFAULTS);
        assertThat(read("")).isEqualTo(DEFAULTS);
        assertThat(findings.problems()).isEmpty();
    }

    @Test
    void givenEveryKey_whenRead_thenEachArrives() {
        var settings = read("""
                baton {
                  primary { agent-loss-grace = 6 s, margin = 1 s, resume = true, answer-within = 500 ms }
                  process { backoff = 0 s, dependency-timeout = 1 minute, stop-within = 250ms }
                  view { heartbeat-every = 200 ms, down-after = 1 s }
                  audit { rotate-at-mib = 7 }
                }
                """);

        assertThat(findings.problems()).isEmpty();
        assertThat(settings)
                .isEqualTo(new AgentSettings(
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(1),
                        true,
                        RestartSettings.DEFAULT.withBackoff(Duration.ZERO),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        SessionSettings.DEFAULT,
                        LogPolicy.DEFAULT,
                        HealthSettings.DEFAULT,
                        true,
                        AccessSettings.DEFAULT,
                        7,
                        HttpSettings.DEFAULT));
    }

    @Test
    void givenTheKeysOfRestarts_whenRead_thenEachArrives() {
        var settings = read("""
                baton.process {
                  max-restarts = 3, restart-period = 1 minute, backoff = 200 ms, max-backoff = 2 s, stable-after = 4 s
                  restarts-per-second = 5, parallel-starts = 6
                }
                """);

        assertThat(findings.problems()).isEmpty();
        assertThat(settings.restarts())
                .isEqualTo(new RestartSettings(
                        3,
                        Duration.ofMinutes(1),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        5,
                        6));
    }

    @Test
    void givenNamesWithRoles_whenRead_thenEachArrives() {
        var settings = read("baton.access { users = { alice = operator, \"j.doe\" = admin }, groups.ops = viewer }");

        assertThat(findings.problems()).isEmpty();
        assertThat(settings.access())
                .isEqualTo(new AccessSettings(Map.of("alice", "operator", "j.doe", "admin"), Map.of("ops", "viewer")));
    }

    @Test
    void givenTheKeysOfHttp_whenRead_thenEachArrives() {
        var settings = read("baton.http { hosts = [\"baton.example.com\", alias], anonymous = view }");

        assertThat(findings.problems()).isEmpty();
        assertThat(settings.http())
                .isEqualTo(new HttpSettings(List.of("baton.example.com", "alias"), HttpSettings.Anonymous.VIEW));
    }

    private AgentSettings read(String text) {
        return SettingsReader.read(new ConfFile("conf/baton.conf", Path.of("unused")), text, findings);
    }
}
