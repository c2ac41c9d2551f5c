package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.launch.LaunchDigests;
import io.github.batonha.conf.launch.ClientJar;
import io.github.batonha.supervision.run.LaunchDigest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as a change of a process, by its files. */
class LaunchDigestsTest extends NodeTest {

    private LaunchDigest digest(String... argv) {
        var spec = node.withArgv(node.sh("A", "exec sleep 1000"), argv);
        return LaunchDigests.of(node.deps().home(), node.definition(spec), spec);
    }

    private static String classPath(Path... entries) {
        return String.join(":", List.of(entries).stream().map(Path::toString).toList());
    }

    @Test
    void givenBatonsClientJar_whenCompared_thenItIsNoPartOfTheProcess() {
        var jar = node.write("app.jar");

        var with = digest("java", "-cp", classPath(jar, ClientJar.own()), "a.Main");
        var without = digest("java", "-cp", classPath(jar), "a.Main");

        assertThat(with.differences(without)).isEmpty();
    }

    @Test
    void givenAJarOfTheApplicationThatChanged_whenCompared_thenThatIsNamed() {
        var jar = node.write("app.jar");
        var path = classPath(jar, ClientJar.own());
        var before = digest("java", "-cp", path, "a.Main");

        node.write("app.jar", "longer than it was");

        assertThat(before.differences(digest("java", "-cp", path, "a.Main"))).containsExactly("its jars or files");
    }
}
