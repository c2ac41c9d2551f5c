package io.github.batonha.supervision.aot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.aot.CacheDecision.Fit;
import io.github.batonha.supervision.spec.AotMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheDecisionTest {

    private static final String KEY = "0123456789abcdef";
    private static final String OTHER = "fedcba9876543210";
    private static final CacheFile OWN = new CacheFile("P", KEY, 10, CacheForm.AOT);
    private static final CacheFile TWIN = new CacheFile("TWIN", KEY, 10, CacheForm.AOT);
    private static final CacheFile OLD = new CacheFile("P", OTHER, 10, CacheForm.AOT);
    private static final CacheFile ARCHIVE = new CacheFile("P", KEY, 10, CacheForm.CLASSES);
    private static final String LAUNCHER = "io.github.batonha.client.Leash";

    @ParameterizedTest
    @CsvSource({
        // mode, ordered, may record, caches, then
        "USE, false, true, none, Without",
        "USE, false, true, own, Use P",
        "USE, false, false, own, Use P",
        "USE, false, true, old, Without",
        "USE, false, true, archive, Without",
        "USE, false, true, twin, Use TWIN",
        "USE, false, true, both, Use P",
        "USE, true, true, none, Recording",
        "USE, true, true, own, Recording",
        "USE, true, false, own, Use P",
        "USE, true, false, none, Without",
        "TRAIN, false, true, none, Recording",
        "TRAIN, false, true, old, Recording",
        "TRAIN, false, true, own, Use P",
        "TRAIN, false, false, none, Without",
        "OFF, false, true, own, Without",
        "OFF, true, true, none, Without",
        "TRAIN, true, true, both, Recording",
    })
    void givenAStart_whenDecided_thenItUsesRecordsOrDoesNeither(
            AotMode mode, boolean isOrdered, boolean mayRecord, String there, String then) {
        var caches = switch (there) {
            case "own" -> List.of(OWN);
            case "old" -> List.of(OLD);
            case "archive" -> List.of(ARCHIVE);
            case "twin" -> List.of(TWIN);
            case "both" -> List.of(TWIN, OLD, OWN);
            default -> List.<CacheFile>of();
        };

        var decision = CacheDecision.of(
                new CacheDecision.Start("P", mode, new Fit.Key(KEY, CacheForm.AOT), isOrdered, mayRecord, caches));

        assertThat(
                        switch (decision) {
                            case CacheDecision.Use(var cache) -> "Use " + cache.process();
                            case CacheDecision.Recording _ -> "Recording";
                            case CacheDecision.Without _ -> "Without";
                        })
                .isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource({
        "USE, key, true, ''",
        "TRAIN, key, true, ''",
        "OFF, key, true, baton.process.aot-cache is off",
        "USE, key, false, primaryOnly",
        "USE, it is no JVM, false, it is no JVM",
    })
    void givenAnOrderToRecord_whenItCantBeCarriedOut_thenTheReasonIsSaid(
            AotMode mode, String fit, boolean mayRecord, String says) {
        var refusal = CacheDecision.refusal(
                mode, fit.equals("key") ? new Fit.Key(KEY, CacheForm.AOT) : new Fit.Never(fit), mayRecord);

        assertThat(refusal.isPresent()).isEqualTo(!says.isEmpty());
        assertThat(refusal.orElse("")).contains(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25 | HotSpot | -Xmx64m | | AOT",
                "26 | HotSpot | -Dx=y | | AOT",
                "24 | HotSpot | -Xmx64m | | CLASSES",
                "17 | HotSpot | -XX:+UseSerialGC | | CLASSES",
                "11 | HotSpot | -Xmx64m | | Java 17 or later",
                "25 | OpenJ9 | -Xmx64m | | no HotSpot",
                "25 | HotSpot | -Xmx64m | classes | the folder classes",
                "25 | HotSpot | -XX:AOTCache=x | | by itself",
                "17 | HotSpot | -XX:SharedArchiveFile=x | | by itself",
                "25 | HotSpot | -Xshare:off | | by itself",
                "25 | HotSpot | -javaagent:a.jar | | may change classes",
                "25 | HotSpot | -agentlib:jdwp | | may change classes",
                "25 | HotSpot | --patch-module | | where classes come from",
                "25 | HotSpot | -Xbootclasspath/a:x.jar | | where classes come from",
                "25 | HotSpot | @options | | not known",
            })
    void givenACommandLine_whenLookedAt_thenItsFormOrTheObstacleIsSaid(
            int feature, String variant, String option, String folder, String says) {
        var release = JvmRelease.parse("JAVA_VERSION=\"%d.0.3\"\nJVM_VARIANT=\"%s\"\n".formatted(feature, variant));

        var fit = CacheDecision.fit(
                JavaCommand.of(argv("a.jar", option), Map.of()),
                release,
                Optional.ofNullable(folder).stream().toList(),
                List.of());

        assertThat(fit.toString()).contains(says);
    }

    @Test
    void givenNoJvm_whenLookedAt_thenThatIsSaid() {
        var leashed = List.of("/j/bin/java", "-cp", "c.jar", LAUNCHER, "--command", "sleep", "10");
        var release = JvmRelease.parse("JAVA_VERSION=\"25\"\n");

        assertThat(JavaCommand.of(List.of("sleep", "10"), Map.of())).isEmpty();
        assertThat(JavaCommand.of(leashed, Map.of())).isEmpty();
        assertThat(CacheDecision.fit(Optional.empty(), release, List.of(), List.of())
                        .toString())
                .contains("<command>");
        assertThat(CacheDecision.fit(
                                JavaCommand.of(argv("a.jar"), Map.of()),
                                JvmRelease.parse("nothing"),
                                List.of(),
                                List.of())
                        .toString())
                .contains("no file release");
    }

    @Test
    void givenCachesOfOtherKeys_whenOneFits_thenOnlyTheProcessesOwnOldOnesAreOutdated() {
        var all = List.of(OWN, OLD, TWIN, new CacheFile("TWIN", OTHER, 1, CacheForm.AOT));

        assertThat(CacheDecision.outdated("P", new Fit.Key(KEY, CacheForm.AOT), all))
                .containsExactly(OLD);
        assertThat(CacheDecision.outdated("P", new Fit.Never("for now"), all)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a.jar, -Xmx1g, '', '25', s, false",
        "a.jar, -Dx=1 -Xmx1g, '', '25', s, false",
        "a.jar, -Dx=1 -Xlog:gc -Xmx1g, '', '25', s, false",
        "b.jar, -Xmx1g, '', '25', s, true",
        "a.jar, -Xmx1g, '', '25.0.1', s, true",
        "a.jar, -Xmx1g, '', '25', t, true",
        "a.jar, -Xmx1g -XX:+UseZGC, '', '25', s, true",
        "a.jar, -Xmx1g, -XX:+UseZGC, '25', s, true",
    })
    void givenAnythingThatMatters_whenItChanges_thenSoDoesTheKey(
            String jar, String options, String environment, String version, String stamp, boolean isOther) {
        assertThat(key(jar, options, environment, version, stamp).equals(key("a.jar", "-Xmx1g", "", "25", "s")))
                .isNotEqualTo(isOther);
    }

    private static String key(String jar, String options, String environment, String version, String stamp) {
        return CacheKey.of(
                JavaCommand.of(argv(jar, options.split(" ", -1)), Map.of("JAVA_TOOL_OPTIONS", environment))
                        .orElseThrow(),
                JvmRelease.parse("JAVA_VERSION=\"%s\"\n".formatted(version)).orElseThrow(),
                List.of(stamp));
    }

    @Test
    void givenACache_whenNamed_thenTheNameSaysAllOfIt() {
        var cache = new CacheFile("A.B", KEY, 4711, CacheForm.CLASSES);

        assertThat(CacheFile.parse(cache.fileName())).contains(cache);
        assertThat(CacheFile.parse("A.order")).isEmpty();
        assertThat(CacheFile.parse("A.0123456789abcdef.1.exe")).isEmpty();
    }

    private static List<String> argv(String classPath, String... options) {
        var argv = new java.util.ArrayList<>(List.of("/j/bin/java"));
        argv.addAll(List.of(options));
        argv.addAll(List.of("-cp", classPath, LAUNCHER, "a.Main", "x"));
        return argv;
    }
}
