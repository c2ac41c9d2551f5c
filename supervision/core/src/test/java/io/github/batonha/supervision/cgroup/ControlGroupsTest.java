package io.github.batonha.supervision.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.Spawn;
import io.github.batonha.supervision.os.SpawnRequest;
import io.github.batonha.supervision.os.SpawnResult;
import io.github.batonha.supervision.spec.ResourceControl;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a folder that looks like a delegated group, and against the kernel where that has cgroup v2. */
class ControlGroupsTest {

    private static final ResourceControl ALL = new ResourceControl(256L << 20, 50, 200);
    private static final String MEMORY_ALONE = "memoryMax=256M";

    @TempDir
    private Path root;

    private final List<String> told = new ArrayList<>();
    private ControlGroups groups;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
        Files.writeString(root.resolve("cgroup.subtree_control"), "");
        Files.writeString(root.resolve("cgroup.procs"), "");
        groups = groups(new Delegation.Given(root, root.resolve("agent")));
    }

    private ControlGroups groups(Delegation delegation) {
        var opened = new ControlGroups(delegation, "NodeA");
        opened.onTrouble(told::add);
        return opened;
    }

    @Test
    void givenLimits_whenAGroupIsMade_thenTheKernelIsToldAllOfThem() {
        var group = groups.make("WORKER", "r1", ALL);

        assertThat(group).contains(root.resolve("NodeA.WORKER.r1"));
        assertThat(group.get().resolve("memory.max")).hasContent("268435456");
        assertThat(group.get().resolve("memory.oom.group")).hasContent("1");
        assertThat(group.get().resolve("cpu.weight")).hasContent("50");
        assertThat(group.get().resolve("pids.max")).hasContent("200");
        assertThat(groups.trouble("WORKER")).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void givenOneLimit_whenAGroupIsMade_thenNoOtherControllerIsEnabledOrTold() {
        var group = groups.make("WORKER", "r1", new ResourceControl(0, 0, 200)).orElseThrow();

        assertThat(root.resolve("cgroup.subtree_control")).hasContent("+pids");
        assertThat(group.resolve("pids.max")).exists();
        assertThat(group.resolve("memory.max")).doesNotExist();
        assertThat(group.resolve("cpu.weight")).doesNotExist();
    }

    @Test
    void givenProcessesInTheGroupOfTheUnit_whenAControllerIsEnabled_thenTheyWentToTheLeaf() throws IOException {
        Files.writeString(root.resolve("cgroup.procs"), "4711\n");

        groups.make("WORKER", "r1", ALL);

        assertThat(root.resolve("agent/cgroup.procs")).hasContent("4711");
        assertThat(root.resolve("agent/cpu.weight")).hasContent("1000");
    }

    @Test
    void givenAControllerThatIsNotThere_whenAGroupIsMade_thenTheOthersHoldAndTheReasonIsToldOnce() throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), "cpu pids\n");

        var group = groups.make("WORKER", "r1", ALL).orElseThrow();
        groups.make("WORKER", "r2", ALL);

        assertThat(group.resolve("pids.max")).hasContent("200");
        assertThat(group.resolve("memory.max")).doesNotExist();
        assertThat(groups.trouble("WORKER"))
                .startsWith("runs without memoryMax: cgroup v2 has no controller 'memory' here");
        assertThat(told).singleElement().isEqualTo("WORKER " + groups.trouble("WORKER"));
    }

    @Test
    void givenNoDelegation_whenAGroupIsMade_thenThereIsNoneAndTheReasonIsTold() {
        groups = groups(new Delegation.Missing("this host has no cgroup v2"));

        assertThat(groups.make("WORKER", "r1", new ResourceControl(256L << 20, 0, 0)))
                .isEmpty();

        assertThat(groups.trouble("WORKER"))
                .isEqualTo("runs without %s: this host has no cgroup v2".formatted(MEMORY_ALONE));
        assertThat(told).hasSize(1);
    }

    @Test
    void givenADelegatedFolderThatCantBeWritten_whenAGroupIsMade_thenTheReasonIsTold() throws IOException {
        Files.delete(root.resolve("cgroup.procs"));
        Files.delete(root.resolve("cgroup.subtree_control"));

        assertThat(groups.make("WORKER", "r1", ALL)).isEmpty();

        assertThat(groups.trouble("WORKER")).contains("can't be made").contains("memoryMax=256M, cpuWeight=50");
        assertThat(root.resolve("NodeA.WORKER.r1")).doesNotExist();
    }

    @Test
    void givenAGroupOfAnEarlierAgent_whenRenewed_thenItHasItsLimitsAgain() throws IOException {
        var group = Files.createDirectory(root.resolve("NodeA.WORKER.r1"));

        groups.renew("WORKER", "r1", ALL);

        assertThat(group.resolve("memory.max")).hasContent("268435456");
        assertThat(groups.trouble("WORKER")).isEmpty();
    }

    @Test
    void givenARunWithoutAGroup_whenRenewed_thenItIsSaidThatAStartHelps() {
        groups.renew("WORKER", "r1", ALL);

        assertThat(groups.trouble("WORKER")).contains("once it is started again");
        assertThat(root.resolve("NodeA.WORKER.r1")).doesNotExist();
    }

    @Test
    void givenGroupsOfEndedRuns_whenAnAgentBegins_thenOnlyThoseOfLiveRunsAndOfOthersStay() throws IOException {
        for (var name : List.of("NodeA.WORKER.r1", "NodeA.ROUTER.r2", "NodeB.WORKER.r3", "agent")) {
            Files.createDirectory(root.resolve(name));
        }

        groups.removeOthers(List.of("r2"));

        assertThat(root.resolve("NodeA.WORKER.r1")).doesNotExist();
        assertThat(root.resolve("NodeA.ROUTER.r2")).exists();
        assertThat(root.resolve("NodeB.WORKER.r3")).exists();
        assertThat(root.resolve("agent")).exists();
    }

    @Test
    void givenAGroupThatIsNotEmpty_whenRemoved_thenItGoesWithTheNextStart() throws IOException {
        var group = groups.make("WORKER", "r1", ALL).orElseThrow();
        groups.remove("WORKER", "r1");
        assertThat(group).exists();
        try (var files = Files.list(group)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }

        groups.make("WORKER", "r2", ALL);

        assertThat(group).doesNotExist();
        assertThat(root.resolve("NodeA.WORKER.r2")).exists();
    }

    @Test
    void givenARunThatReachedItsLimit_whenAsked_thenTheKernelAndTheLimitAreNamed() throws IOException {
        var group = groups.make("WORKER", "r1", ALL).orElseThrow();
        Files.writeString(group.resolve("memory.events"), "low 0\nhigh 0\nmax 17\noom 0\noom_kill 0\n");
        assertThat(groups.oomKill("WORKER", "r1")).isEmpty();

        Files.writeString(group.resolve("memory.events"), "low 0\nmax 17\noom 1\noom_kill 2\noom_group_kill 1\n");

        assertThat(groups.oomKill("WORKER", "r1"))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("the kernel killed it for want of memory, for it reached its memoryMax of 256M")
                        .contains("oom_kill 2 in " + group));
        assertThat(groups.oomKill("WORKER", "r2")).isEmpty();
    }

    @Test
    void givenAHostWithoutMemory_whenAskedOfARunBelowItsLimit_thenTheHostIsNamed() throws IOException {
        var group = groups.make("WORKER", "r1", ALL).orElseThrow();
        Files.writeString(group.resolve("memory.events"), "max 0\noom 0\noom_kill 1\n");

        assertThat(groups.oomKill("WORKER", "r1"))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("on the host").doesNotContain("raise memoryMax"));
    }

    @Test
    void givenAGroup_whenAskedWhatItTakes_thenItsFilesSay() throws IOException {
        var group = groups.make("WORKER", "r1", ALL).orElseThrow();
        Files.writeString(group.resolve("memory.current"), "1048576\n");
        Files.writeString(group.resolve("pids.current"), "31\n");
        Files.writeString(group.resolve("pids.max"), "max\n");
        Files.writeString(group.resolve("pids.events"), "max 4\n");

        assertThat(groups.usage("WORKER", "r1")).contains(new GroupUsage(1048576, 268435456, 31, -1, 4, 50));
        assertThat(groups.usage("WORKER", "r2")).isEmpty();
    }

    @Test
    void givenThisHost_whenAskedWhatItCantHold_thenTheControllerIsNamed() {
        var mounts = List.of("cgroup2 %s cgroup2 rw 0 0".formatted(root));

        assertThat(ControlGroups.impossible(ALL, mounts)).isEmpty();
        assertThat(ControlGroups.impossible(ALL, List.of()))
                .hasValueSatisfying(why -> assertThat(why).contains("no controller 'memory'"));
        assertThat(ControlGroups.impossible(ResourceControl.NONE, List.of())).isEmpty();
    }

    @Test
    void givenTheKernelsCgroups_whenAProcessJoinsOne_thenItIsThereBeforeItsProgramRuns() throws Exception {
        var mount = Delegation.mount(Files.readAllLines(Path.of("/proc/self/mounts")));
        assumeTrue(mount.filter(Files::isWritable).isPresent(), "needs root and cgroup v2");
        var group = Files.createDirectory(mount.orElseThrow().resolve("baton-test-" + UUID.randomUUID()));
        var said = root.resolve("said");
        try {
            var spawned = Spawn.start(ControlGroups.joining(
                    new SpawnRequest(
                            List.of("nice", "-n", "1"),
                            List.of("sh", "-c", "cat /proc/self/cgroup; exec sleep 1000"),
                            Map.of("PATH", "/usr/bin:/bin"),
                            root,
                            said,
                            said),
                    Optional.of(group)));

            assertThat(spawned).isInstanceOf(SpawnResult.Spawned.class);
            var process = ((SpawnResult.Spawned) spawned).process();
            try {
                Await.until(
                        "it said its group",
                        Duration.ofSeconds(10),
                        () -> Files.readString(said).contains("0::/" + group.getFileName()));
                assertThat(group.resolve("cgroup.procs")).content().contains(Long.toString(process.pid()));
                assertThat(GroupFile.removeFolder(group)).isFalse();
            } finally {
                end(process);
            }
            assertThat(GroupFile.removeFolder(group)).isTrue();
        } finally {
            GroupFile.removeFolder(group);
        }
    }

    private static void end(OsProcess process) {
        Spawn.undo(process);
    }
}
