package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation as the archive and the packages have it. */
class DocumentsOfAHostTest {
    @TempDir
    Path folder;

    @Test
    void givenTheDocumentation_whenCopiedForAHost_thenEachOfItsLinksLeadsSomewhere() throws IOException {
        var deploy = Distribution.project().resolve("k8s-free-deploy");
        var copy = folder.resolve("share");

        BareDebian.run(deploy.resolve("assembly/docs").toString(), copy.toString());
        for (var beside : new String[] {"balancer", "fence", "monitoring"}) {
            BareDebian.run("cp", "-R", deploy.resolve(beside).toString(), copy.toString());
        }

        assertThat(copy.resolve("docs/install.md")).exists();
        assertThat(DeadLinks.in(copy)).isEmpty();
    }
}
