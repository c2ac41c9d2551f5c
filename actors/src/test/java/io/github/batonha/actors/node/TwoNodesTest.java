package io.github.batonha.actors.node;

import static io.github.batonha.actors.fixture.Definitions.role;
import static io.github.batonha.actors.fixture.Definitions.server;
import static io.github.batonha.actors.fixture.Definitions.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.operations.Operations;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.actors.wire.WireGate;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ActorSystems with the agent's settings and its cluster half, without processes and without a primary. */
class TwoNodesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final AtomicInteger LIVES = new AtomicInteger();

    private final ConcurrentLinkedQueue<Node> started = new ConcurrentLinkedQueue<>();
    private List<HostDefinition> hosts = List.of();

    private static final class Node implements Operations.NodeOperations {
        private final String name;
        private final ActorSystem<Void> system;
        private final AtomicReference<String> startAgain = new AtomicReference<>("");
        private final AtomicReference<ActorRef<ClusterView.Command>> view = new AtomicReference<>();
        private final AtomicReference<ActorRef<Operations.Command>> operations = new AtomicReference<>();
        private final ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();

        Node(String name, List<HostDefinition> hosts, ChildSpec... processes) {
            this(Definitions.of(name, hosts, processes));
        }

        Node(NodeDefinition definition) {
            this.name = definition.self().name();
            var hosts = definition.hosts();
            this.system = ActorSystem.create(
                    Behaviors.setup(context -> {
                        var s = context.getSystem();
                        view.set(context.spawn(
                                        ClusterView.create(
                                                definition,
                                                Instant.now(),
                                                new RemoteOutbox(s, hosts, "view"),
                                                _ -> {},
                                                () -> "",
                                                EventSink.NONE,
                                                System::nanoTime),
                                        "view")
                                .narrow());
                        view.get().tell(new ClusterView.PrimarySaid(role(Role.SECONDARY, null, 0)));
                        operations.set(context.spawn(
                                Operations.create(
                                        definition, new RemoteOutbox(s, hosts, "node"), this, System::nanoTime),
                                "node"));
                        ActorRef<Joiner.StartAgain> verdict = context.spawnAnonymous(Behaviors.receiveMessage(said -> {
                            startAgain.set(said.why());
                            return Behaviors.same();
                        }));
                        context.spawn(
                                Joiner.create(
                                        definition, new RemoteOutbox(s, hosts, "join"), verdict, System::nanoTime),
                                "join");
                        return Behaviors.empty();
                    }),
                    Addresses.SYSTEM,
                    SystemConfig.of(definition, "life " + LIVES.incrementAndGet(), Optional.empty()));
            WireGate.get(Adapter.toClassic(system)).onRefusal(refusals::add);
            Await.until("its actors are there", SOON, () -> operations.get() != null);
        }

        @Override
        public void setPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) {
            done.add("primary by " + request.by());
            replyTo.tell(
                    new Progress(Progress.Phase.ASK, "at " + name, 0, Progress.Outcome.RUNNING, "", List.of("NodeC")));
            replyTo.tell(new Progress(Progress.Phase.COMMIT, "at " + name, 0, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void schedule(ScheduleRequest request, ActorRef<Progress> replyTo) {
            replyTo.tell(new Progress(Progress.Phase.WAIT, "at " + name, 0, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void cancelScheduled(CancelRequest request, ActorRef<Progress> replyTo) {
            replyTo.tell(new Progress(Progress.Phase.WAIT, "not at " + name, 0, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void repair(RepairRequest request, ActorRef<Progress> replyTo) {
            throw new AssertionError("nobody asks for a repair");
        }

        @Override
        public void operate(Operation operation, ActorRef<OperationReply> replyTo) {
            done.add("%s %s".formatted(operation.action(), operation.name()));
            replyTo.tell(new OperationReply.Happened(new Outcome(name, operation.name(), Result.DONE, "")));
            replyTo.tell(new OperationReply.Finished(name));
        }

        @Override
        public void drain(DrainRequest request, ActorRef<Progress> replyTo) {
            replyTo.tell(new Progress(Progress.Phase.DRAIN, "by " + name, 0, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void followDrain(ActorRef<Progress> replyTo) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void undrain(UndrainRequest request, ActorRef<Progress> replyTo) {
            replyTo.tell(new Progress(Progress.Phase.DRAIN, "not by " + name, 0, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void apply(ApplyRequest request, ActorRef<OperationReply> replyTo) {
            replyTo.tell(new OperationReply.Finished(name));
        }

        @Override
        public void look(ActorRef<MonCluster> replyTo) {
            view.get().tell(new ClusterView.GetMonCluster(replyTo));
        }

        @Override
        public void endAgent() {
            done.add("end");
        }

        MonCluster monCluster() throws Exception {
            return AskPattern.ask(view.get(), ClusterView.GetMonCluster::new, SOON, system.scheduler())
                    .toCompletableFuture()
                    .get();
        }

        String stateOf(String node) throws Exception {
            return monCluster().nodes().stream()
                    .filter(seen -> seen.name().equals(node))
                    .map(seen -> seen.state().name())
                    .findFirst()
                    .orElse("absent");
        }

        List<MonCluster.ProcessView> processesOf(String node) throws Exception {
            return monCluster().nodes().stream()
                    .filter(seen -> seen.name().equals(node))
                    .flatMap(seen -> seen.processes().stream())
                    .toList();
        }

        Cluster cluster() {
            return Cluster.get(Adapter.toClassic(system));
        }

        long members() {
            return java.util.stream.StreamSupport.stream(
                            cluster().state().getMembers().spliterator(), false)
                    .filter(member -> member.status().toString().equals("Up"))
                    .count();
        }

        void die() {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    @BeforeEach
    void findPorts() throws IOException {
        hosts = List.of(host("NodeA", "127.0.0.1"), host("NodeB", "127.0.0.2"));
    }

    @AfterEach
    void endAll() {
        started.forEach(Node::die);
    }

    private static HostDefinition host(String name, String address) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return new HostDefinition(name, address, socket.getLocalPort(), 0, FenceCommand.NONE);
        }
    }

    private Node start(String name) {
        return start(name, server("SERVER", true));
    }

    private Node start(String name, ChildSpec... processes) {
        var node = new Node(name, hosts, processes);
        started.add(node);
        return node;
    }

    private static <T> List<T> collect(
            Node at, java.util.function.Consumer<ActorRef<T>> ask, java.util.function.Predicate<T> isFinal) {
        var answers = new ConcurrentLinkedQueue<T>();
        ask.accept(at.system.systemActorOf(
                Behaviors.<T>receiveMessage(answer -> {
                    answers.add(answer);
                    return Behaviors.same();
                }),
                "collector-" + System.nanoTime(),
                org.apache.pekko.actor.typed.Props.empty()));
        Await.until("a final answer", SOON, () -> answers.stream().anyMatch(isFinal));
        return List.copyOf(answers);
    }

    @Test
    void givenTwoNodes_whenOneDiesAndIsStartedAgain_thenTheOtherSeesItAndTheyAreOneClusterAgain() throws Exception {
        var a = start("NodeA");
        var b = start("NodeB");
        Await.until(
                "each sees the other",
                SOON,
                () -> a.stateOf("NodeB").equals("UP") && b.stateOf("NodeA").equals("UP"));
        Await.until("one cluster", SOON, () -> a.members() == 2 && b.members() == 2);

        a.die();
        Await.until("NodeA is down", SOON, () -> b.stateOf("NodeA").equals("DOWN"));
        var reborn = start("NodeA");

        Await.until(
                "it is heard",
                SOON,
                () -> b.stateOf("NodeA").equals("UP") && reborn.stateOf("NodeB").equals("UP"));
        Await.until("one cluster again", SOON, () -> reborn.members() == 2 && b.members() == 2);
        assertThat(b.startAgain.get()).isEmpty();
    }

    @Test
    void givenAThousandProcessesThatSayMuch_whenTheyFail_thenTheOtherNodeSeesEachAndTheNodeUp() throws Exception {
        var names = IntStream.range(0, 1000).mapToObj("PROCESS_%03d"::formatted).toList();
        var processes = names.stream().map(name -> server(name, true)).toArray(ChildSpec[]::new);
        var a = start("NodeA", processes);
        var b = start("NodeB", processes);

        names.forEach(name -> a.view.get()
                .tell(new ClusterView.ProcessSaid(
                        status(name, ProcessState.ERROR).saying("ж".repeat(3 * 198)))));

        Await.until(
                "each process of NodeA is seen to fail",
                SOON,
                () -> b.processesOf("NodeA").stream()
                                .filter(seen -> seen.state().equals("ERROR"))
                                .count()
                        == 1000);
        Await.until(
                "both are up",
                SOON,
                () -> b.stateOf("NodeA").equals("UP") && a.stateOf("NodeB").equals("UP"));
    }

    @Test
    void givenAHostOfAnotherSystem_whenItHasTheAddressOfOurs_thenItIsToldOfOnceAndNothingItSaysIsDone()
            throws Exception {
        var a = start("NodeA");
        var b = start("NodeB");
        Await.until("one cluster", SOON, () -> a.members() == 2 && b.members() == 2);
        var stranger = startElsewhere("PROD");
        Await.until("it is refused", SOON, () -> !b.refusals.isEmpty());

        var order = new SetPrimaryRequest("NodeB", List.of(), "op", "");
        var progress = TwoNodesTest.<Progress>collect(
                stranger,
                replyTo -> stranger.operations.get().tell(new Operations.SetPrimary(order, replyTo)),
                Progress::isFinal);

        assertThat(progress.getLast().outcome()).isEqualTo(Progress.Outcome.REFUSED);
        assertThat(b.done).isEmpty();
        assertThat(b.refusals)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains("NodeA of system PROD at 127.0.0.3:")
                        .contains("NodeB of system TEST at 127.0.0.2:"));
        assertThat(stranger.stateOf("NodeB")).isEqualTo("DOWN");
        assertThat(b.stateOf("NodeA")).isEqualTo("UP");
        assertThat(List.of(a.members(), b.members())).containsOnly(2L);
        assertThat(b.startAgain.get()).isEmpty();
    }

    @Test
    void givenACopyOfANodeAtAnotherAddress_whenItSpeaks_thenItIsToldOfOnceAndNotAnswered() throws Exception {
        var b = start("NodeB");
        var copy = startElsewhere("TEST");
        Await.until("it is refused", SOON, () -> !b.refusals.isEmpty());

        var order = new SetPrimaryRequest("NodeB", List.of(), "op", "");
        var progress = TwoNodesTest.<Progress>collect(
                copy,
                replyTo -> copy.operations.get().tell(new Operations.SetPrimary(order, replyTo)),
                Progress::isFinal);

        assertThat(progress.getLast().outcome()).isEqualTo(Progress.Outcome.REFUSED);
        assertThat(b.done).isEmpty();
        assertThat(b.refusals)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains("NodeA of system TEST at 127.0.0.3:")
                        .contains("has NodeA at 127.0.0.1:"));
        assertThat(b.stateOf("NodeA")).isEqualTo("DOWN");
        var a = start("NodeA");
        Await.until("the node itself is heard", SOON, () -> b.stateOf("NodeA").equals("UP"));
        assertThat(a.refusals).isEmpty();
    }

    /** A NodeA at another address, whose definition has our NodeB. */
    private Node startElsewhere(String system) throws IOException {
        var theirs = List.of(host("NodeA", "127.0.0.3"), hosts.get(1));
        var definition = Definitions.of("NodeA", theirs, server("SERVER", true));
        var node = new Node(new NodeDefinition(
                system,
                definition.self(),
                theirs,
                definition.processes(),
                definition.environment(),
                definition.hash(),
                definition.settings(),
                Definitions.health(definition.settings().health()),
                false));
        started.add(node);
        return node;
    }

    @Test
    void givenAddressesOfIPv6_whenTwoNodesStart_thenTheyAreOneClusterAndReachEachOther() throws Exception {
        assumeTrue(InetAddress.ofLiteral("::1").isReachable(1000), "this machine has no IPv6");
        hosts = List.of(host("NodeA", "::1"), host("NodeB", "::1"));

        var a = start("NodeA");
        var b = start("NodeB");

        Await.until("one cluster", SOON, () -> a.members() == 2 && b.members() == 2);
        Await.until(
                "each sees the other",
                SOON,
                () -> a.stateOf("NodeB").equals("UP") && b.stateOf("NodeA").equals("UP"));
        assertThat(Addresses.of(hosts.getFirst()).toString()).startsWith("pekko://baton@[::1]:");
    }

    @Test
    void givenTheFirstHostIsDown_whenTheSecondStartsAlone_thenItFormsAClusterThatTheFirstJoins() {
        var b = start("NodeB");
        Await.until("NodeB is up alone", SOON, () -> b.members() == 1);

        var a = start("NodeA");

        Await.until("one cluster", SOON, () -> a.members() == 2 && b.members() == 2);
    }

    @Test
    void givenTwoIslands_whenTheyHearEachOther_thenOnlyTheOneThatHasToIsStartedAgain() {
        var a = new Node("NodeA", List.of(hosts.get(0)), server("SERVER", true));
        started.add(a);
        Await.until("NodeA is up alone", SOON, () -> a.members() == 1);
        var b = new Node("NodeB", List.of(hosts.get(1)), server("SERVER", true));
        started.add(b);
        Await.until("NodeB is up alone", SOON, () -> b.members() == 1);
        a.die();
        b.die();

        var islandA = start("NodeA");
        islandA.cluster().join(islandA.cluster().selfAddress());
        var islandB = start("NodeB");
        islandB.cluster().join(islandB.cluster().selfAddress());

        Await.until("NodeB gives way", SOON, () -> !islandB.startAgain.get().isEmpty());
        assertThat(islandA.startAgain.get()).isEmpty();
    }

    @Test
    void givenTwoNodes_whenOneIsAskedForTheOther_thenTheOtherDoesItAndTheAnswerComesBack() {
        var a = start("NodeA");
        var b = start("NodeB");
        var request = new SetPrimaryRequest("NodeB", List.of(), "op", "");
        var operation = new Operation(
                Operation.Action.STOP,
                Operation.Scope.PROCESS,
                "SERVER",
                List.of("NodeB", "NodeA"),
                false,
                false,
                -1,
                true,
                "op");

        var progress = TwoNodesTest.<Progress>collect(
                a, replyTo -> a.operations.get().tell(new Operations.SetPrimary(request, replyTo)), Progress::isFinal);
        var outcomes = TwoNodesTest.<OperationReply>collect(
                a,
                replyTo -> a.operations.get().tell(new Operations.Operate(operation, replyTo)),
                OperationReply.Finished.class::isInstance);

        assertThat(progress).extracting(Progress::text).containsExactly("at NodeB", "at NodeB");
        assertThat(progress.getFirst().silent()).containsExactly("NodeC");
        assertThat(outcomes)
                .contains(
                        new OperationReply.Happened(new Outcome("NodeA", "SERVER", Result.DONE, "")),
                        new OperationReply.Happened(new Outcome("NodeB", "SERVER", Result.DONE, "")),
                        new OperationReply.Happened(new Outcome("NodeB", "", Result.DONE, "the agent ends")),
                        new OperationReply.Happened(new Outcome("NodeA", "", Result.DONE, "the agent ends")))
                .endsWith(new OperationReply.Finished("NodeA"));
        assertThat(b.done).containsExactly("primary by op", "STOP SERVER", "end");
        assertThat(a.done).containsExactly("STOP SERVER", "end");
    }

    @Test
    void givenTwoNodes_whenRestartedOneAfterTheOther_thenBothDoTheirPart() {
        var a = start("NodeA");
        var b = start("NodeB");
        Await.until("NodeA sees NodeB", SOON, () -> a.stateOf("NodeB").equals("UP"));
        var operation = new Operation(
                Operation.Action.RESTART,
                Operation.Scope.PROCESS,
                "SERVER",
                List.of("NodeB", "NodeA"),
                false,
                false,
                -1,
                false,
                "op",
                true,
                0);

        var outcomes = TwoNodesTest.<OperationReply>collect(
                a,
                replyTo -> a.operations.get().tell(new Operations.Operate(operation, replyTo)),
                OperationReply.Finished.class::isInstance);

        assertThat(outcomes)
                .containsExactly(
                        new OperationReply.Happened(new Outcome("NodeB", "SERVER", Result.DONE, "")),
                        new OperationReply.Happened(new Outcome("NodeA", "SERVER", Result.DONE, "")),
                        new OperationReply.Finished("NodeA"));
        assertThat(a.done).containsExactly("RESTART SERVER");
        assertThat(b.done).containsExactly("RESTART SERVER");
    }

    @Test
    void givenTheOtherIsDown_whenItComesBackAfterItWasGivenUp_thenItDoesNothing() {
        var a = start("NodeA");
        var request = new SetPrimaryRequest("NodeB", List.of(), "op", "");
        var progress = TwoNodesTest.<Progress>collect(
                a, replyTo -> a.operations.get().tell(new Operations.SetPrimary(request, replyTo)), Progress::isFinal);
        assertThat(progress.getLast().outcome()).isEqualTo(Progress.Outcome.REFUSED);

        var b = start("NodeB");
        Await.until(
                "they talk",
                SOON,
                () -> a.stateOf("NodeB").equals("UP") && b.stateOf("NodeA").equals("UP"));

        assertThat(b.done).isEmpty();
    }
}
