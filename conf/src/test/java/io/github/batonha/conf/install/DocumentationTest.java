package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.hocon.HoconReader;
import io.github.batonha.conf.kts.KtsReader;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.system.KnownItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The configuration reference says what the code does. */
class DocumentationTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");

    @Test
    void givenTheExamplesOfBothForms_whenRead_thenTheyAreTheSameSystem() throws IOException {
        var findings = new Findings();

        var kotlin = KtsReader.read(file("x.kts"), example("kotlin"), findings);
        var hocon = HoconReader.read(file("system.conf"), example("hocon"), findings);

        assertThat(findings.problems()).isEmpty();
        assertThat(hocon)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*place")
                .isEqualTo(kotlin);
    }

    @Test
    void givenThePage_whenSearched_thenEveryTagItemAndSettingIsThere() throws IOException {
        var page = Files.readString(PAGE);

        assertThat(Arrays.stream(Tag.values()).map(tag -> "`" + tag.tagName() + "`"))
                .allSatisfy(tag -> assertThat(page).contains(tag));
        assertThat(KnownItem.names()).allSatisfy(item -> assertThat(page).contains("| `" + item + "` |"));
        var settings = ConfigFactory.parseResources("reference.conf").withOnlyPath("baton");
        assertThat(settings.entrySet())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(page).contains("| `" + entry.getKey() + "` |"));
    }

    private static ConfFile file(String name) {
        return new ConfFile("conf/" + name, PAGE);
    }

    private static String example(String language) throws IOException {
        var page = Files.readString(PAGE);
        var start = page.indexOf("```" + language + "\n") + language.length() + 4;
        return page.substring(start, page.indexOf("```", start));
    }
}
