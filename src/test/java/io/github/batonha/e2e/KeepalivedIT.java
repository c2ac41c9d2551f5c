package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our configuration for keepalived, in both variants, is one that keepalived understands. */
class KeepalivedIT {
    @TempDir
    Path folder;

    @Test
    void givenTheConfiguration_whenChecked_thenKeepalivedUnderstandsIt() throws IOException {
        String ready = Files.readString(RunningBalancer.configuration("keepalived.conf"));
        String primary = ready.replace("    nopreempt\n", "").replace("        # primary\n", "        primary\n");
        assertThat(primary).isNotEqualTo(ready).doesNotContain("# primary\n");

        assertThat(complaints(ready)).isEmpty();
        assertThat(complaints(primary)).isEmpty();
        assertThat(complaints(ready.replace("virtual_router_id 51", "virtual_router_id x")))
                .as("what it says of a fault")
                .contains("VRID 'x' not valid");
    }

    /** Its exit status says nothing where it is not started by a service manager. Not every machine that builds has the interface. */
    private String complaints(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("keepalived.conf"), text);
        var checked = Commands.run(List.of("keepalived", "-t", "-f", file.toString()), Map.of());
        return (checked.out() + checked.err())
                .lines()
                .filter(line -> line.contains("Line"))
                .filter(line -> !line.contains("interface eth0 for vrrp_instance users doesn't exist"))
                .toList()
                .toString()
                .replace("[]", "");
    }
}
