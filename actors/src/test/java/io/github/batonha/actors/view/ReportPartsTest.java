package io.github.batonha.actors.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReportPartsTest {
    /** What a frame takes, less the envelope. */
    private static final int FRAME = (256 - 8) << 10;

    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private static NodeReport report(int processes, String name, String message, long tick) {
        var all = IntStream.range(0, processes)
                .mapToObj(i -> new ReportedProcess(
                        new ProcessStatus(
                                name + i,
                                name,
                                4_000_000L,
                                65535,
                                ProcessState.ERROR,
                                100.123456789,
                                12.3456789,
                                Long.MAX_VALUE,
                                Integer.MAX_VALUE,
                                true,
                                message),
                        Long.MAX_VALUE))
                .toList();
        var primary = new PrimaryStatus(
                Role.SECONDARY,
                "NodeB",
                Long.MAX_VALUE,
                "ж".repeat(100_000),
                Collections.nCopies(10_000, "NodeC"),
                Collections.nCopies(10_000, "NodeD"),
                Collections.nCopies(10_000, "NodeE"),
                "ж".repeat(100_000),
                new PrimaryStatus.Lease(Collections.nCopies(10_000, "NodeF"), Long.MAX_VALUE, Long.MIN_VALUE));
        return new NodeReport(
                "NodeA",
                Instant.EPOCH,
                tick,
                false,
                "hash",
                primary,
                all,
                MonCluster.NodeView.Drain.DRAINING,
                0,
                1,
                null);
    }

    private static int bytes(NodeReport report) {
        return SerializationExtension.get(Adapter.toClassic(KIT.system()))
                .serialize(report)
                .get()
                .length;
    }

    @Test
    void givenAThousandProcessesWithTheLongestTexts_whenTakenApart_thenEachPartFitsIntoAFrame() {
        for (var message : List.of("ж".repeat(600), "🦊".repeat(10_000), "\u0000".repeat(5_000), "")) {
            for (var name : List.of("P", "ж".repeat(248))) {
                var parts = ReportParts.of(report(1000, name, message, 1));

                assertThat(parts).allSatisfy(part -> assertThat(bytes(part)).isLessThan(FRAME));
            }
        }
    }

    @Test
    void givenTheParts_whenHeardInAnyOrder_thenTheWholeReportIsThereWithTheLastOne() {
        var report = report(1000, "PROCESS", "ж".repeat(600), 1);
        var parts = new ArrayList<>(ReportParts.of(report));
        Collections.reverse(parts);
        var hearing = new ReportParts();

        var before = parts.subList(0, parts.size() - 1).stream()
                .map(hearing::heard)
                .filter(heard -> heard.isPresent())
                .toList();
        var whole = hearing.heard(parts.getLast()).orElseThrow();

        assertThat(parts.size()).isGreaterThan(1);
        assertThat(before).isEmpty();
        assertThat(whole.parts()).isEqualTo(1);
        assertThat(whole.processes())
                .extracting(process -> process.status().name())
                .isEqualTo(report.processes().stream()
                        .map(process -> process.status().name())
                        .toList());
    }

    @Test
    void givenAPartThatWasLost_whenTheNextReportComes_thenThatOneIsWhole() {
        var hearing = new ReportParts();
        ReportParts.of(report(1000, "PROCESS", "ж".repeat(600), 1)).stream()
                .skip(1)
                .forEach(part -> assertThat(hearing.heard(part)).isEmpty());

        var next = ReportParts.of(report(1000, "PROCESS", "ж".repeat(600), 2));
        var heard = next.stream().flatMap(part -> hearing.heard(part).stream()).toList();

        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst().processes()).hasSize(1000);
        assertThat(heard.getFirst().tick()).isEqualTo(2);
    }

    @Test
    void givenAShortReport_whenTakenApart_thenItGoesWholeAndUnchanged() {
        var status = new ProcessStatus("ONE", "", 1L, null, ProcessState.HEALTHY, 0, 0, 0, 0, false, "its own words");
        var report = new NodeReport(
                "NodeA",
                Instant.EPOCH,
                1,
                false,
                "hash",
                new PrimaryStatus(Role.SECONDARY, "NodeB", 3, ""),
                List.of(new ReportedProcess(status, 1)),
                null,
                0,
                1,
                null);

        assertThat(ReportParts.of(report)).containsExactly(report);
    }
}
