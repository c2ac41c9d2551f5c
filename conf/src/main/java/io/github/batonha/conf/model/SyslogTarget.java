package io.github.batonha.conf.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where events are sent as syslog.
 *
 * @param isTcp over TCP, else UDP
 */
public record SyslogTarget(boolean isTcp, String host, int port) {

    private static final String PORT = "[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]";
    private static final String FORM =
            "(?<way>udp|tcp)://(?<host>[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+]):(?<port>" + PORT + ")";
    private static final Pattern TARGET = Pattern.compile(FORM);

    /** What a setting may hold: a target, or {@code off}. */
    public static final Pattern SETTING = Pattern.compile("off|" + FORM);

    /** Of {@code udp://host:514} or {@code tcp://host:601}; empty where it is neither. */
    public static Optional<SyslogTarget> parse(String text) {
        var matcher = TARGET.matcher(text);
        return matcher.matches()
                ? Optional.of(new SyslogTarget(
                        matcher.group("way").equals("tcp"),
                        matcher.group("host"),
                        Integer.parseInt(matcher.group("port"))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "%s://%s:%d".formatted(isTcp ? "tcp" : "udp", host, port);
    }
}
