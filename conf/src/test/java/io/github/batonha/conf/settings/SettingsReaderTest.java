package io.github.batonha.conf.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.model.AccessSettings;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.conf.model.AotSettings;
import io.github.batonha.conf.model.DatabaseSettings;
import io.github.batonha.conf.model.HealthSettings;
import io.github.batonha.conf.model.HttpSettings;
import io.github.batonha.conf.model.ProxySettings;
import io.github.batonha.conf.model.RestartSettings;
import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.conf.model.SyslogTarget;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.supervision.logs.LogPolicy;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.spec.AotMode;
import io.github.batonha.supervision.spec.StandbyMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    private static final AgentSettings DEFAULTS = new AgentSettings(
            Duration.ofSeconds(15),
            Duration.ofSeconds(3),
            false,
            Guard.OPERATOR,
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
            HttpSettings.DEFAULT,
            AgentSettings.OFF,
            AgentSettings.OFF);

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
                  primary { agent-loss-grace = 6 s, margin = 1 s, resume = true, guard = majority, answer-within = 500 ms, standby-wait = 0 s
                    database { url = "jdbc:postgresql://db/baton?user=b", password-file = secret, password-item = Item } }
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
                        Guard.MAJORITY,
                        RestartSettings.DEFAULT.withBackoff(Duration.ZERO),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ZERO,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        SessionSettings.DEFAULT,
                        LogPolicy.DEFAULT,
                        HealthSettings.DEFAULT,
                        true,
                        AccessSettings.DEFAULT,
                        7,
                        HttpSettings.DEFAULT,
                        AgentSettings.OFF,
                        AgentSettings.OFF,
                        AotSettings.DEFAULT,
                        new DatabaseSettings("jdbc:postgresql://db/baton?user=b", "secret", "Item")));
    }

    @Test
    void givenAReceiverOfSyslog_whenRead_thenItArrives() {
        assertThat(read("baton.events.syslog = \"udp://log.example.com:514\"").syslogTarget())
                .contains(new SyslogTarget(false, "log.example.com", 514));
        assertThat(read("baton.events.syslog = \"tcp://[::1]:601\"").syslogTarget())
                .contains(new SyslogTarget(true, "[::1]", 601));
        assertThat(read("baton.events.syslog = off").syslogTarget()).isEmpty();
        assertThat(findings.problems()).isEmpty();

        for (var bad :
                List.of("udp://log", "udp://log:0", "tcp://log:65536", "http://log:80", "udp://log:514/x", "on")) {
            read("baton.events.syslog = \"%s\"".formatted(bad));
        }
        assertThat(findings.problems()).hasSize(6);
    }

    @Test
    void givenACollector_whenRead_thenItArrives() {
        for (var good :
                List.of("http://localhost:4318/v1/metrics", "https://[::1]:443/v1/metrics", "http://collector")) {
            assertThat(read("baton.metrics.push = \"%s\"".formatted(good)).pushTarget())
                    .contains(URI.create(good));
        }
        assertThat(read("baton.metrics.push = off").pushTarget()).isEmpty();
        assertThat(findings.problems()).isEmpty();

        for (var bad : List.of(
                "collector:4318",
                "grpc://host:4317",
                "http://",
                "http://host:0",
                "http://me:secret@host/",
                "http://host/a?b")) {
            read("baton.metrics.push = \"%s\"".formatted(bad));
        }
        assertThat(findings.problems()).hasSize(6);
    }

    @Test
    void givenTheKeysOfRestarts_whenRead_thenEachArrives() {
        var settings = read("""
                baton.process {
                  max-restarts = 3, restart-period = 1 minute, backoff = 200 ms, max-backoff = 2 s, stable-after = 4 s
                  restarts-per-second = 5, parallel-starts = 6, standby = cold
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
                        6,
                        StandbyMode.COLD));
    }

    @Test
    void givenTheKeysOfCaches_whenRead_thenEachArrives() {
        assertThat(read("").aot()).isEqualTo(AotSettings.DEFAULT);
        assertThat(read("baton.process { aot-cache = train, aot-cache-mib = 7 }")
                        .aot())
                .isEqualTo(new AotSettings(AotMode.TRAIN, 7));
        assertThat(findings.problems()).isEmpty();

        read("baton.process { aot-cache = on, aot-cache-mib = 0 }");
        assertThat(findings.problems()).hasSize(2);
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
        var settings = read("baton.http { hosts = [\"baton.example.com\", alias], anonymous = view, tls = on,"
                + " client-certificates = { \"alice@example.com\" = operator } }");

        assertThat(findings.problems()).isEmpty();
        assertThat(settings.http())
                .isEqualTo(new HttpSettings(
                        List.of("baton.example.com", "alias"),
                        HttpSettings.Anonymous.VIEW,
                        HttpSettings.Tls.ON,
                        ProxySettings.DEFAULT,
                        Map.of("alice@example.com", "operator")));
    }

    @Test
    void givenRolesForCertificates_whenHttpIsPlain_thenTheLineAndTheReasonAreSaid() {
        read("baton.http.client-certificates = { alice = viewer }\nbaton.http.tls = off");

        assertThat(findings.problems())
                .singleElement()
                .asString()
                .startsWith("conf/baton.conf:1: baton.http.client-certificates gives roles, but baton.http.tls is off");
    }

    @Test
    void givenTheKeysOfProxies_whenRead_thenEachArrives() {
        var settings = read("""
                baton.http.proxies {
                  from = ["10.0.0.5", "2001:db8::5"], user-header = Remote-User, groups-header = Remote-Groups
                  users = { "alice@example.com" = operator }, groups.ops = viewer
                }
                """);

        assertThat(findings.problems()).isEmpty();
        assertThat(settings.http().proxies())
                .isEqualTo(new ProxySettings(
                        List.of("10.0.0.5", "2001:db8::5"),
                        "Remote-User",
                        "Remote-Groups",
                        Map.of("alice@example.com", "operator"),
                        Map.of("ops", "viewer"),
                        false));
    }

    /** {@code users} is there each time, so that nothing else is wrong. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from = [10.0.0.5, 127.0.0.1] | from has \"127.0.0.1\", from which every user of the host",
                "from = [\"::1\"] | from has \"::1\", from which every user of the host",
                "from = [\"::ffff:127.0.0.1\"] | from which every user of the host",
                "from = [0.0.0.0] | no address of a single host",
                "from = [\"::\"] | no address of a single host",
                "from = [224.0.0.1] | no address of a single host",
                "from = [\"1::2::3\"] | from has \"1::2::3\", which is no address",
                "from = [proxy.example.com] | must be a list of addresses in digits",
                "from = [10.1] | must be a list of addresses in digits",
                "from = [010.0.0.5] | must be a list of addresses in digits",
                "from = 10.0.0.5 | must be a list of addresses in digits",
                "from = [10.0.0.5], user-header = authorization | user-header is \"authorization\", which has another meaning",
                "from = [10.0.0.5], user-header = x-forwarded-groups | groups-header is \"X-Forwarded-Groups\", as user-header is",
                "from = [] | users gives roles, but baton.http.proxies.from lists no proxy",
            })
    void givenProxiesThatCantBe_whenRead_thenTheLineAndTheReasonAreSaid(String keys, String problem) {
        read("baton.http.proxies.users = { alice = viewer }\nbaton.http.proxies { %s }".formatted(keys));

        assertThat(findings.problems())
                .singleElement()
                .asString()
                .contains("conf/baton.conf:")
                .contains(problem);
    }

    @Test
    void givenProxiesAndNobodyWithARole_whenRead_thenItSaysSo() {
        read("baton.http.proxies.from = [10.0.0.5]");

        assertThat(findings.problems())
                .singleElement()
                .asString()
                .startsWith("conf/baton.conf:1: baton.http.proxies.from lists proxies, but nobody has a role");
    }

    @Test
    void givenLocalUsersThatAreTrusted_whenAProxyIsOnThisHost_thenItIsTaken() {
        var settings =
                read("baton.http.proxies { from = [127.0.0.1], users = { alice = viewer }, trust-local-users = on }");

        assertThat(findings.problems()).isEmpty();
        assertThat(settings.http().proxies().trustLocalUsers()).isTrue();
    }

    private AgentSettings read(String text) {
        return SettingsReader.read(new ConfFile("conf/baton.conf", Path.of("unused")), text, findings);
    }
}
