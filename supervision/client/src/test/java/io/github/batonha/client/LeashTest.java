package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.batonha.client.app.App;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that is not primaryOnly behaves as if the leash were not there. */
class LeashTest {

    private static final String LEASH = Leash.class.getName();
    private static final String APP = App.class.getName();

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenNoLease_whenStarted_thenMainHasItsArguments(Path java) throws Exception {
        Path file = folder.resolve("file");

        try (var jvm = Jvm.start(java, folder, Map.of(), LEASH, APP, "end", file.toString(), "two words", "")) {
            assertThat(jvm.awaitExit()).isZero();
        }

        assertThat(file).hasContent("end " + file + " two words ");
        assertThat(folder.resolve("hook")).exists();
    }

    @Test
    void givenAPageButNoPrimaryOnlyMark_whenStarted_thenThePageIsNotAsked() throws Exception {
        try (var jvm = start(Map.of("BATON_LEASE_PAGE", "/nowhere", "BATON_EPOCH", "7"), APP, "end", file())) {
            assertThat(jvm.awaitExit()).isZero();
        }
    }

    @Test
    void givenAMainThatExits_whenRun_thenTheStatusIsIts() throws Exception {
        try (var jvm = start(Map.of(), APP, "exit", file())) {
            assertThat(jvm.awaitExit()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenAMainThatThrows_whenRun_thenTraceAndStatusAreThoseOfJava(Path java) throws Exception {
        try (var leashed = Jvm.start(java, folder, Map.of(), LEASH, APP, "throw", file());
                var bare = Jvm.start(java, folder, Map.of(), APP, "throw", file())) {
            assertThat(leashed.awaitExit()).isEqualTo(bare.awaitExit()).isEqualTo(1);
            assertThat(leashed.err()).isEqualTo(bare.err()).contains("IllegalStateException: outer", "Caused by");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no.such.Class",
                "io.github.batonha.client.app.Unusual$None",
                "io.github.batonha.client.app.Unusual$BrokenInit",
                "io/github/batonha/client/app/NoClass"
            })
    void givenAClassThatCantBeRun_whenStarted_thenMessageAndStatusAreThoseOfJava(String main) throws Exception {
        try (var leashed = start(Map.of(), main);
                var bare = Jvm.start(Jvm.OWN, folder, Map.of(), main)) {
            assertThat(leashed.awaitExit()).isEqualTo(bare.awaitExit()).isEqualTo(1);
            assertThat(leashed.err().lines().findFirst())
                    .isEqualTo(bare.err().lines().findFirst());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.batonha.client.Jvm#installed")
    void givenAMainInAClassThatIsNotPublic_whenStarted_thenItRuns(Path java) throws Exception {
        try (var jvm =
                Jvm.start(java, folder, Map.of(), LEASH, "io.github.batonha.client.app.Unusual$NotPublic", "a", "b")) {
            assertThat(jvm.awaitExit()).isZero();
            assertThat(jvm.out()).isEqualToIgnoringNewLines("not public a b");
        }
    }

    @Test
    void givenAMainOfAnInstance_whenStartedOnAJdkThatKnowsThem_thenItRuns() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);

        try (var jvm = start(Map.of(), "io.github.batonha.client.app.Unusual$OfAnInstance")) {
            assertThat(jvm.awaitExit()).isZero();
            assertThat(jvm.out()).isEqualToIgnoringNewLines("of an instance");
        }
    }

    @Test
    void givenNothingToRun_whenStarted_thenUsageIsShown() throws Exception {
        try (var jvm = start(Map.of())) {
            assertThat(jvm.awaitExit()).isEqualTo(64);
            assertThat(jvm.err()).startsWith("usage: ");
        }
    }

    private String file() {
        return folder.resolve("file").toString();
    }

    private Jvm start(Map<String, String> environment, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = LEASH;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Jvm.start(Jvm.OWN, folder, environment, all);
    }
}
