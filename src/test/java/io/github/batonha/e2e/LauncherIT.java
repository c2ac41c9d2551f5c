package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, with a program in place of Java that tells the environment and the words that it was given. */
class LauncherIT {
    private static final String JAVA = """
            #!/bin/sh
            tr '\\0' '\\n' < /proc/$$/environ
            for word in "$@"; do printf 'WORD %s\\n' "$word"; done
            """;

    @TempDir
    Path folder;

    private Path install;
    private Path jdk;

    @BeforeEach
    void layOut() throws IOException {
        install = folder.resolve("install");
        jdk = folder.resolve("jdk");
        Files.createDirectories(install.resolve("bin"));
        Files.copy(Path.of(Distribution.baton()), install.resolve("bin/baton"));
        Files.createDirectories(install.resolve("lib/baton"));
        for (var jar : List.of("baton-actors-0.1.0", "baton-cli-0.1.0", "baton-client-0.1.0", "picocli-4.7.7")) {
            Files.createFile(install.resolve("lib/baton/" + jar + ".jar"));
        }
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\nJAVA_RUNTIME_VERSION=\"25.0.1+8\"\n");
        Files.writeString(jdk.resolve("bin/java"), JAVA);
        Files.setPosixFilePermissions(jdk.resolve("bin/java"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Each name that stands in the script, and that a caller may have for something else. */
    @ParameterizedTest
    @ValueSource(strings = {"bin/baton", "baton"})
    void givenVariablesNamedLikeThoseOfTheScript_whenNodeIsCalled_thenEachHasTheCallersValue(String script)
            throws IOException {
        var text = Files.readString(
                Distribution.project().resolve(script.equals("baton") ? script : "k8s-free-deploy/bin/baton"));
        var own = new TreeSet<>(List.of("version", "home", "agent", "lib", "jar", "command", "options", "jdk"));
        Pattern.compile("(?:^|[\\s;{(])([A-Za-z_]\\w*)=|\\bfor (\\w+) in|\\$\\{?([A-Za-z_]\\w*)")
                .matcher(text)
                .results()
                .flatMap(found -> Stream.of(found.group(1), found.group(2), found.group(3)))
                .filter(name -> name != null && !name.startsWith("BATON_"))
                .filter(name -> !List.of("HOME", "JAVA_HOME", "PATH", "IFS", "CDPATH", "LC_ALL")
                        .contains(name))
                .forEach(own::add);
        var command = new ArrayList<>(List.of("env"));
        own.forEach(name -> command.add(name + "=of the caller"));
        command.addAll(List.of(install.resolve("bin/baton").toString(), "node"));

        var out = call(command, Map.of());

        assertThat(out)
                .contains(own.stream().map(name -> name + "=of the caller").toArray(String[]::new));
    }

    @Test
    void givenOptionsForEveryJvm_whenCalled_thenOursIsWithoutAndTheyAreKeptForTheProcesses() throws IOException {
        var options = Map.of(
                "JAVA_TOOL_OPTIONS", "-javaagent:/x y.jar $(touch /tmp/never) -XX:+UseG1GC",
                "JDK_JAVA_OPTIONS", "-Da='b'",
                "_JAVA_OPTIONS", "",
                "LC_ALL", "C");

        var out = call(List.of(install.resolve("bin/baton").toString(), "mon"), options);

        options.forEach((name, value) -> assertThat(out).contains("BATON_CALLERS_" + name + "=" + value));
        assertThat(out)
                .contains("LC_ALL=C.UTF-8", "WORD -Dstdout.encoding=UTF-8")
                .noneMatch(line -> line.startsWith("JAVA_TOOL_OPTIONS=")
                        || line.startsWith("JDK_JAVA_OPTIONS=")
                        || line.startsWith("_JAVA_OPTIONS="));
    }

    @Test
    void givenACdPath_whenCalledByARelativePath_thenTheInstallationIsItsOwn() throws IOException {
        Files.createDirectories(folder.resolve("elsewhere/bin"));

        var out = call(
                List.of("sh", "-c", "cd '%s' && exec bin/baton mon".formatted(install)),
                Map.of("CDPATH", folder.resolve("elsewhere").toString()));

        assertThat(out).contains("WORD -Dbaton.install=" + install.toRealPath());
    }

    /** HotSpot says nothing of a pattern that no class fits. */
    @Test
    void givenTheAgentsOptions_whenOurCodeIsToBeCompiledEarly_thenThePatternNamesOurPackages() throws IOException {
        var ours = LauncherIT.class.getPackageName().replace(".e2e", "");

        assertThat(Files.readString(install.resolve("bin/baton")))
                .contains("CompileCommand=CompileThresholdScaling," + ours + ".*::*,");
    }

    @Test
    void givenJarsOfTwoReleases_whenCalled_thenItNamesThemAndRunsNeither() throws IOException {
        Files.createFile(install.resolve("lib/baton/baton-cli-0.2.0.jar"));
        Files.createFile(install.resolve("lib/baton/baton-actors-0.10.0.jar"));

        var result = Commands.run(
                List.of(install.resolve("bin/baton").toString(), "mon"), Map.of("BATON_JAVA_HOME", jdk.toString()));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("jars of two releases in " + install.toRealPath().resolve("lib/baton"))
                .contains("  baton-actors-0.1.0.jar and baton-actors-0.10.0.jar\n")
                .contains("  baton-cli-0.1.0.jar and baton-cli-0.2.0.jar\n")
                .doesNotContain("baton-client")
                .contains("unpack the release");
    }

    @Test
    void givenARuntimeBesideIt_whenCalled_thenThatComesBeforeTheJavaOfTheHost() throws IOException {
        Files.move(jdk, install.resolve("runtime"));
        var command = List.of(install.resolve("bin/baton").toString(), "mon");

        var result = Commands.run(command, Map.of("BATON_JAVA_HOME", "", "JAVA_HOME", "/nonexistent"))
                .orFail();

        assertThat(result.out()).contains("WORD io.github.batonha.cli.Main\n");
    }

    /** As packages lay it out: an upgrade replaces the program and leaves the home. */
    @Test
    void givenALinkToAHome_whenCalled_thenTheHomeIsApartFromTheProgram() throws IOException {
        var home = Files.createDirectory(folder.resolve("var"));
        Files.createSymbolicLink(install.resolve("home"), home);

        assertThat(call(List.of(install.resolve("bin/baton").toString(), "mon"), Map.of()))
                .contains("WORD -Dbaton.root=" + home.toRealPath(), "WORD -Dbaton.install=" + install.toRealPath());
    }

    /** As the tar.gz is laid out: another release is beside it, and one link says which is called. */
    @Test
    void givenTwoReleases_whenTheLinkIsMovedAndBack_thenEachIsCalledInTheSameHome() throws IOException {
        var home = Files.createDirectories(folder.resolve("opt"));
        var releases = Files.createDirectory(home.resolve("releases"));
        for (var name : List.of("1", "2")) {
            LightHome.copy(install, releases.resolve(name));
            Files.createSymbolicLink(releases.resolve(name).resolve("home"), Path.of("../.."));
        }
        Files.createSymbolicLink(home.resolve("bin"), Path.of("current/bin"));

        for (var name : List.of("1", "2", "1")) {
            Files.deleteIfExists(home.resolve("current"));
            Files.createSymbolicLink(
                    home.resolve("current"), Path.of("releases").resolve(name));

            assertThat(call(List.of(home.resolve("bin/baton").toString(), "mon"), Map.of()))
                    .contains(
                            "WORD -Dbaton.root=" + home.toRealPath(),
                            "WORD -Dbaton.install="
                                    + home.toRealPath().resolve("releases").resolve(name));
        }
    }

    private List<String> call(List<String> command, Map<String, String> environment) throws IOException {
        var all = new HashMap<>(environment);
        all.put("BATON_JAVA_HOME", jdk.toString());
        return Commands.run(command, all).orFail().out().lines().toList();
    }
}
