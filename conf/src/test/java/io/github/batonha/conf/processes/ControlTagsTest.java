package io.github.batonha.conf.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.processes.ProcessEntry.Tagged;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.spec.ResourceControl;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlTagsTest {

    private final Findings findings = new Findings();

    @ParameterizedTest
    @CsvSource({
        "1M, 1048576",
        "1024K, 1048576",
        "512M, 536870912",
        "2G, 2147483648",
        "8388607T, 9223370937343148032",
        "infinity, 0"
    })
    void givenASize_whenRead_thenItHasItsUnit(String text, long bytes) {
        assertThat(ControlTags.wrong(Tag.MEMORY_MAX, text)).isEmpty();
        assertThat(ControlTags.control(entry(Tag.MEMORY_MAX, text))).isEqualTo(new ResourceControl(bytes, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "MEMORY_MAX, 512",
        "MEMORY_MAX, 1023K",
        "MEMORY_MAX, 0M",
        "MEMORY_MAX, 512m",
        "MEMORY_MAX, 50%",
        "MEMORY_MAX, 8388608T",
        "MEMORY_MAX, 999999999T",
        "CPU_WEIGHT, 0",
        "CPU_WEIGHT, 10001",
        "CPU_WEIGHT, infinity",
        "TASKS_MAX, 0",
        "TASKS_MAX, many"
    })
    void givenAWrongLimit_whenChecked_thenItIsRefused(Tag tag, String text) {
        assertThat(ControlTags.wrong(tag, text)).isNotEmpty();
    }

    @Test
    void givenAHostThatCantHoldThem_whenChecked_thenTheWarningNamesPlaceAndLimits() {
        var entry = entry(Tag.TASKS_MAX, "9");

        ControlTags.check(entry, control -> Optional.of("no controller 'pids'"), OptionalLong.empty(), findings);

        assertThat(findings.warnings())
                .singleElement()
                .hasToString("x.xml:3: process X will run here without tasksMax=9: no controller 'pids'");
    }

    @Test
    void givenNoLimits_whenChecked_thenTheHostIsNotLookedAt() {
        ControlTags.check(
                entry(Tag.TASKS_MAX, "infinity"),
                control -> Optional.of("must not be said"),
                OptionalLong.of(1L << 30),
                findings);

        assertThat(findings.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"511, 0", "512, 1", "600, 1"})
    void givenAHeap_whenItsLimitCutsItOff_thenThatIsSaid(long mib, int warnings) {
        ControlTags.check(
                entry(Tag.MEMORY_MAX, "512M"), control -> Optional.empty(), OptionalLong.of(mib << 20), findings);

        assertThat(findings.warnings())
                .hasSize(warnings)
                .allSatisfy(warning -> assertThat(warning.toString())
                        .contains("a heap of %dM (-Xmx)".formatted(mib))
                        .contains("memoryMax of the whole process is 512M"));
    }

    private static ProcessEntry entry(Tag tag, String text) {
        return new ProcessEntry(
                "X", Map.of(tag, new Tagged(text, Place.of("x.xml", 3))), Map.of(), false, Place.of("x.xml", 1));
    }
}
