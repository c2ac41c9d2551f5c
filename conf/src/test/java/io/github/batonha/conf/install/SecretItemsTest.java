package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.secrets.SecretKeys;
import io.github.batonha.conf.secrets.SecretKeys.Lookup;
import io.github.batonha.conf.secrets.Secrets;
import io.github.batonha.supervision.spec.EnvironmentSource.Resolution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets reach processes, and nothing else. */
class SecretItemsTest {

    private static final String PASSWORD = "correct-horse-battery";
    private static final String USER = "someone-secret";

    @TempDir
    Path folder;

    private final String keyText = Secrets.newKey();

    @Test
    void givenEncryptedItems_whenAProcessStarts_thenItGetsThemInClearButNotTheKey() throws IOException {
        var environment = environment();
        var node = installed(environment);

        var resolution = node.environment().resolve(node.processes().getFirst());

        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        var variables = ((Resolution.Resolved) resolution).variables();
        assertThat(variables)
                .containsEntry("DbPassword", PASSWORD)
                .containsEntry("DbUsername", USER)
                .containsEntry("PATH", "/bin")
                .containsEntry("OWN", "value")
                .doesNotContainKeys("GenesisKey", "GENESIS_KEY", "BATON_EPOCH");
        assertThat(variables.values()).doesNotContain(keyText);
        assertThat(resolution.toString() + node).doesNotContain(PASSWORD, USER, keyText);
    }

    @Test
    void givenSecrets_whenInstalled_thenTheyStandInNoFileOfTheHome() throws IOException {
        var report = installReport(environment());

        assertThat(report.problems()).isEmpty();
        assertThat(report.toString()).doesNotContain(PASSWORD, USER, keyText);
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PASSWORD, USER, keyText);
            }
        }
    }

    @Test
    void givenASecretAsOverride_whenInstalled_thenOnlyItsVariableIsWrittenDown() throws IOException {
        var environment = environment();
        environment.put("BATON_SYSDEF_DB_NAMESPACE", PASSWORD);
        environment.put("BATON_SYSDEF_ENCRYPTED_DB_PASSWORD", encrypted("another-secret"));

        var node = installed(environment);

        assertThat(Files.readString(folder.resolve("generated/set.json")))
                .contains("BATON_SYSDEF_DB_NAMESPACE")
                .doesNotContain(PASSWORD);
        var resolution = (Resolution.Resolved)
                node.environment().resolve(node.processes().getFirst());
        assertThat(resolution.variables())
                .containsEntry("DbNamespace", PASSWORD)
                .containsEntry("DbPassword", "another-secret");
    }

    @Test
    void givenNoKeyAtStart_whenAProcessStarts_thenTheReasonNamesTheVariable() throws IOException {
        var environment = environment();
        installReport(environment);
        environment.remove("GENESIS_KEY");

        assertThat(reason(environment))
                .contains("DbPassword")
                .contains("GENESIS_KEY")
                .contains("not set");
    }

    @Test
    void givenAnotherKeyAtStart_whenAProcessStarts_thenTheReasonSaysSo() throws IOException {
        var environment = environment();
        installReport(environment);
        environment.put("GENESIS_KEY", Secrets.newKey());

        assertThat(reason(environment)).contains("another key").doesNotContain(PASSWORD);
    }

    @Test
    void givenAMissingReference_whenAProcessStarts_thenTheReasonNamesIt() throws IOException {
        var environment = environment();
        installReport(environment);
        environment.remove("DBUSERNAME");

        assertThat(reason(environment)).contains("DbUsername").contains("DBUSERNAME");
    }

    @Test
    void givenAKeyFile_whenAProcessStarts_thenItIsReadFromThere() throws IOException {
        var file = folder.resolve("key");
        Files.writeString(file, keyText + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var environment = environment();
        environment.put("GENESIS_KEY", "file:" + file);

        var node = installed(environment);

        assertThat(node.environment().resolve(node.processes().getFirst())).isInstanceOf(Resolution.Resolved.class);
        assertThat(Install.key(new TestHome(folder).home(), environment, "NodeA"))
                .isInstanceOf(Lookup.Found.class);
    }

    @Test
    void givenACommandThatPrintsTheKey_whenManyStartAndTheKeyChanges_thenItIsAskedAgainWhereAValueDoesNotFit()
            throws IOException {
        var vault = folder.resolve("vault");
        Files.writeString(vault, keyText);
        var environment = environment();
        environment.put("GENESIS_KEY", "command:sh -c 'echo asked >> %s/asked; cat %s'".formatted(folder, vault));
        var node = installed(environment);
        Files.delete(folder.resolve("asked"));

        for (var start = 0; start < 5; start++) {
            assertThat(node.environment().resolve(node.processes().getFirst())).isInstanceOf(Resolution.Resolved.class);
        }
        assertThat(Files.readAllLines(folder.resolve("asked"))).hasSize(1);

        Files.writeString(vault, Secrets.newKey());
        assertThat(node.environment().resolve(node.processes().getFirst())).isInstanceOf(Resolution.Resolved.class);
        assertThat(reason(environment)).contains("another key");
    }

    @Test
    void givenTheItemOfTheDatabasesPassword_whenRead_thenTheAgentHasItAndNoProcess() throws IOException {
        baton("password-item = DbPassword");
        var node = installed(environment());

        assertThat(node.environment().item("DbPassword")).isEqualTo(PASSWORD);
        assertThat(node.environment().secrets()).contains(PASSWORD);
        var process = node.processes().getFirst();
        var resolution = (Resolution.Resolved) node.environment().resolve(process);
        assertThat(resolution.variables()).doesNotContainKey("DbPassword").containsEntry("DbUsername", USER);
        assertThat(node.environment().defined(process)).doesNotContainKey("DbPassword");
    }

    @Test
    void givenNoKeyAtStart_whenThePasswordIsRead_thenTheReasonNamesTheVariableAndNoValue() throws IOException {
        baton("password-item = DbPassword");
        var environment = environment();
        var node = installed(environment);
        environment.remove("GENESIS_KEY");
        var later = InstalledRevision.load(new TestHome(folder).home(), "NodeA", environment);

        assertThatThrownBy(() -> later.environment().item("DbPassword"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("GENESIS_KEY")
                .hasMessageNotContaining(PASSWORD);
        assertThatThrownBy(() -> node.environment().item("Other")).hasMessageContaining("there is no item \"Other\"");
    }

    @Test
    void givenNoSuchItemOrOneInClear_whenInstalled_thenItIsSaid() throws IOException {
        baton("password-item = Other, password-file = secret");
        assertThat(installReport(environment()).problems().toString())
                .contains("password-item is Other, and host NodeA has no such item")
                .contains("a password-file and a password-item: take one of them out");

        baton("password-item = DbNamespace");
        assertThat(installReport(environment()).warnings().toString())
                .contains("item \"DbNamespace\" is the password of baton.primary.database and not encrypted");
    }

    private void baton(String database) throws IOException {
        new TestHome(folder)
                .file(
                        "conf/baton.conf",
                        "baton.primary.database { url = \"jdbc:postgresql://db/x?user=b\", %s }\n".formatted(database));
    }

    private String reason(Map<String, String> environment) {
        var node = InstalledRevision.load(new TestHome(folder).home(), "NodeA", environment);
        var resolution = node.environment().resolve(node.processes().getFirst());
        assertThat(resolution).isInstanceOf(Resolution.Unresolved.class);
        return ((Resolution.Unresolved) resolution).reason();
    }

    private NodeDefinition installed(Map<String, String> environment) throws IOException {
        var report = installReport(environment);
        assertThat(report.problems()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        return InstalledRevision.load(new TestHome(folder).home(), "NodeA", environment);
    }

    private InstallReport installReport(Map<String, String> environment) throws IOException {
        var home = new TestHome(folder)
                .file("conf/app-system-definition.kts", """
                        systems {
                            system("DEV") {
                                hosts { host("NodeA") }
                                item("DbNamespace", "plain")
                                item("DbPassword", "%s", encrypted = true)
                                item("DbUsername", System.getenv("DBUSERNAME"), encrypted = true)
                                item("GenesisKey", System.getenv("GENESIS_KEY"))
                            }
                        }
                        """.formatted(encrypted(PASSWORD)))
                .file(
                        "conf/app-processes.xml",
                        "<processes><process name=\"P\"><command>true</command><env name=\"OWN\">value</env></process></processes>");
        return TestHome.run(home.home(), environment, "NodeA");
    }

    private Map<String, String> environment() {
        return new HashMap<>(
                Map.of("GENESIS_KEY", keyText, "DBUSERNAME", encrypted(USER), "PATH", "/bin", "BATON_EPOCH", "7"));
    }

    private String encrypted(String clear) {
        return Secrets.encrypt(clear.toCharArray(), key());
    }

    private SecretKey key() {
        return switch (SecretKeys.read(keyText, Map.of())) {
            case Lookup.Found found -> found.key();
            case Lookup.Missing missing -> throw new AssertionError(missing.reason());
        };
    }
}
