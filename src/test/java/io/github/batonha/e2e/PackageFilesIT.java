package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the packages, whether a second build makes the same, and what rpm does with its own. In the profile {@code packages}. */
@EnabledIf(
        value = "io.github.batonha.e2e.BareDebian#isPossible",
        disabledReason = "only mvn -Ppackages verify makes packages and a Debian to try them on")
class PackageFilesIT {
    private static final List<String> WANTED = List.of(
            "/usr/bin/baton",
            "/usr/lib/baton/bin/baton",
            "/usr/lib/baton/runtime/bin/java",
            "/usr/lib/systemd/system/baton.service",
            "/etc/baton/environment",
            "/usr/share/bash-completion/completions/baton",
            "/usr/share/man/man1/baton.1.gz",
            "/usr/bin/MonCluster",
            "/usr/bin/SetPrimary",
            "/usr/share/man/man1/baton-set-primary.1.gz",
            "/usr/share/doc/baton/README.md",
            "/usr/share/doc/baton/CHANGELOG.md",
            "/usr/share/baton/two-hosts/two-hosts",
            "/usr/share/baton/lib/baton-client-%s.jar".formatted(Distribution.version()),
            "/usr/share/baton/lib/baton-client-%s.pom".formatted(Distribution.version()),
            "/usr/share/baton/lib/baton-servlet-%s.jar".formatted(Distribution.version()),
            "/usr/share/baton/lib/baton-servlet-%s.pom".formatted(Distribution.version()));

    @TempDir
    Path folder;

    @Test
    void givenThePackages_whenListed_thenAHostGetsAllThatItNeeds() throws IOException {
        var deb = list("dpkg-deb", "--contents", BareDebian.find(".deb").orElseThrow());
        var rpm = list("rpm", "-qpl", BareDebian.find(".rpm").orElseThrow());

        assertThat(deb).containsAll(WANTED).contains("/usr/share/zsh/vendor-completions/_baton");
        assertThat(rpm).containsAll(WANTED).contains("/usr/share/zsh/site-functions/_baton");
        assertThat(deb).noneMatch(PackageFilesIT::isOfOneMachine);
        assertThat(rpm).noneMatch(PackageFilesIT::isOfOneMachine);
        try (var docs = Files.list(Distribution.project().resolve("docs"))) {
            var all = docs.filter(page -> page.toString().endsWith(".md"))
                    .map(page -> "/usr/share/doc/baton/docs/" + page.getFileName())
                    .toList();
            assertThat(all).hasSizeGreaterThan(20);
            assertThat(deb).containsAll(all);
            assertThat(rpm).containsAll(all);
        }
        if (isListOfContentsMade()) {
            assertThat(deb).contains("/usr/share/baton/sbom.json");
            assertThat(rpm).contains("/usr/share/baton/sbom.json");
            assertThat(BareDebian.PACKAGES.resolve("sbom.json"))
                    .content()
                    .contains("\"CycloneDX\"", "\"pekko-cluster-typed_2.13\"");
        }
        BareDebian.run("dpkg-deb", "-x", BareDebian.find(".deb").orElseThrow().toString(), folder.toString());
        assertThat(DeadLinks.in(folder.resolve("usr/share/doc/baton"))).isEmpty();
        BareDebian.run("sh", "-ec", "cd '%s' && sha256sum --check SHA256SUMS".formatted(BareDebian.PACKAGES));
        assertThat(Files.readAllLines(BareDebian.PACKAGES.resolve("SHA256SUMS")))
                .hasSize(3);
    }

    @Test
    void givenTheDeb_whenLintianReadsIt_thenThereIsNoError() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/lintian")), "lintian is not here");
        var read = Commands.run(
                List.of(
                        "lintian",
                        "--allow-root",
                        "--fail-on",
                        "error",
                        BareDebian.find(".deb").orElseThrow().toString()),
                Map.of());

        System.out.println("lintian: " + read.out().lines().toList());
        assertThat(read.exit()).as(read.out() + read.err()).isZero();
        assertThat(read.out().lines()).noneMatch(line -> line.startsWith("E:"));
    }

    @Test
    void givenTheSourcesElsewhere_whenBuiltAgain_thenThePackagesAreTheSameToTheByte() throws IOException {
        var project = Distribution.project();
        var sources = folder.resolve("sources");
        Files.createDirectories(sources);
        BareDebian.run(
                "sh",
                "-ec",
                "cd '%s' && git ls-files -z --cached --others --exclude-standard | tar --null -T - --ignore-failed-read -cf - | tar -xf - -C '%s'"
                        .formatted(project, sources));
        var build = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", "package", "-Ppackages", "-DskipTests"));
        build.addAll(List.of("-f", sources.toString(), "-pl", "k8s-free-deploy", "-am"));
        build.addAll(List.of("-Dspotless.check.skip=true", "-Djacoco.skip=true"));
        if (!isListOfContentsMade()) {
            build.add("-o");
        }
        Commands.run(Duration.ofMinutes(30), build, Map.of(), "").orFail();

        assertThat(sources.resolve("k8s-free-deploy/target/SHA256SUMS"))
                .hasSameTextualContentAs(BareDebian.PACKAGES.resolve("SHA256SUMS"));
    }

    @Test
    void givenABareDebian_whenTheRpmIsInstalledUpgradedAndErased_thenConfigurationAndRecordsStay() throws IOException {
        assumeTrue(BareDebian.find(".rpm").isPresent(), "rpmbuild is not here");
        var rpm = BareDebian.find(".rpm").orElseThrow();
        var newer = newer();
        try (var debian = new BareDebian(folder.resolve("debian"))) {
            var root = debian.root();
            var made = rpm(root, "--install", rpm);
            assertThat(made).contains("Start-up caches made", "systemctl enable --now baton");
            assertThat(debian.in("baton", "--version").orFail().out()).contains(Distribution.version());
            debian.in("cp", "-r", "/usr/share/baton/sample/conf/.", "/etc/baton/conf")
                    .orFail();
            debian.in("cp", "-r", "/usr/share/baton/sample/lib/.", "/var/lib/baton/lib")
                    .orFail();
            debian.in("sh", "-c", "echo MINE=1 >> /etc/baton/environment; chown -R baton: /etc/baton/conf")
                    .orFail();
            debian.in(
                            "setpriv",
                            "--reuid=baton",
                            "--regid=baton",
                            "--init-groups",
                            "baton",
                            "install",
                            "--name",
                            "NodeA")
                    .orFail();

            rpm(root, "--upgrade", newer);
            assertThat(BareDebian.find(root.resolve("usr/lib/baton/lib/baton"), "baton-cli-99.jar"))
                    .isPresent();
            assertThat(BareDebian.find(
                            root.resolve("usr/lib/baton/lib/baton"),
                            "baton-cli-%s.jar".formatted(Distribution.version())))
                    .isEmpty();
            assertThat(root.resolve("etc/baton/environment")).content().contains("MINE=1");
            assertThat(debian.in("stat", "-c", "%U", "/etc/baton/conf").out()).isEqualTo("baton\n");
            debian.in("baton", "--version").orFail();

            rpm(root, "--erase", Path.of("baton"));
            assertThat(root.resolve("usr/lib/baton")).doesNotExist();
            assertThat(root.resolve("usr/share/baton")).doesNotExist();
            assertThat(root.resolve("etc/baton/conf/genesis-system-definition.kts"))
                    .exists();
            assertThat(root.resolve("var/lib/baton/generated")).isDirectory();
        }
    }

    /** The same program as version 99, made a package of by the script of the build. */
    private Path newer() {
        var target = folder.resolve("newer");
        BareDebian.run("sh", "-ec", """
                mkdir '%1$s' && cp -a '%2$s/baton' '%1$s/baton' && cd '%1$s/baton/lib/baton'
                for jar in baton-*.jar; do mv $jar ${jar%%%%-[0-9]*}-99.jar; done
                """.formatted(target, BareDebian.PACKAGES));
        var build = Distribution.project().resolve("k8s-free-deploy/package/build");
        BareDebian.run(build.toString(), target.toString(), "99", "2026-01-01T00:00:00Z");
        return BareDebian.find(target, ".rpm").orElseThrow();
    }

    /** A Debian's database of rpm is empty, so it has no package to depend on. */
    private static String rpm(Path root, String what, Path of) {
        return BareDebian.run("rpm", "--root", root.toString(), what, "--nodeps", of.toString())
                .out();
    }

    /** A build without a network makes none. */
    private static boolean isListOfContentsMade() {
        return Files.exists(BareDebian.PACKAGES.resolve("sbom.json"));
    }

    /** Start-up caches are made where the package is installed. */
    private static boolean isOfOneMachine(String path) {
        return path.startsWith("/usr/lib/baton/cache") || path.endsWith(".jsa");
    }

    /** The paths in a package. */
    private static List<String> list(String program, String option, Path of) {
        return BareDebian.run(program, option, of.toString())
                .out()
                .lines()
                .map(line -> line.replaceFirst("^.* \\./", "/")
                        .replaceFirst(" -> .*", "")
                        .replaceFirst("(?<=.)/$", ""))
                .toList();
    }
}
