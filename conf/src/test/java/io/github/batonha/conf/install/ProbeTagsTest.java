package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.Check.Statuses;
import io.github.batonha.supervision.probe.Probe;
import io.github.batonha.supervision.probe.Probes;
import io.github.batonha.supervision.probe.Timing;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.MetricsEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTagsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final List<Statuses> GOOD = List.of(new Statuses(200, 399));

    @TempDir
    private Path folder;

    @Test
    void givenNothing_whenLoaded_thenThePortOrASecondTellsReadiness() throws Exception {
        assertThat(probes("", Map.of()).readiness().check()).isEqualTo(new Check.Tcp(8001));
        assertThat(probes("", Map.of())).isEqualTo(Probes.standard(8001));
    }

    @Test
    void givenAttributes_whenLoaded_thenTheyArrive() throws Exception {
        var probes = probes("""
                <readiness initialDelay="2 s" period="500 ms" timeout="3 s" successThreshold="2" status="200, 401-403">
                    http 8081 /health?all=1
                </readiness>
                <startWithin>1 minute</startWithin>
                <liveness period="5 s" failureThreshold="4">exec sh -c 'test -e "a b"'</liveness>
                <watchdog>30 s</watchdog>
                """, Map.of());

        assertThat(probes.readiness())
                .isEqualTo(new Probe(
                        new Check.Http(8081, "/health?all=1", List.of(new Statuses(200, 200), new Statuses(401, 403))),
                        new Timing(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(3), 2, 3)));
        assertThat(probes.liveness())
                .isEqualTo(new Probe(
                        new Check.Exec(List.of("sh", "-c", "test -e \"a b\"")),
                        new Timing(Duration.ZERO, Duration.ofSeconds(5), SECOND, 1, 4)));
        assertThat(probes.startWithin()).isEqualTo(Duration.ofMinutes(1));
        assertThat(probes.watchdog()).isEqualTo(Duration.ofSeconds(30));
        assertThat(probes.hasSocket()).isTrue();
    }

    @Test
    void givenProbesForAStandby_whenLoaded_thenTheyHoldWhileItWaits() throws Exception {
        var probes = probes("""
                <readiness standby="false">http /ready</readiness>
                <startWithin>1 minute</startWithin>
                <liveness standby="true">http /live</liveness>
                <watchdog>30 s</watchdog>
                """, Map.of());

        assertThat(probes.readiness().inStandby()).isFalse();
        assertThat(probes.liveness().inStandby()).isTrue();
        assertThat(probes.ofStandby())
                .isEqualTo(new Probes(
                        new Probe(new Check.Held(), Timing.every(Duration.ofMillis(100)), true),
                        Duration.ofMinutes(1),
                        probes.liveness(),
                        Duration.ZERO,
                        false));
    }

    @Test
    void givenNoPortInTheProbe_whenLoaded_thenItIsThatOfTheProcess() throws Exception {
        var probes = probes("<readiness>tcp</readiness> <liveness>http /live</liveness>", Map.of());

        assertThat(probes.readiness().check()).isEqualTo(new Check.Tcp(8001));
        assertThat(probes.readiness().timing().period()).isEqualTo(Probes.OFTEN);
        assertThat(probes.liveness().check()).isEqualTo(new Check.Http(8001, "/live", GOOD));
        assertThat(probes.liveness().timing()).isEqualTo(Timing.every(Duration.ofSeconds(10)));
        assertThat(probes.hasSocket()).isFalse();
    }

    @Test
    void givenWhatItSaysItself_whenLoaded_thenItIsGivenASocket() throws Exception {
        assertThat(probes("<readiness>notify</readiness>", Map.of())).satisfies(probes -> {
            assertThat(probes.readiness().check()).isEqualTo(new Check.Notified());
            assertThat(probes.hasSocket()).isTrue();
        });
        assertThat(probes("<notify>true</notify>", Map.of()).hasSocket()).isTrue();
    }

    @Test
    void givenWhoMaySpeak_whenLoaded_thenItIsTheMainProcessUnlessAllMay() throws Exception {
        assertThat(probes("<readiness>notify</readiness>", Map.of()).access()).isEqualTo(Probes.Access.MAIN);
        assertThat(probes("<watchdog>5 s</watchdog> <notifyAccess>all</notifyAccess>", Map.of())
                        .access())
                .isEqualTo(Probes.Access.ALL);
    }

    @Test
    void givenARegularExpression_whenLoaded_thenItIsAsItWasWritten() throws Exception {
        assertThat(probes("<readiness>log Started 'x' in\\s+\\d+ \"ms\" a=b</readiness>", Map.of())
                        .readiness()
                        .check())
                .isEqualTo(new Check.LogLine("Started 'x' in\\s+\\d+ \"ms\" a=b"));
    }

    @Test
    void givenAVariable_whenInstalled_thenItReplacesTagAndAttributes() throws Exception {
        var probes = probes(
                "<liveness period=\"5 s\">http /live</liveness>",
                Map.of("X_PROCESS_LIVENESS", "period='2 s' timeout=500ms tcp"));

        assertThat(probes.liveness())
                .isEqualTo(new Probe(
                        new Check.Tcp(8001),
                        new Timing(Duration.ZERO, Duration.ofSeconds(2), Duration.ofMillis(500), 1, 3)));
    }

    @Test
    void givenMetrics_whenLoaded_thenTheEndpointArrives() throws Exception {
        assertThat(process("<metrics port=\"9404\"/>", Map.of()).metrics())
                .contains(new MetricsEndpoint(9404, "/metrics"));
        assertThat(process("<metrics port=\"9404\" path=\"/q?a=b\"/>", Map.of("X_PROCESS_METRICS", "port=9405 path=/m"))
                        .metrics())
                .contains(new MetricsEndpoint(9405, "/m"));
        assertThat(process("", Map.of()).metrics()).isEmpty();
    }

    private Probes probes(String tags, Map<String, String> environment) throws IOException {
        return process(tags, environment).probes();
    }

    private ChildSpec process(String tags, Map<String, String> environment) throws IOException {
        var home = new TestHome(folder)
                .file("conf/x-processes.xml", """
                        <processes><process name="X"><command>sleep 1</command>
                        %s
                        </process></processes>
                        """.formatted(tags))
                .file(
                        "conf/x-service-definitions.xml",
                        "<configuration><service host=\"localhost\" name=\"X\" port=\"8001\"/></configuration>")
                .file("conf/system.conf", "systems = [ { name = S, hosts = [ NodeA ] } ]");
        var report = TestHome.run(home.home(), environment, "NodeA");
        assertThat(report.problems()).isEmpty();
        return InstalledRevision.load(home.home(), "NodeA", Map.of())
                .processes()
                .getFirst();
    }
}
