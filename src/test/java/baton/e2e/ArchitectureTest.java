package baton.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

@AnalyzeClasses(packages = "baton", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("baton.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theApiIsFreeOfPekko = noClasses()
            .that()
            .resideInAPackage("baton.actors.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..");

    @ArchTest
    static final ArchRule commandsAreFreeOfPekko = noClasses()
            .that()
            .resideInAPackage("baton.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..");

    /** The session store is proven by simulations: it knows no actors, and has its time from outside. */
    @ArchTest
    static final ArchRule theSessionStoreIsFreeOfPekko = noClasses()
            .that()
            .resideInAPackage("baton.actors.sessions.store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..");

    /** What is decided about a process is decided without files, threads or the processes themselves. */
    @ArchTest
    static final ArchRule theLifecycleIsPure = noClasses()
            .that()
            .resideInAPackage("baton.supervision.lifecycle..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "java.util.concurrent..",
                    "baton.supervision.run..",
                    "baton.supervision.lease..",
                    "org.slf4j..");

    /** The primary's protocol is run by a simulator: it knows no files, threads or logs, and not where its record is stored. */
    @ArchTest
    static final ArchRule thePrimaryProtocolIsPure = noClasses()
            .that()
            .resideInAnyPackage("baton.supervision.primary.protocol..", "baton.supervision.primary.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "java.util.concurrent..",
                    "baton.supervision.primary.store..",
                    "baton.supervision.run..",
                    "baton.supervision.lease..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule thePrimaryHasNoCycles =
            slices().matching("baton.supervision.primary.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule clocksAreWiredIn = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("baton.actors.node.Agent")
            .and()
            .doNotHaveFullyQualifiedName("baton.cli.Main")
            .and()
            .doNotHaveFullyQualifiedName("baton.sample.Bootstrap")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(InstantSource.class, "system");

    /** A proxy of the JVM's settings must never come between: what goes over these connections are tokens, sessions and probes. */
    @ArchTest
    static final ArchRule noConnectionGoesByAProxy = noClasses()
            .that()
            .resideOutsideOfPackage("baton.sample..")
            .should()
            .callConstructor(Socket.class)
            .orShould()
            .callMethod(URL.class, "openConnection")
            .orShould()
            .callMethod(URL.class, "openStream")
            .orShould()
            .callMethod(HttpClient.class, "newHttpClient");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that()
            .resideOutsideOfPackage("baton.sample..")
            .should()
            .callMethod(Thread.class, "sleep", long.class);
}
