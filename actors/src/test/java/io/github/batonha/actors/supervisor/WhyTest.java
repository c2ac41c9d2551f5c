package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.supervision.spec.GroupStrategy;
import io.github.batonha.supervision.spec.Launching;
import io.github.batonha.supervision.spec.Launching.EnvironmentFile;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What people are told of a process that does not come up, while it is tried again; and that it comes up by itself when it can. */
class WhyTest extends NodeTest {

    private static final RestartRules OFTEN =
            RestartRules.of(RestartPolicy.PERMANENT).withBackoff(Duration.ofMillis(100));

    @Test
    void givenItEndsAtOnce_whenItIsTriedAgain_thenWhatItWroteIsShownAndToldToWhoStartsIt() {
        node.with(TestNode.with(
                node.sh("A", "echo no database >&2; exit 3"),
                RestartRules.of(RestartPolicy.PERMANENT).withBackoff(Duration.ofSeconds(60))));
        var locals = node.locals();
        node.await(
                "why",
                () -> node.statusOf("A").message().endsWith("for the 2nd time in a row; it last wrote: no database"));
        assertThat(node.statusOf("A").status()).isEqualTo(ProcessState.STARTING);

        var outcome = start(locals, "A");

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(outcome.text())
                .startsWith("not ready yet: exit status 3; started again at ")
                .contains("; it last wrote: no database");
    }

    @Test
    void givenItsProgramIsAwayWhenItIsKilled_whenTheProgramIsBack_thenItStartsByItself() throws IOException {
        var program = program();
        node.with(TestNode.with(node.withArgv(node.sh("A", ""), program.toString()), OFTEN));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        var away = Files.move(program, node.file("away"));

        TestNode.kill(node.runs().live("A").orElseThrow());
        awaitWhy("' does not exist");
        assertThat(start(locals, "A").text())
                .startsWith("not ready yet: its program")
                .contains("does not exist");
        Files.move(away, program);

        node.await("A", ProcessState.HEALTHY);
    }

    @Test
    void givenItsEnvironmentFileIsAwayWhenItIsKilled_whenTheFileIsBack_thenItStartsByItself() throws IOException {
        var file = node.write("app.env", "A=1\n");
        var launching = new Launching("", 0, "", List.of(), List.of(new EnvironmentFile(file, false)), List.of());
        node.with(TestNode.with(node.sh("A", "exec sleep 600"), OFTEN).with(launching));
        node.locals();
        node.await("A", ProcessState.HEALTHY);
        Files.delete(file);

        TestNode.kill(node.runs().live("A").orElseThrow());
        awaitWhy("app.env");
        node.write("app.env", "A=1\n");

        node.await("A", ProcessState.HEALTHY);
    }

    @Test
    void givenItsProgramIsNotThereYetWhenTheAgentBegins_whenItComes_thenItStartsByItself() throws IOException {
        var away = Files.move(program(), node.file("away"));
        node.with(TestNode.with(node.withArgv(node.sh("A", ""), path().toString()), OFTEN));
        node.locals();
        awaitWhy("' does not exist");

        Files.move(away, path());

        node.await("A", ProcessState.HEALTHY);
    }

    @Test
    void givenNothingIsWaitedFor_whenItIsRestarted_thenTheEventSaysHowItEndedAndNoMore() {
        node.with(TestNode.in(
                "ALL", GroupStrategy.ONE_FOR_ALL, node.sh("A", "trap 'exit 143' TERM; while :; do sleep 0.05; done")));
        node.locals();
        node.await("A", ProcessState.HEALTHY);

        TestNode.kill(node.runs().live("A").orElseThrow());

        node.await("A is restarted", () -> node.statusOf("A").restarts() == 1);
        assertThat(node.events())
                .filteredOn(NodeEvent.ProcessChanged.class::isInstance)
                .extracting(event -> ((NodeEvent.ProcessChanged) event).text())
                .isNotEmpty()
                .noneMatch(
                        reason -> reason.strip().endsWith(":") || reason.strip().endsWith("for"));
    }

    private Path path() {
        return node.file("program");
    }

    private Path program() throws IOException {
        var program = node.write("program", "#!/bin/sh\nexec sleep 600\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void awaitWhy(String why) {
        node.await("A says why", () -> {
            var status = node.statusOf("A");
            return status.status() == ProcessState.STARTING
                    && status.message().contains(why)
                    && status.message().contains("; started again at ");
        });
    }

    private Outcome start(ActorRef<LocalProcesses.Command> locals, String process) {
        var replies = node.probe(OperationReply.class);
        locals.tell(new LocalProcesses.Operate(
                TestNode.operation(Operation.Action.START, Operation.Scope.PROCESS, process), replies.getRef()));
        return ((OperationReply.Happened) replies.receiveMessage(TestNode.SOON)).outcome();
    }
}
