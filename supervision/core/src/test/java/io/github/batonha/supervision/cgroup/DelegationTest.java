package io.github.batonha.supervision.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.cgroup.Delegation.Facts;
import io.github.batonha.supervision.cgroup.Delegation.Given;
import io.github.batonha.supervision.cgroup.Delegation.Missing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelegationTest {

    private static final String UNIFIED = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0";

    @ParameterizedTest
    @CsvSource({
        "/system.slice/baton.service/agent, /system.slice/baton.service, /system.slice/baton.service/agent",
        "/system.slice/baton.service, /system.slice/baton.service, /system.slice/baton.service/moved",
        "/system.slice/baton.service/moved, /system.slice/baton.service, /system.slice/baton.service/moved",
        "/, '', /moved",
    })
    void givenADelegatedGroup_whenAsked_thenGroupsAreMadeBesideTheAgent(String own, String root, String leaf) {
        var delegation = Delegation.of(new Facts(List.of(UNIFIED), List.of("0::" + own), true));

        assertThat(delegation).isEqualTo(new Given(Path.of("/sys/fs/cgroup" + root), Path.of("/sys/fs/cgroup" + leaf)));
    }

    @Test
    void givenAUnitThatDelegatesNothing_whenAsked_thenTheReasonNamesTheUnit() {
        var delegation = Delegation.of(new Facts(List.of(UNIFIED), List.of("0::/user.slice/session-3.scope"), false));

        assertThat(delegation)
                .isInstanceOfSatisfying(
                        Missing.class,
                        missing -> assertThat(missing.reason())
                                .contains("/user.slice/session-3.scope")
                                .contains("baton.service")
                                .contains("Delegate=yes"));
    }

    @ParameterizedTest
    @CsvSource({
        "'cgroup /sys/fs/cgroup/memory cgroup rw 0 0', 0::/x",
        "'', 0::/x",
        "'cgroup2 /sys/fs/cgroup cgroup2 rw 0 0', 4:memory:/x"
    })
    void givenNoUnifiedHierarchy_whenAsked_thenTheReasonSaysHowToBoot(String mounts, String groups) {
        var delegation = Delegation.of(new Facts(List.of(mounts.split(";", -1)), List.of(groups), true));

        assertThat(delegation)
                .isInstanceOfSatisfying(
                        Missing.class,
                        missing -> assertThat(missing.reason())
                                .contains("no cgroup v2")
                                .contains("unified"));
    }

    @Test
    void givenTheFirstHierarchyBesideTheSecond_whenLookedFor_thenTheSecondIsFoundWhereItIs() {
        var mounts = List.of(
                "cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0", "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0");

        assertThat(Delegation.mount(mounts)).contains(Path.of("/sys/fs/cgroup/unified"));
    }
}
