package io.github.batonha.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batonha.cli.Cli;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeOfAnotherUserTest {
    @TempDir
    Path home;

    @BeforeEach
    void giveAway() throws IOException {
        assumeTrue(UserAccount.ownId() == 0, "only root can give a folder away");
        Files.setOwner(
                home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"install", "rollback --no-apply"})
    void givenRoot_whenItWouldInstall_thenItIsRefusedAndTheUserIsNamed(String command) throws IOException {
        var refused = new Cli(home).run(command.split(" ", -1));

        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.err()).contains(home + " belongs to user nobody", "runuser -u nobody --");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void givenRoot_whenItOnlyChecks_thenItMay() {
        var checked = new Cli(home).run("install", "--check");

        assertThat(checked.err()).doesNotContain("belongs to user");
    }
}
