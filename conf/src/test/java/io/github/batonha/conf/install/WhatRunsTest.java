package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process runs: a module, several of them, or a jar. */
class WhatRunsTest {

    private static final String BOOTSTRAP = "item(\"BootstrapClass\", \"boot.Main\")";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void lib() throws IOException {
        home = new TestHome(folder)
                .jar("lib/app.jar", "app.Main")
                .jar("lib/second-1.jar", "second.Main")
                .jar("lib/second/dep.jar", "")
                .jar("lib/orders-1.4.2.jar", "boot.Launcher")
                .jar("lib/orders-1.4.2-sources.jar", "")
                .jar("app/own.jar", "own.Main")
                .jar("lib/plain.jar", "");
    }

    @Test
    void givenAModuleWithoutAPackage_whenInstalled_thenItsMainClassRuns() throws IOException {
        assertThat(main(spec("<module>app</module>", ""))).isEqualTo("app.Main");
    }

    @Test
    void givenABootstrapClass_whenAPackageIsMissing_thenItIsSaidWhoNeedsIt() throws IOException {
        assertThat(install("<module>app</module>", BOOTSTRAP).problems())
                .singleElement()
                .asString()
                .contains("has no <package>, which the BootstrapClass needs");
        assertThat(main(spec("<jar>app.jar</jar>", BOOTSTRAP))).isEqualTo("app.Main");
    }

    @Test
    void givenNothingToRun_whenInstalled_thenAllWaysAreNamed() throws IOException {
        assertThat(install("<options>-Xmx16m</options>", "").problems())
                .singleElement()
                .asString()
                .contains("says nothing of what to run: add <module>, <jar>, <mainClass> or <command>");
    }

    @Test
    void givenSeveralModules_whenInstalled_thenTheFirstRunsWithTheJarsOfAll() throws IOException {
        var spec = spec("<module>app, second</module>", "");

        assertThat(main(spec)).isEqualTo("app.Main");
        assertThat(classPath(spec))
                .startsWith(folder.resolve("lib/app.jar") + ":" + folder.resolve("lib/second-1.jar") + ":"
                        + folder.resolve("lib/second/dep.jar") + ":");
        assertThat(spec("<module>app, second</module><package>p</package>", BOOTSTRAP)
                        .argv())
                .containsSubsequence("-module", "app,second");
    }

    @Test
    void givenModulesWithOneThatIsNotThere_whenInstalled_thenThatOneIsNamed() throws IOException {
        assertThat(install("<module>app,third</module>", "").problems())
                .singleElement()
                .asString()
                .contains("there is no jar of module third");
        assertThat(install("<module>app,,second</module>", "").problems())
                .singleElement()
                .asString()
                .contains("nothing beside a comma");
    }

    @Test
    void givenAJar_whenInstalled_thenItsMainClassRunsAsWithJavaJar() throws IOException {
        assertThat(main(spec("<jar>orders-*.jar</jar><arguments>--x</arguments>", "")))
                .isEqualTo("boot.Launcher");
        assertThat(main(spec("<jar>app/own.jar</jar>", ""))).isEqualTo("own.Main");
        assertThat(main(spec("<jar>" + folder.resolve("app/own.jar") + "</jar>", "")))
                .isEqualTo("own.Main");
        assertThat(main(spec("<jar>plain.jar</jar><mainClass>plain.Main</mainClass>", "")))
                .isEqualTo("plain.Main");
    }

    @Test
    void givenAJarWhoseManifestOpensPackages_whenInstalled_thenTheJvmDoesSo() throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "app.Main");
        manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang java.base/java.util");
        manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
        new JarOutputStream(Files.newOutputStream(folder.resolve("lib/open.jar")), manifest).close();

        assertThat(spec("<jar>open.jar</jar>", "").argv())
                .containsSubsequence(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp");
    }

    @Test
    void givenAJarThatCannotRun_whenInstalled_thenItIsSaidWhy() throws IOException {
        home.jar("lib/orders-1.5.jar", "boot.Launcher");

        assertThat(install("<jar>order.jar</jar>", "").problems())
                .singleElement()
                .asString()
                .contains("there is no jar order.jar: looked for it in lib and in the home");
        assertThat(install("<jar>orders-*.jar</jar>", "").problems())
                .singleElement()
                .asString()
                .contains("fits more than one file (orders-1.4.2.jar, orders-1.5.jar)");
        assertThat(install("<jar>plain.jar</jar>", "").problems())
                .singleElement()
                .asString()
                .contains("the jar plain.jar has no Main-Class");
        assertThat(install("<jar>app.jar</jar><module>app</module>", "").problems())
                .singleElement()
                .asString()
                .contains("has both <jar> and <module>: remove one");
        assertThat(install("<jar>app.jar</jar><command>true</command>", "").problems())
                .singleElement()
                .asString()
                .contains("has both <command> and <jar>: remove one");
    }

    @Test
    void givenAProcessThatIsNotStarted_whenWhatItRunsIsNotThere_thenItIsInstalledWithAWarning() throws IOException {
        var report = install("<start>false</start><module>later</module><directory>none</directory>", "");

        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings())
                .hasSize(2)
                .allSatisfy(warning -> assertThat(warning.toString()).contains("before you start P"));
        var spec = load();
        assertThat(spec.name()).isEqualTo("P");
        assertThat(spec.start()).isFalse();
        assertThat(spec.argv()).containsExactly(folder.resolve("lib/later.jar").toString());

        home.jar("lib/later.jar", "later.Main");
        assertThat(main(load())).isEqualTo("later.Main");
    }

    private InstallReport install(String tags, String items) throws IOException {
        home.file("conf/app-processes.xml", "<processes><process name=\"P\">" + tags + "</process></processes>")
                .file(
                        "conf/app-system-definition.kts",
                        "systems { system(\"S\") { hosts { host(\"NodeA\") }; " + items + " } }");
        return home.install("NodeA");
    }

    private ChildSpec spec(String tags, String items) throws IOException {
        var report = install(tags, items);
        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        return load();
    }

    private ChildSpec load() {
        return InstalledRevision.load(home.home(), "NodeA", Map.of())
                .processes()
                .getFirst();
    }

    private static String main(ChildSpec spec) {
        return spec.argv().get(spec.argv().indexOf("io.github.batonha.client.Leash") + 1);
    }

    private static String classPath(ChildSpec spec) {
        return spec.argv().get(spec.argv().indexOf("-cp") + 1);
    }
}
