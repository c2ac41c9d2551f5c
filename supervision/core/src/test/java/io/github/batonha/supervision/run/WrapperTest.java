package io.github.batonha.supervision.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.os.Capabilities;
import io.github.batonha.supervision.os.UserAccount;
import io.github.batonha.supervision.run.Wrapper.Wrapped;
import io.github.batonha.supervision.spec.Launching;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands before the command line, by whom the agent is and what it may do. */
class WrapperTest {
    private static final long ROOT = 0;
    private static final long BATON = 123_456;
    private static final long CHANGE_USER = 1 << 6 | 1 << 7;
    private static final Capabilities NONE = new Capabilities(0, 0);
    private static final Capabilities ALL = new Capabilities(-1, 0);
    private static final Capabilities OF_THE_UNIT = new Capabilities(CHANGE_USER, CHANGE_USER);

    private static Wrapped wrapped(String user, long own, Capabilities capabilities) {
        return Wrapper.of(new Launching(user, 0, "", List.of(), List.of(), List.of()), own, capabilities);
    }

    private static List<String> programs(String user, long own, Capabilities capabilities) {
        return ((Wrapped.Through) wrapped(user, own, capabilities)).programs();
    }

    @Test
    void givenNothingToPassOn_whenAProcessHasNoUser_thenNothingStandsBeforeIt() {
        assertThat(programs("", ROOT, ALL)).isEmpty();
        assertThat(programs("", BATON, NONE)).isEmpty();
    }

    @Test
    void givenCapabilitiesThatArePassedOn_whenAProcessHasNoUser_thenItGetsNone() {
        assertThat(programs("", BATON, OF_THE_UNIT)).endsWith("setpriv", "--ambient-caps=-all", "--inh-caps=-all");
    }

    @Test
    void givenCapabilitiesThatArePassedOn_whenTheUserIsTheAgents_thenItGetsNone() {
        var own = UserAccount.named("nobody").orElseThrow().id();

        assertThat(programs("nobody", own, OF_THE_UNIT)).endsWith("setpriv", "--ambient-caps=-all", "--inh-caps=-all");
        assertThat(programs("nobody", own, NONE)).isEmpty();
    }

    @Test
    void givenTheCapabilities_whenAProcessHasAUser_thenItBecomesThatAndGetsNone() {
        assertThat(programs("nobody", BATON, OF_THE_UNIT))
                .containsSequence(
                        "setpriv",
                        "--reuid=" + UserAccount.named("nobody").orElseThrow().id())
                .contains("--no-new-privs", "--ambient-caps=-all", "--inh-caps=-all");
        assertThat(programs("nobody", ROOT, ALL)).contains("--no-new-privs").doesNotContain("--ambient-caps=-all");
    }

    /** Before it is another user's, and before it can start anything: nobody else sets it here. */
    @Test
    void givenAWrapper_whenTheProcessBegins_thenTheKernelEndsItBeforeTheAgentAlready() throws Exception {
        var own = Integer.parseInt(
                Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
        var limited = new Launching("", 0, "", List.of("nofile=64"), List.of(), List.of());
        var masked = new Launching("", 0, "077", List.of(), List.of(), List.of());
        var asNobody = new Launching("nobody", 0, "", List.of(), List.of(), List.of());
        var all = UserAccount.ownId() == ROOT ? List.of(limited, masked, asNobody) : List.of(limited, masked);

        for (var launching : all) {
            assertThat(printed(launching)).isEqualTo("%d".formatted(Math.clamp(own + 100L, 0, 1000)));
        }
    }

    private static String printed(Launching launching) throws IOException {
        var command = new ArrayList<>(((Wrapped.Through) Wrapper.of(launching)).programs());
        command.addAll(List.of("cat", "/proc/self/oom_score_adj"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var said = process.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Test
    void givenOneOfTheTwoCapabilitiesOrNone_whenAProcessHasAUser_thenItSaysWhatIsMissing() {
        for (var capabilities : List.of(NONE, new Capabilities(1 << 6, 0), new Capabilities(1 << 7, 0))) {
            assertThat(wrapped("nobody", BATON, capabilities))
                    .isInstanceOfSatisfying(
                            Wrapped.Impossible.class,
                            impossible -> assertThat(impossible.reason())
                                    .contains("'nobody'", "CAP_SETUID", "baton.service"));
        }
    }
}
