package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalZoneTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"/usr/share/zoneinfo/UTC", "../usr/share/zoneinfo/Etc/UTC", "/usr/share/zoneinfo/Etc/Zulu"})
    void givenALinkToUtc_whenFound_thenItIsThat(String target) throws IOException {
        assertThat(LocalZone.find("", Map.of("TZ", ""), link(target))).isEqualTo(ZoneOffset.UTC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/share/zoneinfo/Europe/Berlin",
                "/usr/share/zoneinfo/Etc/GMT+5",
                "/usr/share/zoneinfo/",
                "/etc/UTC"
            })
    void givenAnotherLink_whenFound_thenTheJdkSaysWhatItIs(String target) throws IOException {
        assertThat(LocalZone.find("", Map.of(), link(target))).isEqualTo(ZoneId.systemDefault());
    }

    @Test
    void givenAVariableOrNoLink_whenFound_thenTheJdkSaysWhatItIs() throws IOException {
        assertThat(LocalZone.find("", Map.of("TZ", "Europe/Berlin"), link("/usr/share/zoneinfo/UTC")))
                .isEqualTo(ZoneId.systemDefault());
        assertThat(LocalZone.find("Europe/Berlin", Map.of(), folder.resolve("localtime")))
                .isEqualTo(ZoneId.systemDefault());
        assertThat(LocalZone.find("", Map.of(), folder.resolve("none"))).isEqualTo(ZoneId.systemDefault());
    }

    private Path link(String target) throws IOException {
        return Files.createSymbolicLink(folder.resolve("localtime"), Path.of(target));
    }
}
