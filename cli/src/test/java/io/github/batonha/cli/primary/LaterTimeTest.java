package io.github.batonha.cli.primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.cli.command.CommandFailed;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaterTimeTest {

    /** 23:10 in Berlin, an evening before the clocks are put back at 03:00. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-24T21:10:00Z"), ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "+2s, 2026-10-24T21:10:02Z",
        "+30m, 2026-10-24T21:40:00Z",
        "+1h, 2026-10-24T22:10:00Z",
        "+7d, 2026-10-31T21:10:00Z",
        "23:30, 2026-10-24T21:30:00Z",
        "23:30:15, 2026-10-24T21:30:15Z",
        "2026-10-25T01:00, 2026-10-24T23:00:00Z",
        "2026-10-25T04:00:30, 2026-10-25T03:00:30Z",
        "2026-10-25T02:30+01:00, 2026-10-25T01:30:00Z",
        "2026-10-25T02:30:00Z, 2026-10-25T02:30:00Z",
        "2026-10-25T02:30+01:00[Europe/Berlin], 2026-10-25T01:30:00Z"
    })
    void givenATime_whenRead_thenTheMoment(String text, Instant moment) {
        assertThat(LaterTime.read(text, CLOCK)).isEqualTo(moment);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            23:10                | is in the past           | for tomorrow say --at 2026-10-25T23:10
            02:00                | is in the past           | for tomorrow say --at 2026-10-25T02:00
            2026-10-24T21:09Z    | is in the past           | give a time that is to come
            +0s                  | is in the past           | give a time that is to come
            +8d                  | more than 7 days ahead   | when the time is nearer
            2026-12-24T01:00     | more than 7 days ahead   | when the time is nearer
            2026-10-25T02:30     | comes twice that day     | --at 2026-10-25T02:30Z
            tomorrow             | which is no time         | say it as in
            25:00                | which is no time         | say it as in
            +30                  | which is no time         | say it as in
            """)
    void givenWhatIsNoTimeToCome_whenRead_thenWhyAndWhatToSay(String text, String why, String remedy) {
        assertThatThrownBy(() -> LaterTime.read(text, CLOCK))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(why)
                .extracting(failure -> ((CommandFailed) failure).toString() + ((CommandFailed) failure).remedy())
                .asString()
                .contains(remedy);
    }
}
