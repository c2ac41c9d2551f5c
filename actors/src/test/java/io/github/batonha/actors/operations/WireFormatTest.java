package io.github.batonha.actors.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Reason;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.Silence;
import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.actors.wire.Wire;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WireFormatTest {
    /** What a frame takes, less the envelope. */
    private static final int FRAME = (256 - 8) << 10;

    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private static void assertRoundTrip(Wire message) {
        KIT.serializationTestKit().verifySerialization(message, true);
    }

    @Test
    void whatNodesSayOfErrandsComesBackAsItWas() {
        var operation = new Operation(
                Operation.Action.STOP, Operation.Scope.GROUP, "WEB", List.of("NodeA"), true, false, -1, true, "op");
        var asker = KIT.createTestProbe(RemoteRequest.Reply.class).getRef();
        var worker = KIT.createTestProbe(RemoteRequest.Go.class).getRef();

        var rolling = new Operation(
                Operation.Action.RESTART,
                Operation.Scope.PROCESS,
                "WEB",
                List.of(),
                true,
                false,
                -1,
                false,
                "op",
                true,
                90);

        assertRoundTrip(new Operations.OfferedOperation(operation, asker));
        assertRoundTrip(new Operations.OfferedOperation(rolling, asker));
        assertRoundTrip(
                new Operations.OfferedSetPrimary(new SetPrimaryRequest(null, List.of("NodeA"), "op", ""), asker));
        assertRoundTrip(new Operations.OfferedSchedule(
                new ScheduleRequest(
                        "NodeB", "2026-12-01T02:00:00Z", "os:op for op", "why", List.of("config-differs"), 60, "os:op"),
                asker));
        assertRoundTrip(new Operations.OfferedCancel(new CancelRequest("NodeB", "op", "why"), asker));
        assertRoundTrip(new Operations.OfferedFollow(asker));
        assertRoundTrip(new Operations.OfferedDrain(new DrainRequest(null, 60, true, false, "op", true), asker));
        assertRoundTrip(new Operations.OfferedApply(new ApplyRequest(List.of("NodeA"), false, true, "op"), asker));
        assertRoundTrip(new Operations.OfferedApply(
                new ApplyRequest(List.of(), true, false, "op", Map.of("NodeA", "set.plan"), true, 60, "why"), asker));
        assertRoundTrip(new Operations.OfferedApply(
                new ApplyRequest(List.of(), true, false, "op", Map.of(), false, 0, "", List.of("ROUTER")), asker));
        assertRoundTrip(
                new RemoteRequest.Happened(new Outcome("NodeB", "ROUTER", Result.PLANNED, "").with("set.plan")));
        assertRoundTrip(new Operations.OfferedUndrain(new UndrainRequest("NodeB", "op"), asker));
        assertRoundTrip(new RemoteRequest.Taken("NodeB", worker));
        assertRoundTrip(new RemoteRequest.Go());
        assertRoundTrip(new RemoteRequest.Working("NodeB"));
        assertRoundTrip(new RemoteRequest.Progressed(
                new Progress(Progress.Phase.ASK, "…", 5, Progress.Outcome.DONE, "", List.of("NodeA"))));
        assertRoundTrip(new RemoteRequest.Happened(new Outcome("NodeB", "ROUTER", Result.DONE, "")));
        assertRoundTrip(new RemoteRequest.Finished("NodeB"));
        assertRoundTrip(new OperationReply.Finished("NodeB"));
    }

    @Test
    void givenTheLongestTextsAndLists_whenAnErrandIsAnswered_thenTheAnswerFitsIntoAFrame() {
        var text = "ж".repeat(200_000);
        var names = Collections.nCopies(20_000, "NodeC");
        var reasons = Collections.nCopies(1_000, new Reason("host-silent", text, text, names, false, List.of()));
        var silences = Collections.nCopies(1_000, new Silence("NodeC", "NodeB", 1, false, 1, false));

        var progress = new RemoteRequest.Progressed(
                new Progress(Progress.Phase.ASK, text, 0, Progress.Outcome.REFUSED, text, names, reasons, silences));
        var outcome = new RemoteRequest.Happened(new Outcome("NodeB", "ROUTER", Result.FAILED, text));

        assertThat(bytes(progress)).isLessThan(FRAME);
        assertThat(bytes(outcome)).isLessThan(FRAME);
        assertThat(progress.progress().text()).startsWith("жж").endsWith("…");
    }

    private static int bytes(Wire message) {
        return SerializationExtension.get(Adapter.toClassic(KIT.system()))
                .serialize(message)
                .get()
                .length;
    }
}
