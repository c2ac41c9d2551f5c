package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.events.NodeEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimaryNewsTest {
    private static final PrimaryStatus SECONDARY = new PrimaryStatus(Role.SECONDARY, "NodeA", 7, "");

    @Test
    void givenTheSame_whenComparedAgain_thenItIsNoNews() {
        assertThat(PrimaryNews.of(SECONDARY, SECONDARY)).isEmpty();
        assertThat(PrimaryNews.of(null, SECONDARY)).isPresent();
    }

    @Test
    void givenAnAssignmentThatRestsOnSomebodysWord_whenTold_thenTheEventSaysSo() {
        var now = new PrimaryStatus(Role.PRIMARY, "NodeB", 8, "ops", List.of("NodeA"), List.of("NodeC"), "");

        assertThat(PrimaryNews.of(SECONDARY, now))
                .contains(
                        new NodeEvent.PrimaryChanged(
                                "SECONDARY",
                                "PRIMARY",
                                "NodeB is primary, epoch 8, by ops, on the assertion that NodeA is down, with NodeC switched off"));
    }
}
