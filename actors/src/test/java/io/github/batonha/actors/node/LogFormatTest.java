package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    private static final String FORGED = "ops\n2026-01-02T03:04:05 INFO  Became primary\u001b[2K\u202e";

    private final LoggerContext context = new LoggerContext();

    private String line(String pattern, String message, @Nullable Throwable failure, Object... values) {
        var logger = context.getLogger("test");
        var event = new LoggingEvent(LogFormatTest.class.getName(), logger, Level.INFO, message, failure, values);
        return new String(LogFormat.encoder(context, pattern).encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void givenALineBreakInAValue_whenLogged_thenItIsOneLine() {
        var line = line("%-5level %msg%n%ex", "SetPrimary by={}", null, FORGED);

        assertThat(line)
                .isEqualTo("INFO  SetPrimary by=ops\\n2026-01-02T03:04:05 INFO  Became primary\\u001b[2K\\u202e\n");
    }

    @Test
    void givenALineBreakInTheMessageOfAnException_whenLogged_thenItForgesNoLine() {
        var failure = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));
        failure.addSuppressed(new IllegalArgumentException(FORGED));

        var line = line("%msg%n%ex", "Failed", failure);

        assertThat(line.lines().filter(each -> each.startsWith("2026"))).isEmpty();
        assertThat(line).contains("IllegalStateException: ops\\n2026").contains("Caused by: ", "Suppressed: ", "\tat ");
        assertThat(line).doesNotContain("\u001b", "\u202e");
        assertThat(line("%msg%n%ex{short}", "Failed", failure).lines().filter(each -> each.startsWith("2026")))
                .isEmpty();
    }
}
