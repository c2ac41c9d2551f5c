package io.github.batonha.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.wire.Admission.Answer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Stamp SELF = new Stamp("DEV", "NodeB", "10.0.0.2:6000", "pid 2 on b");
    private static final Stamp NODE_A = new Stamp("DEV", "NodeA", "10.0.0.1:6000", "pid 1 on a");

    private final Admission admission = new Admission(SELF, Map.of("NodeA", "10.0.0.1:6000", "NodeB", "10.0.0.2:6000"));
    private Duration time = Duration.ofHours(1);

    private Answer hear(Stamp stamp) {
        return admission.of(stamp, time.toNanos());
    }

    /** As nodes speak: each second. */
    private Answer hear(int times, Stamp... stamps) {
        Answer last = new Answer.Late();
        for (var i = 0; i < times; i++) {
            time = time.plusSeconds(1);
            for (var stamp : stamps) {
                last = hear(stamp);
            }
        }
        return last;
    }

    private static Stamp agent(String agent) {
        return new Stamp("DEV", "NodeA", "10.0.0.1:6000", agent);
    }

    @Test
    void givenTheNodesOfTheDefinition_whenHeard_thenTheyComeIn() {
        assertThat(hear(NODE_A)).isEqualTo(new Answer.Admitted());
        assertThat(hear(SELF)).isEqualTo(new Answer.Admitted());
    }

    @Test
    void givenANodeOfAnotherSystem_whenHeard_thenItIsRefusedAndBothAreNamedOnce() {
        var first = hear(new Stamp("PROD", "NodeA", "10.0.0.3:6000", "pid 3 on c"));
        var again = hear(new Stamp("PROD", "NodeA", "10.0.0.3:6000", "pid 3 on c"));

        assertThat(first).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.isNews()).isTrue();
            assertThat(refused.why())
                    .contains("NodeA of system PROD at 10.0.0.3:6000")
                    .contains("NodeB of system DEV at 10.0.0.2:6000")
                    .contains("correct the Address");
        });
        assertThat(again)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.isNews()).isFalse());
        assertThat(hear(NODE_A)).isEqualTo(new Answer.Admitted());
    }

    @Test
    void givenACopyAtAnotherAddress_whenHeard_thenItIsRefusedAndTheNodeOfTheDefinitionIsHeardOn() {
        hear(NODE_A);

        var copy = hear(new Stamp("DEV", "NodeA", "10.0.0.3:6000", "pid 3 on c"));

        assertThat(copy)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.why())
                                .contains("10.0.0.3:6000 (agent pid 3 on c)")
                                .contains("has NodeA at 10.0.0.1:6000"));
        assertThat(hear(NODE_A)).isEqualTo(new Answer.Admitted());
    }

    @Test
    void givenAHostThatIsNotConfiguredAnyMore_whenHeard_thenItComesIn() {
        assertThat(hear(new Stamp("DEV", "NodeC", "10.0.0.9:6000", "pid 9 on c")))
                .isEqualTo(new Answer.Admitted());
    }

    @Test
    void givenAnotherAgentOfThisNodesName_whenHeard_thenItIsRefused() {
        assertThat(hear(new Stamp("DEV", "NodeB", "10.0.0.2:6000", "pid 9 on copy")))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.why())
                                .contains("pid 9 on copy")
                                .contains("pid 2 on b"));
    }

    @Test
    void givenAnAgentThatWasStartedAgain_whenItsFormerLifeIsStillHeardForAMoment_thenOnlyTheNewOneComesIn() {
        hear(3, NODE_A);

        assertThat(hear(agent("second life"))).isEqualTo(new Answer.Admitted());
        time = time.plusSeconds(30);
        for (var i = 0; i < 1000; i++) {
            assertThat(hear(NODE_A)).isEqualTo(new Answer.Late());
        }
        assertThat(hear(60, agent("second life"))).isEqualTo(new Answer.Admitted());
        assertThat(hear(agent("third life"))).isEqualTo(new Answer.Admitted());
    }

    @Test
    void givenTwoAgentsAtOneAddress_whenBothGoOnSpeaking_thenNeitherComesInAndBothAreNamedOnce() {
        hear(NODE_A);
        var told = 0;
        for (var i = 0; i < 30; i++) {
            time = time.plusSeconds(1);
            for (var stamp : new Stamp[] {NODE_A, agent("a copy")}) {
                if (hear(stamp) instanceof Answer.Refused(String why, boolean isNews) && isNews) {
                    told++;
                    assertThat(why).contains("pid 1 on a").contains("a copy");
                }
            }
        }

        assertThat(told).isEqualTo(1);
        assertThat(hear(NODE_A)).isInstanceOf(Answer.Refused.class);
        assertThat(hear(agent("a copy"))).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void givenTwoAgentsAtOneAddress_whenEitherOneHasEnded_thenTheOtherComesInAgain() {
        for (var left : new Stamp[] {NODE_A, agent("a copy")}) {
            hear(10, NODE_A, agent("a copy"));
            assertThat(hear(left)).isInstanceOf(Answer.Refused.class);

            assertThat(hear(13, left)).isEqualTo(new Answer.Admitted());
        }
    }
}
