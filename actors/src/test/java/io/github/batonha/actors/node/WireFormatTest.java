package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.github.batonha.actors.api.EvidenceList;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProbeReport;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.RevisionChanges;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.api.UsageQuery;
import io.github.batonha.actors.api.UsageReport;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.logs.Logs;
import io.github.batonha.actors.sessions.SessionsStatus;
import io.github.batonha.actors.usage.Usages;
import io.github.batonha.actors.view.NodeReport;
import io.github.batonha.actors.view.ReportedProcess;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.install.RevisionDifference;
import io.github.batonha.conf.install.RevisionDifference.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WireFormatTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private static void assertRoundTrip(Wire message) {
        KIT.serializationTestKit().verifySerialization(message, true);
    }

    @Test
    void whatNodesTellEachOtherEachSecondComesBackAsItWas() {
        assertRoundTrip(new Standing("NodeA", "pekko://baton@a:1#7", List.of("pekko://baton@a:1#7"), 1));
        assertRoundTrip(new LinkWatch.Hears("NodeA", List.of("NodeB")));
        assertRoundTrip(new NodeReport(
                "NodeA",
                Instant.parse("2026-01-02T03:04:05.678901234Z"),
                -5,
                true,
                "hash",
                new PrimaryStatus(
                        Role.PRIMARY,
                        "NodeA",
                        7,
                        "op",
                        List.of("NodeC"),
                        List.of(),
                        List.of("NodeB"),
                        "",
                        new PrimaryStatus.Lease(List.of("NodeB"), -5, 10)),
                List.of(new ReportedProcess(Definitions.status("ROUTER", ProcessState.MISSING), 1200)),
                MonCluster.NodeView.Drain.DRAINED,
                1,
                3,
                "the session store is 81 % full",
                "0.2.0",
                new Scheduled("NodeA", Instant.parse("2026-01-02T03:04:05Z"), "os:op", "why")));
    }

    @Test
    void givenUsageWithGaps_whenANodeTellsIt_thenItComesBackAsItWas() {
        var figures = new UsageReport.Figures(1.5, 2, 3, null, false, Arrays.asList(null, 4.0));
        var limit = new UsageReport.Limit("heap", 5, Instant.EPOCH, Instant.EPOCH, null);
        var row = new UsageReport.Row("ROUTER", "WEB", 9, figures, figures, null, 5, 6, 7, limit);
        var metric = new UsageReport.Metric("ROUTER", "WEB", "trades_total", true, 9, figures);
        assertRoundTrip(new Usages.Told(new UsageReport(
                "NodeA",
                "DEV",
                Instant.EPOCH,
                Instant.EPOCH,
                15,
                4,
                1 << 20,
                "boot",
                List.of(row),
                List.of(metric),
                3)));
        assertRoundTrip(new Usages.Failed("no file"));
        var look = new ProbeReport.Look(Instant.EPOCH, 0.5, false, "no answer");
        assertRoundTrip(new ProbeReport(
                "NodeA",
                "ROUTER",
                Instant.EPOCH,
                List.of(
                        new ProbeReport.Probe("readiness", "tcp 1", 0.2, 1, 1, look),
                        new ProbeReport.Probe("watchdog", "WATCHDOG=1", 9, 0, 1, null))));
        assertRoundTrip(new UsageQuery(Instant.EPOCH, UsageQuery.By.NODE, true, "ROUTER"));
    }

    @Test
    void givenAPlanWithChanges_whenANodeTellsIt_thenItComesBackAsItWas() {
        var changes = RevisionChanges.of(
                "a", "b", List.of(new RevisionDifference("process A <options>", "-Xmx1m", "", Kind.REMOVED)));
        assertRoundTrip(new Outcome("NodeA", "A", Outcome.Result.PLANNED, "restart")
                .with("b.1")
                .with(changes));
        assertRoundTrip(new SessionsStatus("NodeA", 1, 2, 3, true, List.of("NodeB"), 4, 5, 6, 7, 8, "", true));
    }

    @Test
    void givenEvidence_whenANodeListsIt_thenItComesBackAsItWas() {
        var file = new EvidenceList.File("threads.txt", 7);
        assertRoundTrip(new Logs.EvidenceListed(
                List.of(new EvidenceList.Folder("ROUTER-20260102-030405-678", Instant.EPOCH, List.of(file)))));
        assertRoundTrip(new Logs.NoEvidence(Logs.NoEvidence.Why.NO_TEXT, "no text"));
    }

    /** The serializer of an agent stands in front of Jackson's, which then knows no bindings but only prefixes. */
    @Test
    void givenTypesThatAreBoundForTheWire_whenAnAgentSendsThem_thenJacksonAllowsTheirPackages() {
        var bound = ConfigFactory.parseResources("reference.conf")
                .getConfig("pekko.actor")
                .getObject("serialization-bindings");
        var allowed = ConfigFactory.parseResources("agent.conf")
                .getStringList("pekko.serialization.jackson.allowed-class-prefix");

        assertThat(bound.keySet())
                .filteredOn(name -> name.startsWith("io.github.batonha."))
                .hasSize(2)
                .allSatisfy(name -> assertThat(allowed).anyMatch(name::startsWith));
    }
}
