package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import io.github.batonha.supervision.primary.model.TargetFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What speaks against a target, told by dry runs and real orders alike; and that dry runs change nothing. */
class PreflightTest {

    private static Stage withPrimary(String... hosts) {
        var stage = new Stage(hosts);
        stage.order("A");
        stage.pass(Duration.ofSeconds(5));
        stage.forgetEffects();
        return stage;
    }

    private static SetPrimaryOrder order(boolean dry, TargetFacts facts, Set<Reason.Code> overridden, String... down) {
        return new SetPrimaryOrder(dry ? 70 : 71, "op", "why", Set.of(down), Set.of(), overridden, facts, dry);
    }

    private static SetPrimaryOrder dryRun(String... down) {
        return order(true, TargetFacts.NONE, Set.of(), down);
    }

    private static List<String> texts(Stage stage, String host) {
        return stage.reports.getOrDefault(host, List.of()).stream()
                .map(Report::text)
                .toList();
    }

    @Test
    void givenBothUp_whenRehearsed_thenTheStepsAreToldAndNobodyPromises() {
        var stage = withPrimary("A", "B");
        var disks = Map.copyOf(stage.disks);

        stage.order(dryRun(), "B");
        stage.pass(Duration.ofSeconds(5));

        assertThat(texts(stage, "B"))
                .anySatisfy(text -> assertThat(text).contains("would ask A, B for their promise, at most 2.0 s"))
                .anySatisfy(text -> assertThat(text).contains("would have A end its primaryOnly processes"));
        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(stage.last("B").text()).contains("B would become primary in place of A");
        assertThat(stage.disks).isEqualTo(disks);
        assertThat(stage.effects.values().stream().flatMap(List::stream)).noneMatch(Effect.Persist.class::isInstance);
        assertThat(stage.active()).containsExactly("A");
        assertThat(stage.state("B").queries()).isEmpty();
    }

    @Test
    void givenASilentPrimary_whenRehearsed_thenRefusedAsTheRealOrderIs() {
        var stage = withPrimary("A", "B");
        stage.kill("A");

        stage.order(dryRun(), "B");
        stage.pass(Duration.ofSeconds(3));
        var dry = stage.last("B");
        var real = stage.ordered("B");

        assertThat(dry.outcome()).isEqualTo(Report.Outcome.REFUSED);
        assertThat(dry.reasons()).extracting(Reason::code).containsExactly(Reason.Code.HOST_SILENT);
        assertThat(real.reasons()).extracting(Reason::code).containsExactly(Reason.Code.HOST_SILENT);
        assertThat(dry.silent()).isEqualTo(real.silent());
        assertThat(dry.remedy()).isEqualTo(real.remedy());
    }

    @Test
    void givenASilentPrimary_whenRehearsedWithAConfirmation_thenTheWaitIsTold() {
        var stage = withPrimary("A", "B");
        stage.kill("A");

        stage.order(dryRun("A"), "B");
        stage.pass(Duration.ofSeconds(3));

        assertThat(texts(stage, "B"))
                .anySatisfy(text -> assertThat(text).contains("what ran on A may outlive its agent so long"));
        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.DONE);
        stage.pass(Duration.ofSeconds(60));
        assertThat(stage.active()).isEmpty();
    }

    @Test
    void givenASilentHostWithACommand_whenRehearsedWithAFence_thenNothingIsSwitchedOff() {
        var stage = new Stage();
        stage.fences.put("A", Duration.ofSeconds(60));
        stage.configure("A", "B");
        stage.start("A");
        stage.start("B");
        stage.pass(Duration.ofSeconds(6));
        stage.order("A");
        stage.pass(Duration.ofSeconds(5));
        stage.kill("A");
        var order = new SetPrimaryOrder(90, "op", "", Set.of(), Set.of("A"), Set.of(), TargetFacts.NONE, true);

        stage.order(order, "B");
        stage.pass(Duration.ofSeconds(3));

        assertThat(stage.fencesOf("B")).isEmpty();
        assertThat(texts(stage, "B"))
                .anySatisfy(text ->
                        assertThat(text).contains("would have A switched off by its fence command, at most 60.0 s"))
                .noneSatisfy(text -> assertThat(text).contains("would wait"));
        assertThat(stage.last("B").outcome()).isEqualTo(Report.Outcome.DONE);
    }

    @Test
    void givenTheFirstAssignment_whenAHostIsMissing_thenTheDryRunSaysSo() {
        var stage = new Stage("A", "B");
        stage.kill("A");

        stage.order(dryRun(), "B");
        stage.pass(Duration.ofSeconds(3));

        assertThat(stage.last("B").reasons()).extracting(Reason::code).containsExactly(Reason.Code.FIRST_NEEDS_ALL);
    }

    @Test
    void givenDoubts_whenOrderedAndRehearsed_thenAllAreNamedAndEachCanBeOverridden() {
        var stage = new Stage();
        stage.hashes.putAll(Map.of("A", "0123456789abcdef", "B", "fedcba9876543210"));
        stage.configure("A", "B");
        stage.start("A");
        stage.start("B");
        stage.pass(Duration.ofSeconds(6));
        stage.order("A");
        stage.pass(Duration.ofSeconds(5));
        var facts = new TargetFacts(true, List.of("the jar x.jar can't be read"), Map.of());

        stage.order(order(true, facts, Set.of()), "B");
        stage.pass(Duration.ofSeconds(1));
        var dry = stage.last("B");
        stage.order(order(false, facts, Set.of()), "B");
        stage.pass(Duration.ofSeconds(1));
        var real = stage.last("B");

        assertThat(dry.reasons()).isEqualTo(real.reasons());
        assertThat(real.reasons())
                .extracting(Reason::code)
                .containsExactly(
                        Reason.Code.TARGET_DRAINING, Reason.Code.TARGET_FAILS_CHECKS, Reason.Code.CONFIG_DIFFERS);
        assertThat(real.text()).contains("x.jar").contains("fedcba987654").contains("0123456789ab");
        assertThat(stage.active()).containsExactly("A");
        stage.order(
                order(
                        false,
                        facts,
                        Set.of(
                                Reason.Code.TARGET_DRAINING,
                                Reason.Code.TARGET_FAILS_CHECKS,
                                Reason.Code.CONFIG_DIFFERS)),
                "B");
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.active()).containsExactly("B");
        assertThat(stage.disk("B").assignment().reason())
                .isEqualTo("why (overrode config-differs, target-draining, target-fails-checks)");
    }

    @Test
    void givenTheNodeIsPrimary_whenRehearsed_thenNothingWouldBeDone() {
        var stage = withPrimary("A", "B");

        stage.order(dryRun(), "A");

        assertThat(stage.last("A").text()).contains("nothing would be done");
    }

    @Test
    void givenARehearsalOfAnExcludedHost_whenItSpeaks_thenTheRealOrderStartsOver() {
        var stage = withPrimary("A", "B", "C");
        stage.kill("A");
        stage.order("B", "A");
        stage.pass(Duration.ofSeconds(5));
        stage.start("A");

        stage.order(dryRun(), "A");
        stage.pass(Duration.ofSeconds(30));

        assertThat(stage.active()).doesNotContain("B");
        assertThat(stage.last("B").text()).contains("A answers");
    }
}
