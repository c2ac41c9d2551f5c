package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.supervision.lifecycle.StopOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchOperationTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<ProcessActor.Command> process = kit.createTestProbe();
    private final TestProbe<OperationReply> replies = kit.createTestProbe();

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private void stop() {
        kit.spawn(BatchOperation.stop(
                "NodeA",
                List.of(),
                Map.of("A", process.getRef()),
                name -> new StopOrder(Duration.ofSeconds(1), false),
                replies.getRef()));
    }

    private void expectLetGo() {
        assertThat(replies.receiveMessage(SOON))
                .isInstanceOfSatisfying(
                        OperationReply.Happened.class,
                        happened -> assertThat(happened.outcome().result()).isEqualTo(Result.FAILED));
        assertThat(replies.receiveMessage(SOON)).isEqualTo(new OperationReply.Finished("NodeA"));
    }

    @Test
    void givenAnActorThatEndsBeforeItAnswers_whenStopped_thenItIsAnsweredFor() {
        stop();
        process.expectMessageClass(ProcessActor.Stop.class, SOON);

        process.stop();

        expectLetGo();
    }

    @Test
    void givenAnActorThatHasEnded_whenStopped_thenItIsAnsweredFor() {
        process.stop();

        stop();

        expectLetGo();
    }

    @Test
    void givenAnActorThatEndsBeforeItIsReady_whenStarted_thenItIsAnsweredFor() {
        kit.spawn(BatchOperation.start("NodeA", Map.of("A", process.getRef()), replies.getRef()));
        process.expectMessageClass(ProcessActor.Start.class, SOON);

        process.stop();

        expectLetGo();
    }
}
