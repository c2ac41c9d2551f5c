package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomKillsTest {

    @TempDir
    Path folder;

    @Test
    void givenACountThatRises_whenAsked_thenTheKernelIsNamedOnce() throws IOException {
        var file = folder.resolve("memory.events");
        Files.writeString(file, "low 0\noom 4\noom_kill 3\noom_group_kill 0\n");
        var kills = new OomKills(file);

        assertThat(kills.since()).isEmpty();
        Files.writeString(file, "low 0\noom 5\noom_kill 4\noom_group_kill 0\n");

        assertThat(kills.since())
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("the kernel killed it for want of memory (oom_kill 4 in ")
                        .contains("memory.events"));
        assertThat(kills.since()).isEmpty();
    }

    @Test
    void givenControlGroups_whenThereIsOneOfTheUnifiedHierarchy_thenItsFileIsRead() throws IOException {
        var groups = Files.writeString(folder.resolve("cgroup"), "1:cpu:/x\n0::/system.slice/baton.service\n");

        assertThat(OomKills.ofGroup(groups, Path.of("/sys/fs/cgroup")))
                .contains(Path.of("/sys/fs/cgroup/system.slice/baton.service/memory.events"));
        Files.writeString(groups, "1:cpu:/x\n");
        assertThat(OomKills.ofGroup(groups, Path.of("/sys/fs/cgroup"))).isEmpty();
    }

    @Test
    void givenScores_whenTheAgentIsSpared_thenItsProcessesAreNot() {
        assertThat(OomScore.ofChildren(-500)).isZero();
        assertThat(OomScore.ofChildren(0)).isEqualTo(100);
        assertThat(OomScore.ofChildren(950)).isEqualTo(1000);
    }
}
