package io.github.batonha.conf.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatonsPartTest {

    private static final Path OLD = Path.of("/home/run/.lib/baton-client-0123456789abcdef.jar");
    private static final Path NEW = Path.of("/home/run/.lib/baton-client-00000000deadbeef.jar");

    private static List<String> jvm(Path clientJar) {
        return List.of(
                "/jdk/bin/java",
                "-Xmx64m",
                "-cp",
                "lib/a.jar:lib/b.jar:" + clientJar,
                BatonsPart.LEASH,
                "a.Main",
                "-cp",
                "x");
    }

    private static List<String> command(String java, Path clientJar, String... words) {
        var argv = new ArrayList<>(List.of(java, "-cp", clientJar.toString(), BatonsPart.LEASH, BatonsPart.COMMAND));
        argv.addAll(List.of(words));
        return argv;
    }

    @Test
    void givenTheClientJarOfAnotherRelease_whenWithout_thenTheCommandLinesAreTheSame() {
        assertThat(BatonsPart.without(jvm(OLD)))
                .isEqualTo(BatonsPart.without(jvm(NEW)))
                .contains("lib/a.jar:lib/b.jar")
                .endsWith("a.Main", "-cp", "x");
    }

    @Test
    void givenALeashedCommand_whenBatonAndItsJdkAreRenewed_thenItIsTheSame() {
        var before = BatonsPart.without(command("/jdk-25.0.1/bin/java", OLD, "/opt/app/feed", "-x"));
        var after = BatonsPart.without(command("/jdk-25.0.2/bin/java", NEW, "/opt/app/feed", "-x"));

        assertThat(after).isEqualTo(before);
        assertThat(after).isNotEqualTo(List.of("/opt/app/feed", "-x"));
        assertThat(BatonsPart.files(after)).containsExactly(Path.of("/opt/app/feed"));
    }

    @Test
    void givenAnotherJarOfTheApplication_whenWithout_thenTheyDiffer() {
        var other =
                List.of("/jdk/bin/java", "-Xmx64m", "-cp", "lib/a.jar:" + OLD, BatonsPart.LEASH, "a.Main", "-cp", "x");

        assertThat(BatonsPart.without(other)).isNotEqualTo(BatonsPart.without(jvm(OLD)));
    }

    @Test
    void givenAJvm_whenItsFilesAreAskedFor_thenItsProgramAndItsJarsWithoutBatons() {
        assertThat(BatonsPart.files(BatonsPart.without(jvm(OLD))))
                .containsExactly(Path.of("/jdk/bin/java"), Path.of("lib/a.jar"), Path.of("lib/b.jar"));
    }
}
