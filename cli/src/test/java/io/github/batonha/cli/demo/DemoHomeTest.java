package io.github.batonha.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomeTest {

    @TempDir
    Path folder;

    Path sample;

    @BeforeEach
    void writeSample() throws IOException {
        sample = folder.resolve("sample");
        Files.createDirectories(sample.resolve("conf"));
        Files.writeString(folder.resolve("sample/conf/x-processes.xml"), "<processes/>");
    }

    @Test
    void givenNoFolder_whenLaidOut_thenItHoldsTheSample() {
        var path = folder.resolve("deep/demo");

        try (var home = DemoHome.take(path)) {
            home.layOut(sample);

            assertThat(home.home().conf().resolve("x-processes.xml")).exists();
            assertThat(DemoHome.isTaken(path)).isTrue();
        }
        assertThat(DemoHome.isTaken(path)).isFalse();
    }

    @Test
    void givenAnEarlierDemosFolder_whenLaidOut_thenNothingOfItIsLeft() throws IOException {
        var path = folder.resolve("demo");
        DemoHome.take(path).close();
        Files.createDirectories(path.resolve("run/NodeA"));
        Files.writeString(path.resolve("run/NodeA/store.0"), "old");

        try (var home = DemoHome.take(path)) {
            home.layOut(sample);
        }

        assertThat(path.resolve("run")).doesNotExist();
    }

    @Test
    void givenAFolderOfSomebodyElse_whenTaken_thenRefusedAndLeftAlone() {
        assertThatThrownBy(() -> DemoHome.take(sample)).hasMessageContaining("is not empty and was not made by a demo");

        assertThat(sample.resolve("conf/x-processes.xml")).exists();
    }

    @Test
    void givenADemoThatRuns_whenAnotherTakesItsFolder_thenRefused() {
        var path = folder.resolve("demo");
        try (var _ = DemoHome.take(path)) {
            assertThatThrownBy(() -> DemoHome.take(path)).hasMessageContaining("A demo already runs in");
        }
    }
}
