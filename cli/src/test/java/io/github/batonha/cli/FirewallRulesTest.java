package io.github.batonha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The nftables rules of the page about two hosts, as a user would copy them, loaded in a network namespace of their own. */
class FirewallRulesTest {

    private String rules = "";

    @BeforeEach
    void read() throws Exception {
        var page = Files.readString(Path.of("../k8s-free-deploy/README.md"));
        rules = page.substring(page.indexOf("    table inet baton {"), page.indexOf("\n    }\n") + 7);
        assumeTrue(load("").isEmpty(), "needs nftables, and root for a network namespace");
    }

    @Test
    void givenTheRulesOfThePage_whenLoaded_thenNftTakesThem() throws Exception {
        assertThat(load(rules)).isEmpty();
    }

    @Test
    void givenAThirdHost_whenLoaded_thenNftTakesThem() throws Exception {
        var three = rules.replace("192.0.2.12", "192.0.2.12, 192.0.2.13")
                .replace("2001:db8::12", "2001:db8::12, 2001:db8::13");

        assertThat(three).isNotEqualTo(rules);
        assertThat(load(three)).isEmpty();
    }

    @Test
    void givenNoHostWithIpv6_whenItsSetAndItsLineAreLeftOut_thenNftTakesTheRest() throws Exception {
        var ipv4 = rules.replaceAll(".*hosts6.*\n", "");

        assertThat(ipv4).contains("hosts4").doesNotContain("ip6");
        assertThat(load(ipv4)).isEmpty();
    }

    @Test
    void givenASetThatIsMissing_whenLoaded_thenNftRefusesIt() throws Exception {
        assertThat(load(rules.replaceAll(".*set hosts6.*\n", ""))).contains("hosts6");
    }

    /** What nft says against it. */
    private static String load(String rules) throws Exception {
        var process = new ProcessBuilder("sh", "-c", "unshare --net nft -f -")
                .redirectErrorStream(true)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(rules.getBytes(UTF_8));
        }
        var told = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() == 0 ? "" : told + "failed";
    }
}
