package io.github.batonha.actors.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.metrics.MetricsPage.Content;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationPageTest {
    @TempDir
    Path run;

    @Test
    void givenAProcess_whenItStarts_thenItHasAnEmptyPageThatAnyAgentReads() {
        var file = ApplicationPage.give(run, "FEED", "").orElseThrow();

        assertThat(file).isRegularFile();
        assertThat(ApplicationPage.read(run, "FEED")).contains(Content.NONE);
    }

    @Test
    void givenAProcessOfAnotherUser_whenItStarts_thenThePageIsThatUsers() throws IOException {
        Assumptions.assumeTrue(UserAccount.ownId() == 0, "only root gives files away");

        var file = ApplicationPage.give(run, "FEED", "nobody").orElseThrow();

        assertThat(Files.getAttribute(file, "unix:uid"))
                .isEqualTo((int) UserAccount.named("nobody").orElseThrow().id());
    }

    @Test
    void givenAFolderThatCantBeMade_whenAProcessStarts_thenItStartsWithoutAPage() throws IOException {
        Files.writeString(run.resolve("application-metrics"), "in the way");

        assertThat(ApplicationPage.give(run, "FEED", "")).isEmpty();
    }

    @Test
    void givenNoPageOrALinkInItsPlace_whenRead_thenThereIsNothing() throws IOException {
        assertThat(ApplicationPage.read(run, "FEED")).isEmpty();

        Files.createSymbolicLink(
                ApplicationPage.give(run, "FEED", "").orElseThrow().resolveSibling("LINK"),
                run.resolve("application-metrics/FEED"));
        assertThat(ApplicationPage.read(run, "LINK")).isEmpty();
    }
}
