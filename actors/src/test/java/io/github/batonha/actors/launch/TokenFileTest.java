package io.github.batonha.actors.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    @TempDir
    Path run;

    private void agentToken() throws IOException {
        Files.writeString(run.resolve("token"), "s3cret\n");
    }

    @Test
    void givenAProcess_whenItStarts_thenItsUserAloneCanReadItsToken() throws IOException {
        agentToken();

        var file = TokenFile.give(run, "FEED", "").orElseThrow();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).startsWith("application.").doesNotContain("s3cret");
    }

    @Test
    void givenAProcessOfAnotherUser_whenItStarts_thenTheFileIsThatUsers() throws IOException {
        Assumptions.assumeTrue(UserAccount.ownId() == 0, "only root gives files away");
        agentToken();

        var file = TokenFile.give(run, "FEED", "nobody").orElseThrow();
        var again = TokenFile.give(run, "FEED", "nobody").orElseThrow();

        assertThat(Files.getAttribute(file, "unix:uid"))
                .isEqualTo((int) UserAccount.named("nobody").orElseThrow().id());
        assertThat(again).isEqualTo(file);
    }

    @Test
    void givenNoTokenOfTheAgent_whenAProcessStarts_thenItHasNone() {
        assertThat(TokenFile.give(run, "FEED", "")).isEmpty();
    }

    @Test
    void givenAFolderThatCantBeMade_whenAProcessStarts_thenItStartsWithoutAToken() throws IOException {
        agentToken();
        Files.writeString(run.resolve("application-tokens"), "in the way");

        assertThat(TokenFile.give(run, "FEED", "")).isEmpty();
    }
}
