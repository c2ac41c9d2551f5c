package io.github.batonha.actors.events;

import io.github.batonha.actors.api.Event;
import io.github.batonha.actors.wire.WireText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** An event as a message of syslog (RFC 5424): its text is the same JSON as the line of {@code events.jsonl}. Pure. */
final class SyslogMessage {

    /** Each receiver takes as much (RFC 5425), and most networks carry it in a datagram. */
    static final int MOST_BYTES = 8192;

    private static final int DAEMON = 3;
    private static final int SEVERITIES = 8;
    private static final int MOST_HOST = 255;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private SyslogMessage() {}

    /** @param agent pid of the agent */
    static byte[] of(Event event, long agent) {
        var whole = bytes(event, agent);
        if (whole.length <= MOST_BYTES) {
            return whole;
        }
        // An escaped character takes up to six bytes.
        var room = Math.max(0, MOST_BYTES - bytes(event.saying(""), agent).length) / 6;
        return bytes(event.saying(WireText.cut(event.text(), room)), agent);
    }

    private static byte[] bytes(Event event, long agent) {
        var text = "<%d>1 %s %s baton %d %s - %s"
                .formatted(
                        DAEMON * SEVERITIES + severity(event),
                        TIME.format(event.time()),
                        host(event.node()),
                        agent,
                        event.type(),
                        EventJson.write(event));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Error, warning, notice or informational. */
    private static int severity(Event event) {
        if (EventType.GAVE_UP.isOf(event)) {
            return 3;
        }
        var isBad = EventType.TROUBLE.isOf(event)
                || EventType.LAGGED.isOf(event)
                || EventType.EVIDENCE.isOf(event)
                || EventType.OUTPUT_TAIL.isOf(event)
                || (EventType.PEER.isOf(event) && "DOWN".equals(event.to()))
                || (EventType.SCHEDULE.isOf(event) && "MISSED".equals(event.to()))
                || (EventType.PUSH.isOf(event) && "FAILED".equals(event.to()))
                || (EventType.PROCESS.isOf(event) && ("MISSING".equals(event.to()) || "ERROR".equals(event.to())));
        if (isBad) {
            return 4;
        }
        var isNotice = EventType.PRIMARY.isOf(event)
                || EventType.SCHEDULE.isOf(event)
                || EventType.PUSH.isOf(event)
                || EventType.AGENT.isOf(event)
                || EventType.DRAIN.isOf(event);
        return isNotice ? 5 : 6;
    }

    /** Printable ASCII without spaces. */
    private static String host(String node) {
        var plain = node.replaceAll("[^!-~]", "_");
        return plain.substring(0, Math.min(plain.length(), MOST_HOST));
    }
}
