package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.batonha.actors.api.AotCaches;
import io.github.batonha.actors.api.AotCaches.State;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.launch.CacheOverview;
import io.github.batonha.actors.launch.Launch;
import io.github.batonha.actors.launch.SocketOwner;
import io.github.batonha.actors.launch.TrainingOrder;
import io.github.batonha.client.Leash;
import io.github.batonha.conf.launch.ClientJar;
import io.github.batonha.supervision.aot.CacheDecision;
import io.github.batonha.supervision.aot.CacheFile;
import io.github.batonha.supervision.aot.DiskBound;
import io.github.batonha.supervision.aot.store.CacheFolder;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.StartResult;
import io.github.batonha.supervision.spec.AotMode;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real JVMs that record, start with what was made of it, and start without it where it does not fit. */
class AotCacheTest extends NodeTest {

    private static final Path JAVA_17 = Path.of("/usr/lib/jvm/java-17-openjdk-amd64/bin/java");

    private Path jar;
    private Path client;
    private CacheFolder cacheFolder;

    @BeforeEach
    void build() throws IOException {
        jar = node.file("app.jar");
        client = node.file("client.jar");
        cacheFolder = CacheFolder.of(node.runDirectory());
        pack(ClientJar.own(), client);
        program("one");
    }

    @Test
    void givenAnOrder_whenTheRunHasEnded_thenTheNextOneUsesTheCacheUntilAJarIsReplaced() throws IOException {
        var spec = spec(Path.of(System.getProperty("java.home"), "bin/java"), AotMode.USE);
        assertThat(maps(start(spec))).doesNotContain(".aot");
        assertThat(cacheFolder.exists()).isFalse();
        assertThat(shown().state()).isEqualTo(State.NONE);
        end();
        assertThat(train().result()).isEqualTo(Result.DONE);
        assertThat(shown().state()).isEqualTo(State.ORDERED);

        start(spec);
        assertThat(shown().state()).isEqualTo(State.RECORDING);
        assertThat(train().result()).isEqualTo(Result.NOTHING);
        end();
        node.await("the cache is made", () -> shown().state() == State.READY);
        assertThat(maps(start(spec))).contains(caches().getFirst().fileName());
        assertThat(shown().state()).isEqualTo(State.USED);
        assertThat(Objects.requireNonNull(shown().cache()).file())
                .isEqualTo(caches().getFirst().fileName());
        assertThat(CacheOverview.of(node.deps()).bytes())
                .isEqualTo(caches().getFirst().bytes());
        end();
        assertThat(log()).endsWith("one\n");

        program("two, which is longer");
        assertThat(shown().reason()).contains(CacheDecision.CHANGED);
        assertThat(maps(start(spec))).doesNotContain(".aot");
        node.await("the new jar is run", () -> log().endsWith("two, which is longer\n"));
        assertThat(caches()).isEmpty();
        assertThat(shown().state()).isEqualTo(State.NONE);
        assertThat(shown().reason()).contains("its cache was dropped: " + CacheDecision.CHANGED);
    }

    @Test
    void givenProcessesThatCantRecord_whenOrdered_thenTheyAreRefusedAndNothingIsNoted() {
        var jvm = spec(Path.of(System.getProperty("java.home"), "bin/java"), AotMode.OFF);
        assertThat(train()).isEqualTo(refused("its <aotCache> or baton.process.aot-cache is off"));

        node.without("P").with(node.sh("P", "exec sleep 100"));
        assertThat(train()).isEqualTo(refused("it runs a <command>, and only a JVM can have one"));

        node.without("P")
                .with(jvm.with(jvm.launching().with(AotMode.USE))
                        .but()
                        .primaryOnly(true)
                        .build());
        assertThat(train().text()).startsWith("it can't be trained: it is primaryOnly");
        assertThat(cacheFolder.exists()).isFalse();
    }

    private static Outcome refused(String why) {
        return new Outcome("NodeA", "P", Result.REFUSED, "it can't be trained: " + why);
    }

    private Outcome train() {
        var replies = node.probe(OperationReply.class);
        TrainingOrder.give(
                node.deps(),
                TestNode.operation(Operation.Action.TRAIN, Operation.Scope.PROCESS, "P"),
                replies.getRef());
        var outcome = replies.expectMessageClass(OperationReply.Happened.class, TestNode.SOON)
                .outcome();
        replies.expectMessage(TestNode.SOON, new OperationReply.Finished("NodeA"));
        return outcome;
    }

    private AotCaches.OfProcess shown() {
        return CacheOverview.of(node.deps()).processes().getFirst();
    }

    @Test
    void givenACacheThatIsCutOff_whenStarted_thenItIsDroppedAndToldOnceAndTheProcessRuns() throws IOException {
        var spec = spec(Path.of(System.getProperty("java.home"), "bin/java"), AotMode.TRAIN);
        start(spec);
        end();
        node.await("the cache is made", () -> caches().size() == 1);
        var file = cacheFolder.path(caches().getFirst());
        Files.write(file, new byte[] {1, 2, 3});

        for (var i = 0; i < 2; i++) {
            start(spec.with(spec.launching().with(AotMode.USE)));
            end();
        }

        assertThat(caches()).isEmpty();
        assertThat(node.events())
                .filteredOn(NodeEvent.Trouble.class::isInstance)
                .singleElement()
                .asString()
                .contains("3 bytes instead of");
    }

    @Test
    void givenARunThatIsKilled_whenItRecorded_thenThereIsNoCacheAndTheReasonIsKept() throws IOException {
        start(spec(Path.of(System.getProperty("java.home"), "bin/java"), AotMode.TRAIN));

        TestNode.kill(node.runs().live("P").orElseThrow());
        awaitEnd();

        node.await("the reason is kept", () -> failure().contains("did not end cleanly"));
        assertThat(caches()).isEmpty();
        assertThat(cacheFolder.recording("P")).doesNotExist();
    }

    @Test
    void givenAPrimaryOnlyProcess_whenItsModeIsTrain_thenItRecordsNothing() throws IOException {
        var spec = spec(Path.of(System.getProperty("java.home"), "bin/java"), AotMode.TRAIN);
        cacheFolder.order("P");

        // By the spawner of others: what counts is the definition.
        start(spec.but().primaryOnly(true).build());
        end();

        assertThat(caches()).isEmpty();
        assertThat(cacheFolder.recording("P")).doesNotExist();
    }

    @Test
    void givenAnOldJvm_whenItHasRecorded_thenTheNextRunUsesItsArchive() throws IOException {
        assumeThat(JAVA_17).isExecutable();
        var spec = spec(JAVA_17, AotMode.TRAIN);

        start(spec);
        end();
        node.await("the archive is made", () -> caches().size() == 1);

        assertThat(maps(start(spec))).contains(caches().getFirst().fileName()).contains(".jsa");
    }

    private ChildSpec spec(Path java, AotMode mode) {
        var spec = ChildSpec.of(
                        "P", java.toString(), "-Xmx64m", "-cp", jar + ":" + client, Leash.class.getName(), "app.Main")
                .directory(node.file("."))
                .build();
        spec = spec.with(spec.launching().with(mode));
        node.with(spec);
        return spec;
    }

    private Run start(ChildSpec spec) {
        var before = log().length();
        var launch = Launch.begin(node.deps(), spec, node.runs().localSpawner(), 0, new SocketOwner());
        assertThat(launch.result()).isInstanceOf(StartResult.Started.class);
        node.await("it runs", () -> log().length() > before);
        return node.runs().live("P").orElseThrow();
    }

    private void end() {
        node.runs().terminate(node.runs().live("P").orElseThrow());
        awaitEnd();
    }

    private void awaitEnd() {
        node.await(
                "it is gone",
                () -> node.runs()
                        .live("P")
                        .filter(run -> !node.runs().isGone(run))
                        .isEmpty());
    }

    private String log() {
        return node.read("logs/NodeA/P.log");
    }

    private static String maps(Run run) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(run.pid()), "maps"));
    }

    private List<CacheFile> caches() {
        try {
            return cacheFolder.all().stream().map(DiskBound.Kept::cache).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String failure() {
        try {
            return cacheFolder.failure("P");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void program(String says) throws IOException {
        var source = node.write("source/app/Main.java", """
                package app;
                public class Main {
                    public static void main(String[] args) throws Exception {
                        System.out.println("%s");
                        Thread.sleep(600_000);
                    }
                }
                """.formatted(says));
        var classes = node.file("classes");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", "-d", classes.toString(), source.toString()))
                .isZero();
        pack(classes, jar);
    }

    private static void pack(Path from, Path jar) throws IOException {
        if (Files.isRegularFile(from)) {
            Files.copy(from, jar);
            return;
        }
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(new ZipEntry(from.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
