package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {

    private static final String REST =
            " S 7 8 9 34816 -1 4194560 2024 0 5 0 120 34 6 7 20 0 3 0 1234567 10403840 987 18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

    @Test
    void givenALineOfTheKernel_whenParsed_thenWhatIsOfUseIsThere() {
        assertThat(ProcStat.parse("4242 (java)" + REST))
                .isEqualTo(new ProcStat(4242, 'S', 7, 8, 9, 154, 3, 1234567, 987, false));
    }

    @Test
    void givenANameOfBracketsAndSpaces_whenParsed_thenItTurnsNothing() {
        assertThat(ProcStat.parse("4242 (a) R 1 (b c)) " + REST.substring(1)))
                .isEqualTo(ProcStat.parse("4242 (java)" + REST));
    }

    @Test
    void givenThisProcess_whenRead_thenItIsAlive() {
        var self = ProcessHandle.current();

        var stat = ProcStat.of(self.pid()).orElseThrow();

        assertThat(stat.pid()).isEqualTo(self.pid());
        assertThat(stat.isAlive()).isTrue();
        assertThat(stat.parent())
                .isEqualTo(self.parent().map(ProcessHandle::pid).orElse(0L));
        assertThat(stat.residentPages()).isPositive();
    }

    @Test
    void givenNoProcess_whenRead_thenEmpty() {
        assertThat(ProcStat.of(Integer.MAX_VALUE)).isEmpty();
    }
}
