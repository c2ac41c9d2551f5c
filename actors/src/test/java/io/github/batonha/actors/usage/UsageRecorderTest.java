package io.github.batonha.actors.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.UsageQuery;
import io.github.batonha.actors.api.UsageQuery.By;
import io.github.batonha.actors.api.UsageReport;
import io.github.batonha.actors.metrics.Exposition;
import io.github.batonha.actors.metrics.Exposition.Point;
import io.github.batonha.actors.metrics.Exposition.Told;
import io.github.batonha.actors.metrics.Family.Kind;
import io.github.batonha.actors.metrics.Observation;
import io.github.batonha.actors.metrics.Observations;
import io.github.batonha.supervision.os.JvmCounters;
import io.github.batonha.supervision.run.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageRecorderTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:30Z");
    private static final long MIB = 1 << 20;

    @TempDir
    Path home;

    private Mon mon = mon(60, 4711);

    private Map<String, Exposition> applications = Map.of();

    private static Mon mon(long uptime, long pid) {
        return new Mon(
                "NodeA",
                Role.PRIMARY,
                7,
                NOON,
                "DEV",
                "abc",
                List.of(
                        status("ROUTER", "WEB", pid, uptime),
                        status("FEED", "MARKET", pid + 1, uptime),
                        status("IDLE", "MARKET", null, 0)),
                null);
    }

    private static ProcessStatus status(String name, String group, @Nullable Long pid, long uptime) {
        return new ProcessStatus(
                name, group, pid, null, ProcessState.HEALTHY, 0, 0, uptime, (int) (uptime / 1000), false, "");
    }

    private Observation at(int minute, double cpuSeconds, long resident, long heap) {
        var taken = new HashMap<String, Resources>();
        for (var name : List.of("ROUTER", "FEED")) {
            var jvm = name.equals("ROUTER")
                    ? Optional.of(new JvmCounters(heap, heap, 512 * MIB, 0, Duration.ZERO))
                    : Optional.<JvmCounters>empty();
            taken.put(
                    name,
                    new Resources(1, Duration.ofMillis((long) (cpuSeconds * 1000)), resident, -1, 9, 3, 1024, jvm));
        }
        var two = Observations.two();
        return new Observation(
                NOON.plusSeconds(60L * minute),
                mon,
                two.cluster(),
                new Observation.Measured(taken, Map.of(), Map.of()),
                two.sessions(),
                two.history(),
                two.agent(),
                applications);
    }

    /** What ROUTER tells of itself. */
    private void tells(double trades, double orders) {
        applications = Map.of(
                "ROUTER",
                new Exposition(
                        List.of(
                                new Told("trades", Kind.COUNTER, "", List.of(new Point(Map.of("desk", "fx"), trades))),
                                new Told("orders", Kind.GAUGE, "", List.of(new Point(Map.of(), orders))),
                                new Told("baton_forged", Kind.GAUGE, "", List.of(new Point(Map.of(), 1)))),
                        0,
                        0),
                "IDLE",
                new Exposition(List.of(new Told("orders", Kind.GAUGE, "", List.of(new Point(Map.of(), 5)))), 0, 0));
    }

    @Test
    void givenNumbersOfAnApplication_whenReported_thenTotalsArePerSecondAndWhoDoesNotRunHasNone() throws IOException {
        var recorder = new UsageRecorder(home.resolve("usage"));
        for (var minute = 0; minute < 30; minute++) {
            tells(minute < 20 ? 600 * minute : 120 * (minute - 19), minute);
            recorder.record(at(minute, minute, MIB, 0));
        }

        var report = report(By.METRIC, 30);

        assertThat(report.rows()).isEmpty();
        assertThat(report.stepMinutes()).isEqualTo(15);
        assertThat(report.metrics())
                .extracting(UsageReport.Metric::process, UsageReport.Metric::metric, UsageReport.Metric::rate)
                .containsExactly(tuple("ROUTER", "orders", false), tuple("ROUTER", "trades_total{desk=\"fx\"}", true));
        var orders = report.metrics().getFirst().value();
        assertThat(orders.mean()).isCloseTo(14.5, within(0.01));
        assertThat(orders.peak()).isEqualTo(29);
        var trades = report.metrics().getLast().value();
        assertThat(trades.peak()).as("600 in a minute").isCloseTo(10, within(0.01));
        assertThat(trades.mean())
                .as("of both quarters: 14 minutes of 10; 5 of 10 and 10 of 2, of which the first began anew")
                .isCloseTo((10 + (5 * 10 + 10 * 2) / 15.0) / 2, within(0.01));
        assertThat(home.resolve("usage/IDLE.numbers")).doesNotExist();
    }

    @Test
    void givenFilesOfAProcessThatIsGone_whenTheirDaysAreOver_thenTheyAreRemovedAndNoOthers() throws IOException {
        var folder = home.resolve("usage");
        tells(1, 1);
        new UsageRecorder(folder).record(at(0, 1, MIB, 0));
        for (var name :
                List.of("OLD.usage", "OLD.numbers", "OLD.usage.unreadable", "YOUNG.usage", "IDLE.usage", "other")) {
            Files.writeString(folder.resolve(name), "");
            var days = name.startsWith("YOUNG") ? 89 : 91;
            Files.setLastModifiedTime(folder.resolve(name), FileTime.from(NOON.minus(Duration.ofDays(days))));
        }
        var recorder = new UsageRecorder(folder);
        recorder.record(at(1, 1, MIB, 0));

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "ROUTER.usage", "ROUTER.numbers", "FEED.usage", "YOUNG.usage", "IDLE.usage", "other");

        recorder.record(at(1 + 24 * 60, 1, MIB, 0));
        assertThat(folder.resolve("YOUNG.usage")).as("a day later").exists();
        recorder.record(at(2 + 48 * 60, 1, MIB, 0));
        assertThat(folder.resolve("YOUNG.usage")).as("its days are over, too").doesNotExist();
    }

    private UsageReport report(By by, int minute) throws IOException {
        return new UsageReports(home.resolve("usage"), 4, 1024 * MIB, "boot")
                .report(new UsageQuery(NOON, by, false, null), mon, NOON.plusSeconds(60L * minute));
    }

    @Test
    void givenMinutes_whenReported_thenProcessesGroupsAndNodeHaveTheirFigures() throws IOException {
        var recorder = new UsageRecorder(home.resolve("usage"));
        for (var minute = 0; minute < 10; minute++) {
            recorder.record(at(minute, 30.0 * (minute + 1), 100 * MIB, 10 * MIB));
        }

        var processes = report(By.PROCESS, 9).rows();
        assertThat(processes).extracting(UsageReport.Row::name).containsExactly("ROUTER", "FEED");
        assertThat(processes.getFirst().records()).isEqualTo(10);
        assertThat(processes.getFirst().cpu().mean()).isCloseTo(50, within(0.1));
        assertThat(processes.getFirst().cpu().peak()).isCloseTo(50, within(0.1));
        assertThat(processes.getFirst().heapMaxBytes()).isEqualTo(512 * MIB);
        assertThat(processes.getLast().heap()).isNull();
        assertThat(report(By.GROUP, 9).rows()).extracting(UsageReport.Row::name).containsExactly("MARKET", "WEB");
        var node = report(By.NODE, 9).rows().getFirst();
        assertThat(node.cpu().peak()).isCloseTo(100, within(0.1));
        assertThat(node.memory().p95()).isEqualTo((double) (200 * MIB));
        assertThat(node.heapMaxBytes()).isEqualTo(512 * MIB);
        assertThat(node.limit()).isNull();
    }

    @Test
    void givenAHeapThatGrows_whenReported_thenTheDayIsToldOnWhichItIsFull() throws IOException {
        var recorder = new UsageRecorder(home.resolve("usage"));
        for (var minute = 0; minute < 600; minute++) {
            recorder.record(at(minute, minute, 100 * MIB, minute * MIB / 10 + (minute % 7) * MIB));
        }

        var limit =
                Objects.requireNonNull(report(By.PROCESS, 599).rows().getFirst().limit());

        assertThat(limit.of()).isEqualTo("heap");
        assertThat(limit.at())
                .isBetween(NOON.plus(Duration.ofHours(80)), NOON.plus(Duration.ofHours(92)))
                .isAfter(limit.earliest())
                .isBefore(Objects.requireNonNull(limit.latest()));
    }

    @Test
    void givenARunThatWasReplaced_whenRecorded_thenItsCpuCountsFromItsStartAndNeverBelowZero() throws IOException {
        var recorder = new UsageRecorder(home.resolve("usage"));
        recorder.record(at(0, 50, MIB, 0));
        mon = mon(20, 4800);
        recorder.record(at(1, 10, MIB, 0));
        recorder.record(at(2, 4, MIB, 0));

        var router = report(By.PROCESS, 2).rows().getFirst();
        assertThat(router.cpu().peak()).isCloseTo(83.3, within(0.1));
        assertThat(router.cpu().mean()).isCloseTo((83.3 + 50 + 0) / 3, within(0.1));
    }

    @Test
    void givenAnAgentThatFindsAnOldRun_whenRecorded_thenThatMinuteHasNoRecord() throws IOException {
        mon = mon(7200, 4711);
        var recorder = new UsageRecorder(home.resolve("usage"));
        recorder.record(at(0, 5000, MIB, 0));
        assertThat(report(By.PROCESS, 0).rows()).isEmpty();

        recorder.record(at(1, 5030, MIB, 0));

        assertThat(report(By.PROCESS, 1).rows().getFirst().cpu().mean()).isCloseTo(50, within(0.1));
    }

    @Test
    void givenAFolderThatCannotBeWritten_whenRecorded_thenNothingFails() throws IOException {
        Files.writeString(home.resolve("usage"), "in the way");

        new UsageRecorder(home.resolve("usage")).record(at(0, 10, MIB, 0));

        assertThat(home.resolve("usage")).hasContent("in the way");
    }
}
