package io.github.batonha.conf.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.certificates.HttpSecurity;
import io.github.batonha.conf.model.Reachability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When HTTP is served by TLS, and what an operator is told where it is not. */
class HttpSecurityTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, auto, on, false, Plain, ''",
        "127.0.0.1, off, on, true, Plain, ''",
        "127.0.0.1, on, on, true, Tls, ''",
        "127.0.0.1, on, on, false, Refused, baton.http.tls is on: give 'baton certificates init'",
        "10.0.0.1, auto, on, true, Tls, ''",
        "10.0.0.1, on, on, true, Tls, ''",
        "10.0.0.1, auto, off, true, Plain, because baton.cluster.tls is off: issue certificates",
        "10.0.0.1, off, on, true, Plain, because baton.http.tls is off: set it to auto",
    })
    void givenTheAddressAndSettings_whenInstalled_thenTheRiskIsNamed(
            String address, String http, String cluster, boolean hasCertificates, String security, String said)
            throws IOException {
        var home = new TestHome(folder)
                .file("conf/app-processes.xml", "<processes/>")
                .file(
                        "conf/system.conf",
                        "systems = [ { name = DEV, hosts = [ { name = NodeA, items { Address = %s } } ] } ]"
                                .formatted(address))
                .file("conf/baton.conf", "baton { http.tls = %s, cluster.tls = %s }".formatted(http, cluster));
        if (hasCertificates) {
            home.file("certificates/NodeA/ca.pem", "");
        }

        var reachability = Reachability.ofThisMachine();
        var report = Install.run(home.home(), Map.of(), "NodeA", reachability, TestHome.AUTHOR);

        var node = InstalledRevision.load(home.home(), "NodeA", Map.of());
        assertThat(HttpSecurity.of(node, home.home(), reachability).getClass().getSimpleName())
                .isEqualTo(security);
        assertThat(report.toString()).contains(said);
        assertThat(report.toString().contains("port 8558 reads its tokens"))
                .isEqualTo(security.equals("Plain") && !said.isEmpty());
    }
}
