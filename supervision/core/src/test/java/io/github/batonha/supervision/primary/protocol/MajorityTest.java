package io.github.batonha.supervision.primary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.Report;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guard MAJORITY: three voters, one of them a witness. */
class MajorityTest {

    private static Stage withPrimary() {
        var stage = new Stage(Guard.MAJORITY, "A", "B", "W");
        stage.pass(Stage.LEASE.total()); // A voter without a store is silent for so long.
        stage.order("A");
        stage.pass(Duration.ofSeconds(2));
        assertThat(stage.state("A").isActive()).isTrue();
        return stage;
    }

    @Test
    void givenTheHostOfThePrimaryIsGone_whenAnotherIsWanted_thenNobodyConfirmsAndItsLeaseRunsOutFirst() {
        var stage = withPrimary();
        stage.kill("A");

        stage.order("B");
        stage.pass(Duration.ofSeconds(10));
        assertThat(stage.state("B").isActive()).isFalse();
        assertThat(stage.last("B").text()).startsWith("the lease of the primary before runs out");

        stage.pass(Stage.LEASE.total());
        assertThat(stage.state("B").isActive()).isTrue();
        assertThat(stage.disk("B").assignment().confirmedDown()).isEmpty();
        assertThat(stage.disk("W").granted()).isEqualTo(stage.disk("B").active());
    }

    @Test
    void givenAVoterThatIsCutOff_whenTheLeaseIsRenewedWithoutIt_thenItIsNotAmongThoseWhoGrantedIt() {
        var stage = withPrimary();
        assertThat(stage.state("A").lease())
                .hasValueSatisfying(lease -> assertThat(lease.grantedBy()).hasSizeGreaterThan(1));
        assertThat(stage.state("B").lease()).isEmpty();

        stage.cut.add("W");
        stage.pass(Duration.ofSeconds(5));

        var lease = stage.state("A").lease().orElseThrow();
        assertThat(lease.grantedBy()).containsExactlyInAnyOrder("A", "B");
        assertThat(Duration.ofNanos(lease.untilNanos() - lease.sinceNanos())).isEqualTo(Stage.LEASE.grace());
        assertThat(Duration.ofNanos(stage.now().nanos() - lease.sinceNanos()))
                .isBetween(Duration.ZERO, Duration.ofSeconds(3));
    }

    @Test
    void givenAPrimaryThatAnswers_whenAnotherIsWanted_thenItReleasesAndNoLeaseIsWaitedFor() {
        var stage = withPrimary();

        stage.order("B");

        assertThat(stage.state("B").isActive()).isTrue();
        assertThat(stage.state("A").isActive()).isFalse();
        assertThat(stage.reports.getOrDefault("B", List.of()))
                .extracting(Report::phase)
                .doesNotContain(Report.Phase.WAIT);
    }

    @Test
    void givenAPrimaryThatIsCutOff_whenItsLeaseIsNotRenewed_thenItsProcessesEndBeforeTheLeaseDoes() {
        var stage = withPrimary();
        stage.slowToEnd.add("A");
        stage.forgetEffects();
        stage.cut.add("A");

        while (stage.state("A").isActive()
                && !stage.state("A").isUnrenewed(stage.now().nanos())) {
            stage.pass(Duration.ofMillis(200));
        }
        assertThat(stage.effectsOf("A")).noneMatch(Effect.EndProcesses.class::isInstance);
        stage.pass(Duration.ofSeconds(2));

        assertThat(stage.effectsOf("A"))
                .contains(new Effect.EndProcesses(stage.disk("A").active(), false));
    }

    @Test
    void givenACutThatHeals_whenNobodyElseWasWanted_thenThePrimaryComesBackByItself() {
        var stage = withPrimary();
        stage.cut.add("A");
        stage.pass(Duration.ofSeconds(8));
        assertThat(stage.state("A").isActive()).isFalse();

        stage.cut.clear();
        stage.pass(Duration.ofSeconds(8));

        assertThat(stage.state("A").isActive()).isTrue();
    }

    @Test
    void givenOneVoterOfThree_whenItIsWanted_thenItIsRefusedAndNoConfirmationHelps() {
        var stage = withPrimary();
        stage.kill("A", "W");

        stage.order("B");
        stage.pass(Duration.ofSeconds(3));
        assertThat(stage.last("B").reasons()).extracting(Reason::code).containsExactly(Reason.Code.NO_MAJORITY);
        stage.order("B", "A", "W");
        stage.pass(Duration.ofSeconds(60));

        assertThat(stage.last("B").reasons()).extracting(Reason::code).containsExactly(Reason.Code.NO_MAJORITY);
        assertThat(stage.state("B").isActive()).isFalse();
    }

    @Test
    void givenAWitness_whenItIsWanted_thenItIsRefused() {
        var stage = withPrimary();
        stage.withWitness("W").start("W");
        stage.pass(Duration.ofSeconds(5));

        stage.order("W");

        assertThat(stage.last("W").reasons()).extracting(Reason::code).containsExactly(Reason.Code.WITNESS);
        assertThat(stage.state("A").isActive()).isTrue();
    }

    @Test
    void givenAnotherGuard_whenThePrimaryIsOrderedAnew_thenItIsUnderThatGuard() {
        var stage = withPrimary();
        stage.guardedBy(Guard.OPERATOR);
        for (var host : List.of("A", "B", "W")) {
            stage.kill(host);
            stage.start(host);
        }
        stage.pass(Duration.ofSeconds(5));

        stage.order("A");
        stage.pass(Duration.ofSeconds(30));

        assertThat(stage.disk("A").assignment().guard()).isEqualTo(Guard.OPERATOR);
        assertThat(stage.state("A").isActive()).isTrue();
    }
}
