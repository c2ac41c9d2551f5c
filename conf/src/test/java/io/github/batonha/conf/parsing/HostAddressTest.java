package io.github.batonha.conf.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAddressTest {

    @ParameterizedTest
    @CsvSource({
        "fd00:77::1, fd00:77::1",
        "[fd00:77::1], fd00:77::1",
        "FD00:0077:0:0:0:0:0:0001, fd00:77::1",
        "::1, ::1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "1::, 1::",
        "::ffff:10.0.0.1, 10.0.0.1",
        "10.0.0.1, 10.0.0.1",
        "NodeA, NodeA",
        "nodea.example.com, nodea.example.com",
        "web-1.example.com., web-1.example.com."
    })
    void givenAnAddress_whenParsed_thenItHasOneForm(String text, String expected) {
        assertThat(HostAddress.parse(text)).isEqualTo(new HostAddress.Parsed.Valid(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.2:6000, has a port",
        "[fd00::1]:6000, has a port",
        "nodea:6000, has a port",
        "fd00::1::2, is no IPv6 address",
        "fe80::1%eth0, names an interface",
        "fe80::1, one link",
        "'::', all addresses",
        "0.0.0.0, all addresses",
        "ff02::1, address of a group",
        "224.0.0.1, address of a group",
        "255.255.255.255, address of a group",
        "10.0.0.300, is no IPv4 address",
        "10.0.1, neither an IPv4 address nor a name",
        "123, neither an IPv4 address nor a name",
        "node_a, underscore",
        "node_a.example.com, underscore",
        "http://nodea, is no IPv6 address",
        "node a, neither an IP address nor a name",
        "web.1, neither an IP address nor a name",
        "node-, neither an IP address nor a name",
        "a..b, neither an IP address nor a name",
        "10.0.0.2/24, neither an IP address nor a name",
        "nödea, neither an IP address nor a name",
        "[], neither an IP address nor a name"
    })
    void givenNoAddress_whenParsed_thenTheReasonIsSaid(String text, String reason) {
        assertThat(HostAddress.parse(text))
                .isInstanceOfSatisfying(
                        HostAddress.Parsed.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains(reason));
    }

    @ParameterizedTest
    @CsvSource({"fd00:77::1, [fd00:77::1]", "10.0.0.1, 10.0.0.1", "NodeA, NodeA"})
    void givenAnAddress_whenPutIntoAUrl_thenIPv6HasBrackets(String address, String expected) {
        assertThat(HostAddress.inUrl(address)).isEqualTo(expected);
    }
}
