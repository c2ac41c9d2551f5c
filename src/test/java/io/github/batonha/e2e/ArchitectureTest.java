package io.github.batonha.e2e;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

@AnalyzeClasses(packages = "io.github.batonha", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.github.batonha.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theApiIsFreeOfPekko = noClasses()
            .that()
            .resideInAPackage("io.github.batonha.actors.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..");

    @ArchTest
    static final ArchRule commandsAreFreeOfPekko = noClasses()
            .that()
            .resideInAPackage("io.github.batonha.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..");

    @ArchTest
    static final ArchRule sessionsAreFreeOfActors = noClasses()
            .that()
            .resideInAPackage("io.github.batonha.sessions..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..", "io.github.batonha.actors..");

    /** The session store is proven by simulations: it knows no files and threads, and not where its journal is. */
    @ArchTest
    static final ArchRule theSessionStoreIsPure = noClasses()
            .that()
            .resideInAPackage("io.github.batonha.sessions.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..", "java.nio.file..", "java.nio.channels..", "io.github.batonha.sessions.journal..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, File.class, Executor.class, CompletableFuture.class);

    /** What is decided about a process is decided without files, threads or the processes themselves. */
    @ArchTest
    static final ArchRule theLifecycleIsPure = noClasses()
            .that()
            .resideInAPackage("io.github.batonha.supervision.lifecycle..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "java.util.concurrent..",
                    "io.github.batonha.supervision.run..",
                    "io.github.batonha.supervision.lease..",
                    "org.slf4j..");

    /** The primary's protocol is run by a simulator: it knows no files, threads or logs, and not where its record is stored. */
    @ArchTest
    static final ArchRule thePrimaryProtocolIsPure = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.github.batonha.supervision.primary.protocol..",
                    "io.github.batonha.supervision.primary.schedule..",
                    "io.github.batonha.supervision.primary.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "java.util.concurrent..",
                    "io.github.batonha.supervision.primary.store..",
                    "io.github.batonha.supervision.run..",
                    "io.github.batonha.supervision.lease..",
                    "org.slf4j..");

    /** Steps of a drain, readiness and liveness are decided without files, network, threads or logs. */
    @ArchTest
    static final ArchRule drainsAndProbesArePure = noClasses()
            .that()
            .resideInAnyPackage("io.github.batonha.supervision.drain", "io.github.batonha.supervision.probe")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.net..",
                    "java.nio..",
                    "java.util.concurrent..",
                    "io.github.batonha.supervision.drain.store..",
                    "io.github.batonha.supervision.probe.log..",
                    "io.github.batonha.supervision.probe.net..",
                    "io.github.batonha.supervision.os..",
                    "io.github.batonha.supervision.run..",
                    "org.slf4j..");

    /** Which cache a start uses is decided without files. */
    @ArchTest
    static final ArchRule cachesAreDecidedWithoutFiles = noClasses()
            .that()
            .resideInAPackage("io.github.batonha.supervision.aot")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.util.concurrent..",
                    "io.github.batonha.supervision.aot.store..",
                    "io.github.batonha.supervision.os..",
                    "io.github.batonha.supervision.run..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule thePrimaryHasNoCycles = slices().matching("io.github.batonha.supervision.primary.(*)..")
            .should()
            .beFreeOfCycles();

    /** A clock that is read, or a thread that waits, where no test can move the time. Only what is listed in {@link Wiring} may. */
    @ArchTest
    static void clocksAreWiredIn(JavaClasses all) {
        var found = new TreeSet<String>();
        for (var one : all) {
            if (Wiring.PACKAGES.stream().noneMatch(one.getPackageName()::startsWith)
                    && one.getCodeUnits().stream().anyMatch(Wiring::readsAClock)) {
                found.add(one.getName().substring("io.github.batonha.".length()).replaceAll("\\$.*", ""));
            }
        }

        assertThat(found).isEqualTo(Wiring.CLASSES);
    }

    /** A proxy of the JVM's settings must never come between: what goes over these connections are tokens, sessions and probes. */
    @ArchTest
    static final ArchRule noConnectionGoesByAProxy = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.batonha.sample..")
            .should()
            .callConstructor(Socket.class)
            .orShould()
            .callMethod(URL.class, "openConnection")
            .orShould()
            .callMethod(URL.class, "openStream")
            .orShould()
            .callMethod(HttpClient.class, "newHttpClient");

    /** From the node down to the launch of a process; each room uses those below it. */
    @ArchTest
    static final ArchRule roomsOfActorsStandOnEachOther = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("node")
            .definedBy("io.github.batonha.actors.node..")
            .layer("orders")
            .definedBy(
                    "io.github.batonha.actors.drain..",
                    "io.github.batonha.actors.apply..",
                    "io.github.batonha.actors.primary..")
            .layer("supervisor")
            .definedBy("io.github.batonha.actors.supervisor..")
            .layer("process")
            .definedBy("io.github.batonha.actors.process..")
            .layer("run")
            .definedBy("io.github.batonha.actors.run..")
            .layer("probe")
            .definedBy("io.github.batonha.actors.probe..")
            .layer("evidence")
            .definedBy("io.github.batonha.actors.evidence..")
            .layer("launch")
            .definedBy("io.github.batonha.actors.launch..")
            .whereLayer("node")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("orders")
            .mayOnlyBeAccessedByLayers("node")
            .whereLayer("supervisor")
            .mayOnlyBeAccessedByLayers("node", "orders")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("supervisor")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("process")
            .whereLayer("probe")
            .mayOnlyBeAccessedByLayers("process", "run")
            .whereLayer("evidence")
            .mayOnlyBeAccessedByLayers("process", "run");

    /** Classes that know each other in a circle can only be understood together: three are few enough. */
    @ArchTest
    static void circlesOfClassesAreSmall(JavaClasses all) {
        for (var module : List.of("actors.", "client.", "conf.install.")) {
            var circles = ClassCircles.in(all, "io.github.batonha." + module);

            assertThat(circles.largerThan(3)).as(module).isEmpty();
        }
    }

    /** A package that needs a class that needs the package is no room of its own. */
    @ArchTest
    static void noCircleOfClassesLeavesItsPackage(JavaClasses all) {
        assertThat(ClassCircles.in(all, "io.github.batonha.").across()).isEmpty();
    }

    /** A message that is forgotten must not compile: one switch over the sealed commands, no list of single messages. */
    @ArchTest
    static final ArchRule actorsSwitchOverTheirCommands = classes()
            .that()
            .resideInAPackage("io.github.batonha.actors..")
            .should(new ArchCondition<>("take their commands as a whole") {
                @Override
                public void check(JavaClass actor, ConditionEvents events) {
                    // Messages of other nodes and those of its own are two sealed types.
                    var most = Set.of("ClusterView", "Sessions").contains(actor.getSimpleName()) ? 2 : 1;
                    actor.getMethodCallsFromSelf().stream()
                            .filter(call -> call.getName().startsWith("onMessage"))
                            .filter(call ->
                                    call.getTargetOwner().getName().startsWith("org.apache.pekko.actor.typed.javadsl."))
                            .collect(Collectors.groupingBy(JavaAccess::getOrigin, Collectors.counting()))
                            .forEach((method, listed) -> {
                                if (listed > most) {
                                    events.add(SimpleConditionEvent.violated(
                                            actor,
                                            "%s lists %d messages: switch over its Command"
                                                    .formatted(method.getFullName(), listed)));
                                }
                            });
                }
            });

    /** Between actors, a question is a message with the address of the answer. Only HTTP and its wiring wait. */
    @ArchTest
    static final ArchRule actorsDoNotAsk = noClasses()
            .that()
            .resideInAPackage("io.github.batonha.actors..")
            .and()
            .resideOutsideOfPackages("io.github.batonha.actors.http..", "io.github.batonha.actors.node..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.pekko.actor.typed.javadsl.AskPattern")
            .orShould()
            .callMethodWhere(target(name("ask")).and(target(owner(assignableTo(ActorContext.class)))));

    /** A package that holds more than this is a house of its own. */
    @ArchTest
    static void noRoomOfActorsIsTooFull(JavaClasses all) throws IOException {
        var source = Path.of("../../actors/src/main/java");
        var lines = new TreeMap<String, Long>();
        try (var files = Files.walk(source)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                try (var text = Files.lines(file)) {
                    lines.merge(source.relativize(file.getParent()).toString(), text.count(), Long::sum);
                }
            }
        }
        var total = lines.values().stream().mapToLong(Long::longValue).sum();

        assertThat(lines)
                .isNotEmpty()
                .allSatisfy((room, count) ->
                        assertThat(100.0 * count / total).as(room).isLessThanOrEqualTo(18));
    }
}
