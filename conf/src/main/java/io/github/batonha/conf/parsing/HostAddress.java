package io.github.batonha.conf.parsing;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An IP address or a name at which other machines reach a host. Looks nothing up. */
public final class HostAddress {

    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern DOTTED = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern PORT_BEHIND = Pattern.compile("(\\[.*]|[^:]*):[0-9]+");
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int GROUPS = 8;

    private HostAddress() {}

    public sealed interface Parsed {
        /** The same for every way to write it: an IPv6 address without brackets, as short as can be. */
        record Valid(String address) implements Parsed {}

        /**
         * Nothing that others could connect to.
         *
         * @param reason why not, to follow the text itself
         */
        record Invalid(String reason) implements Parsed {}
    }

    public static Parsed parse(String text) {
        if (text.contains("%")) {
            return new Parsed.Invalid(
                    "names an interface of one machine (%): give an address that all hosts can use, such as one in fd00::/8");
        }
        if (PORT_BEHIND.matcher(text).matches()) {
            return new Parsed.Invalid(
                    "has a port: leave it out, ports stand in the items ClusterPort, ManagementPort and HealthPort");
        }
        var bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (bare.contains(":")) {
            return ofLiteral(bare, "IPv6");
        }
        return NUMBERS.matcher(text).matches() ? ofNumbers(text) : ofName(text);
    }

    /** Whether a valid address is an IP address, and no name. */
    public static boolean isNumeric(String address) {
        return address.contains(":") || NUMBERS.matcher(address).matches();
    }

    /** As it stands in a URL: an IPv6 address in brackets. */
    public static String inUrl(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static Parsed ofNumbers(String text) {
        return DOTTED.matcher(text).matches()
                ? ofLiteral(text, "IPv4")
                : new Parsed.Invalid("is neither an IPv4 address nor a name: a name has a letter in its last part");
    }

    private static Parsed ofLiteral(String text, String family) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return new Parsed.Invalid("is no %s address: correct it".formatted(family));
        }
        var reason = unusable(address);
        return reason == null ? new Parsed.Valid(shown(address)) : new Parsed.Invalid(reason);
    }

    private static @Nullable String unusable(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return "stands for all addresses of a machine, so nobody can connect to it: give the one that the other hosts use";
        }
        if (address.isMulticastAddress() || address.getHostAddress().equals("255.255.255.255")) {
            return "is the address of a group, not of a host: give that of the host";
        }
        return address instanceof Inet6Address && address.isLinkLocalAddress()
                ? "holds on one link of one machine only: give an address that all hosts can use, such as one in fd00::/8"
                : null;
    }

    private static String shown(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> four.getHostAddress();
            case Inet6Address six -> shortest(six.getAddress());
            default -> throw new IllegalStateException("neither IPv4 nor IPv6: " + address);
        };
    }

    /** RFC 5952: the first longest run of zeros, of two groups at least, is {@code ::}. */
    private static String shortest(byte[] bytes) {
        var groups = new int[GROUPS];
        for (var i = 0; i < GROUPS; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        var from = 0;
        var length = 1;
        for (var i = 0; i < GROUPS; i++) {
            var zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > length) {
                from = i;
                length = zeros;
            }
        }
        return length < 2
                ? joined(groups, 0, GROUPS)
                : joined(groups, 0, from) + "::" + joined(groups, from + length, GROUPS);
    }

    private static String joined(int[] groups, int from, int to) {
        var text = new StringBuilder();
        for (var i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** What the address of an actor and a URL can hold is the same. */
    private static Parsed ofName(String text) {
        if (text.contains("_")) {
            return new Parsed.Invalid(
                    "has an underscore, which no address on a network may have: use an IP address, or a name without it");
        }
        var isShort = text.length() <= LONGEST
                && Arrays.stream(text.split("[.]", -1)).allMatch(label -> label.length() <= LONGEST_LABEL);
        try {
            if (isShort && text.equals(new URI("pekko://baton@" + text + ":1").getHost())) {
                return new Parsed.Valid(text);
            }
        } catch (URISyntaxException noHost) {
            // Said below.
        }
        return new Parsed.Invalid(
                "is neither an IP address nor a name: a name has parts of at most %d letters, digits and dashes between dots, at most %d in all, and the last part begins with a letter"
                        .formatted(LONGEST_LABEL, LONGEST));
    }
}
