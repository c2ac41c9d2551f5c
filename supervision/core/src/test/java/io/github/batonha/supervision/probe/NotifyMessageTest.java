package io.github.batonha.supervision.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotifyMessageTest {

    @Test
    void givenAllThatIsKnown_whenParsed_thenItIsThere() {
        assertThat(NotifyMessage.parse(
                        "READY=1\nSTATUS=serving 3 users\nWATCHDOG=1\nSTOPPING=1\nEXTEND_TIMEOUT_USEC=1500\n"))
                .isEqualTo(new NotifyMessage(
                        true, Optional.of("serving 3 users"), true, false, true, Duration.ofNanos(1_500_000)));
        assertThat(NotifyMessage.parse("WATCHDOG=trigger").isTrigger()).isTrue();
    }

    @Test
    void givenWhatIsNotKnownOrWrong_whenParsed_thenItIsIgnored() {
        var nothing = NotifyMessage.parse("");

        assertThat(NotifyMessage.parse(
                        "READY=2\nMAINPID=1\nRELOADING=1\nBARRIER=1\nFDSTORE=1\nnonsense\n=\nEXTEND_TIMEOUT_USEC=soon"))
                .isEqualTo(nothing);
        assertThat(NotifyMessage.parse("\0\1\uFFFD\n\n=READY=1")).isEqualTo(nothing);
    }

    @Test
    void givenAStatusThatNobodyCanRead_whenParsed_thenItIsOneShortLine() {
        var status = NotifyMessage.parse("STATUS=\u001b[2J" + "x".repeat(5000))
                .status()
                .orElseThrow();

        assertThat(status).hasSize(201).doesNotContain("\u001b").endsWith("…");
    }

    @Test
    void givenSeveralAtOnce_whenPutTogether_thenTheLaterWins() {
        var both = NotifyMessage.parse("STATUS=one\nREADY=1").and(NotifyMessage.parse("STATUS=two"));

        assertThat(both.isReady()).isTrue();
        assertThat(both.status()).contains("two");
        assertThat(NotifyMessage.parse("EXTEND_TIMEOUT_USEC=" + Long.MAX_VALUE).extension())
                .isEqualTo(Duration.ofHours(1));
    }
}
