package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The script that sets up two hosts, on two namespaces with a real sshd each. In the profile of the packages, as it unpacks one. */
@EnabledIf(
        value = "isPrepared",
        disabledReason = "only mvn -Ppackages verify makes packages, and it wants root and sshd")
class TwoHostsIT {
    private static final Path TARGET = Distribution.project().resolve("k8s-free-deploy/target");

    @TempDir
    Path folder;

    static boolean isPrepared() throws IOException {
        return isThere(".deb") && Files.isExecutable(Path.of("/usr/sbin/sshd")) && PartitionIT.isRoot();
    }

    private static boolean isThere(String suffix) throws IOException {
        try (Stream<Path> all = Files.list(TARGET)) {
            return all.anyMatch(file -> file.toString().endsWith(suffix));
        }
    }

    @Test
    void givenTwoBareHosts_whenTheScriptHasRunTwice_thenBothAreOneClusterWithAPrimary() throws IOException {
        TwoHostsScriptTest.home(folder.resolve("home"));
        var script = TwoHostsScriptTest.SCRIPT;
        var archive = TARGET.resolve("baton-%s.tar.gz".formatted(Distribution.version()));
        var run =
                "%s %s %s NodeA=root@10.99.0.1 NodeB=root@10.99.0.2".formatted(script, archive, folder.resolve("home"));
        var hosts = Distribution.project().resolve("src/test/two-hosts/hosts");

        var made = Commands.run(
                List.of(
                        hosts.toString(),
                        folder.resolve("hosts").toString(),
                        "sh",
                        "-ec",
                        run + "; echo once more; " + run),
                Map.of());

        assertThat(made.exit()).as(made.out() + made.err()).isZero();
        assertThat(made.out())
                .containsPattern("NodeA UP +\\| NodeB UP")
                .containsPattern("PRIMARY .*\\| SECONDARY")
                .contains("an agent of NodeB runs there, so its program is left as it is")
                .contains("NodeA is primary already");
    }
}
