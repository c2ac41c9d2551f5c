package io.github.batonha.actors.http;

import static io.github.batonha.actors.fixture.Definitions.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleOriginsTest {

    private static HostDefinition host(String name, String address, int port) {
        return new HostDefinition(name, address, 6000, port, FenceCommand.NONE);
    }

    private static NodeDefinition definition(int hosts) {
        var all = IntStream.rangeClosed(1, hosts)
                .mapToObj(number -> host("N" + number, "10.0.0." + number, 8558))
                .toList();
        return Definitions.of(Definitions.SETTINGS, "N2", all, server("WEB", true));
    }

    @Test
    void givenManyHosts_thenEightOthersAreNamedAndNotTheNodeItself() {
        assertThat(ConsoleOrigins.others(definition(12)))
                .extracting(HostDefinition::name)
                .containsExactly("N1", "N3", "N4", "N5", "N6", "N7", "N8", "N9");
    }

    @Test
    void givenAnAddress_thenThePolicyNamesItUnlessItIsIpv6() {
        assertThat(ConsoleOrigins.inPolicy(host("A", "10.0.0.1", 8558), true)).hasValue("https://10.0.0.1:8558");
        assertThat(ConsoleOrigins.inPolicy(host("A", "a.example.com", 9000), false))
                .hasValue("http://a.example.com:9000");
        assertThat(ConsoleOrigins.inPolicy(host("A", "fd00::1", 8558), true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.2:8558, true",
        "https://n1:8558,       true",
        "https://localhost:8558, true",
        "https://10.0.0.3:8558, false",
        "https://10.0.0.2,      false",
        "http://10.0.0.2:8558,  false",
        "https://[fd00::1]:8558, false",
        "https://a b,           false",
        "null,                  false"
    })
    void givenAnOrigin_thenItIsOursWhereANodeIsServedThere(String origin, boolean isOurs) {
        assertThat(ConsoleOrigins.isOurs(origin, true, definition(2))).isEqualTo(isOurs);
    }

    @Test
    void givenThePortThatTheSchemeImplies_thenABrowserLeavesItOut() {
        var definition =
                Definitions.of(Definitions.SETTINGS, "A", List.of(host("A", "fd00::1", 443)), server("WEB", true));

        assertThat(ConsoleOrigins.isOurs("https://[fd00::1]", true, definition)).isTrue();
        assertThat(ConsoleOrigins.isOurs("https://A", true, definition)).isTrue();
        assertThat(ConsoleOrigins.isOurs("http://A", false, definition)).isFalse();
    }
}
