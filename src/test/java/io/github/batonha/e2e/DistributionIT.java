package io.github.batonha.e2e;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, as an operator gets it. */
class DistributionIT {
    private static final String VERSION = Distribution.version();
    private static final Pattern JAR =
            Pattern.compile("(?<name>[a-z0-9-]+?)(?:-jdk18on)?(?:_2\\.13)?-(?<version>[0-9][0-9A-Z.a-z-]*)\\.jar");

    @TempDir
    Path folder;

    @Test
    void givenArchive_whenUnpacked_thenItRunsAlone() {
        Path installed = unpack();

        // The JVM warns where the machine has no large pages: not in front of what a script reads.
        var version = Commands.run(
                List.of(installed.resolve("bin/baton").toString(), "--version"),
                Map.of("BATON_JAVA_OPTS", "-XX:+UseLargePages"));

        assertThat(version.orFail().out()).isEqualTo("baton " + Distribution.version() + "\n");
        assertThat(installed.resolve("conf/README")).exists();
        assertThat(installed.resolve("LICENSE")).exists();
    }

    @Test
    void givenTheArchive_whenItsLibrariesAreListed_thenTheDocsNameEachWithItsVersion() throws Exception {
        var docs = Files.readString(Distribution.project().resolve("docs/dependencies.md"));

        var libraries = new TreeMap<String, String>();
        try (var jars = Files.newDirectoryStream(unpack().resolve("lib/baton"), "*.jar")) {
            for (var jar : jars) {
                var name = JAR.matcher(jar.getFileName().toString());
                assertThat(name.matches()).as(jar.toString()).isTrue();
                libraries.put(name.group("name"), name.group("version"));
            }
        }
        var several = docs.lines()
                .filter(line -> line.contains("| several |"))
                .toList()
                .getFirst();
        libraries.keySet().removeIf(name -> name.startsWith("baton-"));

        assertThat(libraries).hasSizeGreaterThan(40);
        libraries.forEach((name, version) -> {
            var family = name.replaceFirst("^(jackson|pekko|logback|prometheus|bc\\w+)-.*", "$1");
            assertThat(docs).as(name).containsPattern("\\b" + family + "\\b");
            if (!several.contains(family)) {
                assertThat(docs).as(name).contains(version);
            }
        });
    }

    @Test
    void givenTheJarsForApplications_whenInstalledAsTheDocsSay_thenMavenHasThemWithTheirDependencies()
            throws Exception {
        var installed = unpack();
        var repository = folder.resolve("repository");
        var docs = Distribution.project().resolve("docs");
        var pages = Files.readString(docs.resolve("sessions.md")) + Files.readString(docs.resolve("monitoring.md"));
        var commands = pages.lines()
                .filter(line -> line.startsWith("mvn install:install-file"))
                .toList();

        assertThat(commands).hasSize(3);
        for (var command : commands) {
            var local = command.replace("share/lib/", installed + "/share/lib/").replace("VERSION", VERSION)
                    + " -o -q -DlocalRepositoryPath=" + repository;
            Commands.run(List.of(local.split(" ", -1)), Map.of()).orFail();
        }

        for (var name : List.of("baton-client", "baton-servlet", "baton-micrometer")) {
            var place = repository.resolve("io/github/baton-ha/%s/%s/%1$s-%2$s".formatted(name, VERSION));
            assertThat(Path.of(place + ".jar"))
                    .hasSameBinaryContentAs(installed.resolve("share/lib/%s-%s.jar".formatted(name, VERSION)));
            assertThat(Path.of(place + ".pom")).content().doesNotContain("<parent>", "${");
        }
        assertThat(repository.resolve("io/github/baton-ha/baton-servlet/%s/baton-servlet-%1$s.pom".formatted(VERSION)))
                .content()
                .contains("<artifactId>baton-client</artifactId>");
        assertThat(installed.resolve("lib/baton/baton-servlet-%s.jar".formatted(VERSION)))
                .doesNotExist();
        assertThat(installed.resolve("lib/baton/baton-client-%s.jar".formatted(VERSION)))
                .exists();
    }

    @Test
    void givenLinksOfTheSeedsNames_whenCalled_thenEachIsThatCommand() {
        Path bin = unpack().resolve("bin");

        Map.ofEntries(
                        entry("MonCluster", "mon-cluster"),
                        entry("SetPrimary", "set-primary"),
                        entry("genesisInstall", "install"),
                        entry("startServer", "start-server"),
                        entry("killServer", "kill-server"),
                        entry("startProcess", "start-process"),
                        entry("killProcess", "kill-process"),
                        entry("startGroup", "start-group"),
                        entry("killGroup", "kill-group"),
                        entry("encryptUserPass", "encrypt"),
                        entry("mon", "mon"))
                .forEach((link, command) -> {
                    assertThat(bin.resolve(link)).isSymbolicLink();
                    var help = Commands.run(List.of(bin.resolve(link).toString(), "--help"), Map.of());
                    assertThat(help.orFail().out()).as(link).startsWith("Usage: baton " + command);
                });
    }

    @Test
    void givenNoJdk25_whenCalled_thenItSaysWhatToInstall() throws Exception {
        Path bin = unpack().resolve("bin");
        // Hides the machine's JDKs from the script: only the places that it was told of are left, and they are empty.
        String script = Files.readString(bin.resolve("baton"))
                .replace("/usr/lib/jvm/*25*", "/nonexistent")
                .replace("/opt/*25*", "/nonexistent");
        Files.writeString(bin.resolve("baton"), script);

        var result = Commands.run(
                List.of(bin.resolve("baton").toString(), "--version"),
                Map.of("JAVA_HOME", "/nonexistent", "BATON_JAVA_HOME", "", "PATH", "/usr/bin:/bin"));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("needs a JDK 25").contains("BATON_JAVA_HOME");
    }

    @Test
    void givenUnitOfTheServiceManager_whenVerified_thenItIsAccepted() throws Exception {
        Path unit = Files.createDirectories(folder.resolve("units")).resolve("baton.service");
        String text = Files.readString(Distribution.project().resolve("k8s-free-deploy/baton.service"));
        // The unit names the place where the archive is unpacked on a host; here it is unpacked elsewhere.
        Files.writeString(
                unit,
                text.replace("/opt/baton", unpack().toString())
                        .replaceAll("(?m)^(User|Group|DelegateSubgroup)=.*$", ""));

        var verified = Commands.run(List.of("systemd-analyze", "verify", unit.toString()), Map.of());

        assertThat(verified.err() + verified.out()).doesNotContain("baton.service");
        assertThat(verified.exit()).isZero();

        Files.writeString(unit, text);
        // The scale ends at 100. Processes of other users need their files, so no sandbox may hide them.
        var exposed = Commands.run(
                List.of(
                        "systemd-analyze",
                        "security",
                        "--no-pager",
                        "--offline=true",
                        "--threshold=50",
                        unit.toString()),
                Map.of());
        assertThat(exposed.exit()).as(exposed.out() + exposed.err()).isZero();
    }

    /** The build made them for the folder. */
    @Test
    void givenStartupCaches_whenCopiedOrAJarIsReplacedByOneOfTheSameTime_thenTheyAreNotUsed() throws Exception {
        var made = Distribution.folder();
        assertThat(flags(Distribution.baton())).contains("command.aot");
        assertCommandsLoadFromTheCache(made);

        var copied = folder.resolve("copied");
        Commands.run(List.of("cp", "-a", made.toString(), copied.toString()), Map.of())
                .orFail();
        var baton = copied.resolve("bin/baton").toString();
        // Later than the jars, as where it was made.
        Files.setLastModifiedTime(caches(copied).resolve("command.aot"), FileTime.from(Instant.now()));
        assertThat(flags(baton)).doesNotContain("command.aot");

        // Had they been made there, they would be used, until a jar changes.
        Files.writeString(caches(copied).resolve("made-for"), copied + "\n");
        assertThat(flags(baton)).contains("command.aot");
        try (var jars = Files.newDirectoryStream(copied.resolve("lib/baton"), "baton-cli-*.jar")) {
            var jar = jars.iterator().next();
            var copy = Files.copy(jar, folder.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(copy, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(flags(baton)).doesNotContain("command.aot");
    }

    private static Path caches(Path installed) throws IOException {
        try (var folders = Files.newDirectoryStream(installed.resolve("cache"))) {
            return folders.iterator().next();
        }
    }

    /** Commands of few jars and of many load from the one cache of the commands. */
    private void assertCommandsLoadFromTheCache(Path installed) {
        var baton = installed.resolve("bin/baton").toString();
        var logged = Map.of(
                "BATON_JAVA_OPTS",
                "-Xlog:class+load",
                "BATON_HOME",
                folder.resolve("empty").toString());

        var exits = Map.of(
                List.of(baton, "mon"), 69,
                List.of(installed.resolve("bin/mon").toString()), 69,
                List.of(baton, "history"), 69,
                List.of(baton, "check", "primary"), 3,
                List.of(installed.resolve("bin/check_baton").toString(), "node"), 2);
        exits.forEach((command, exit) -> {
            var result = Commands.run(command, logged);

            assertThat(result.out())
                    .containsPattern("io\\.github\\.batonha\\.cli\\.agent\\.Agents source: shared objects file");
            assertThat(result.err() + result.out()).contains("No agent");
            assertThat(result.exit()).as(command.toString()).isEqualTo(exit);
        });
    }

    private static String flags(String baton) {
        return Commands.run(List.of(baton, "--version"), Map.of("BATON_JAVA_OPTS", "-XX:+PrintFlagsFinal"))
                .orFail()
                .out();
    }

    private Path unpack() {
        Commands.run(List.of("tar", "-xzf", Distribution.archive().toString(), "-C", folder.toString()), Map.of())
                .orFail();
        return folder.resolve("baton-" + VERSION);
    }
}
