package baton.actors.view;

import static baton.actors.fixture.Definitions.hosts;
import static baton.actors.fixture.Definitions.primaryOnly;
import static baton.actors.fixture.Definitions.role;
import static baton.actors.fixture.Definitions.server;
import static baton.actors.fixture.Definitions.status;
import static org.assertj.core.api.Assertions.assertThat;

import baton.actors.api.ProcessState;
import baton.actors.api.Role;
import baton.actors.fixture.Definitions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeHealthTest {
    private static NodeHealth health(ProcessState server, ProcessState byHand, ProcessState consolidator) {
        var definition = Definitions.of(
                "NodeA", hosts("NodeA"), server("SERVER", true), server("BY_HAND", false), primaryOnly("CONSOLIDATOR"));
        var own = new NodeReport(
                "NodeA",
                Instant.EPOCH,
                1,
                false,
                "",
                role(Role.SECONDARY, null, 0),
                List.of(
                        new ReportedProcess(status("SERVER", server), 0),
                        new ReportedProcess(status("BY_HAND", byHand), 0),
                        new ReportedProcess(status("CONSOLIDATOR", consolidator), 0)));
        return NodeHealth.of(definition, own, true, 0, false);
    }

    @ParameterizedTest
    @CsvSource({
        "HEALTHY, STOPPED, STANDBY, true",
        "HEALTHY, HEALTHY, HEALTHY, true",
        "RUNNING, STOPPED, STANDBY, false",
        "STARTING, STOPPED, STANDBY, false",
        "STOPPED, STOPPED, STANDBY, false",
        "STOPPING, STOPPED, STANDBY, false",
        "MISSING, STOPPED, STANDBY, false",
        "ERROR, STOPPED, STANDBY, false",
        "HEALTHY, MISSING, STANDBY, false",
        "HEALTHY, STOPPED, ERROR, false",
    })
    void givenStates_whenAsked_thenHealthyOnlyIfAllThatShouldRunAre(
            ProcessState server, ProcessState byHand, ProcessState consolidator, boolean expected) {
        assertThat(health(server, byHand, consolidator).isHealthy()).isEqualTo(expected);
    }

    @Test
    void givenAProcessThatNobodyStarts_whenAsked_thenItIsNotListed() {
        assertThat(health(ProcessState.HEALTHY, ProcessState.STOPPED, ProcessState.STANDBY)
                        .shouldRun())
                .extracting(NodeHealth.ProcessHealth::name)
                .containsExactly("SERVER", "CONSOLIDATOR");
    }
}
