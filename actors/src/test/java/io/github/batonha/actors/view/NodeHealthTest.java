package io.github.batonha.actors.view;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static io.github.batonha.actors.fixture.Definitions.primaryOnly;
import static io.github.batonha.actors.fixture.Definitions.role;
import static io.github.batonha.actors.fixture.Definitions.server;
import static io.github.batonha.actors.fixture.Definitions.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.view.NodeHealth.ProcessHealth;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
                        new ReportedProcess(status("CONSOLIDATOR", consolidator), 0)),
                null,
                0,
                1,
                null);
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

    private static List<String> required(ProcessStatus... statuses) {
        var definition = Definitions.of("NodeA", hosts("NodeA"));
        var reported = Stream.of(statuses)
                .map(status -> new ReportedProcess(status, 0))
                .toList();
        var own = new NodeReport(
                "NodeA", Instant.EPOCH, 1, false, "", role(Role.SECONDARY, null, 0), reported, null, 0, 1, null);
        return NodeHealth.of(definition, own, true, 0, false).required().stream()
                .map(ProcessHealth::name)
                .toList();
    }

    private static ProcessStatus process(String name, ProcessState state, @Nullable Integer port, boolean primaryOnly) {
        return new ProcessStatus(name, "G", null, port, state, 0, 0, 0, 0, primaryOnly, "");
    }

    @Test
    void givenABrokenBatchJobBesideAServer_whenNothingIsNamed_thenTheServerAloneDecidesWhetherUsersCome() {
        var batch = process("BATCH", ProcessState.ERROR, null, false);
        var router = process("ROUTER", ProcessState.HEALTHY, 9017, false);
        var byHand = process("BY_HAND", ProcessState.STOPPED, 9018, false);

        assertThat(required(batch, router, byHand)).containsExactly("ROUTER");
        assertThat(required(batch, byHand)).containsExactly("BATCH");
    }

    @Test
    void givenAPrimaryOnlyServerThatStarts_whenNothingIsNamed_thenItDecidesOnlyWhereNoOtherServerIs() {
        var router = process("ROUTER", ProcessState.HEALTHY, 9017, false);
        var consolidator = process("CONSOLIDATOR", ProcessState.STARTING, 8005, true);
        var batch = process("BATCH", ProcessState.ERROR, null, false);

        assertThat(required(router, consolidator, batch)).containsExactly("ROUTER");
        assertThat(required(consolidator, batch)).containsExactly("CONSOLIDATOR");
    }

    @Test
    void givenAProcessThatNobodyStarts_whenAsked_thenItIsNotListed() {
        assertThat(health(ProcessState.HEALTHY, ProcessState.STOPPED, ProcessState.STANDBY)
                        .shouldRun())
                .extracting(NodeHealth.ProcessHealth::name)
                .containsExactly("SERVER", "CONSOLIDATOR");
    }
}
