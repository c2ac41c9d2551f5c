package io.github.batonha.supervision.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NodeFormatsTest {

    @Test
    void givenThisVersion_whenWrittenAndRead_thenItIsTheSameButForWhatTellsItself() {
        var written = NodeFormats.ofThisVersion("0.2.0");

        var read = NodeFormats.parse(written.text());

        assertThat(read.version()).isEqualTo("0.2.0");
        assertThat(read.obstacles()).isEmpty();
        assertThat(read.apart()).isEmpty();
        assertThat(read.formats().keySet()).containsExactly(Format.values());
        assertThat(read.formats().get(Format.WIRE)).isEqualTo(Format.WIRE.current());
        assertThat(written.text()).startsWith("baton=0.2.0\n").doesNotContain("primary-store=", "revision=");
    }

    @Test
    void givenALaterFormatOfAnyRecord_whenCompared_thenItIsRefusedWithTheVersionToStart() {
        for (var format : Format.values()) {
            var later = NodeFormats.ofThisVersion("9.1.0").with(format, format.current() + 1);

            assertThat(later.obstacles())
                    .containsExactly(
                            "%s is of format %d, and this version reads up to %d: start baton 9.1.0 or a later one there"
                                    .formatted(format.word(), format.current() + 1, format.current()));
        }
    }

    @Test
    void givenAFormatThatIsTooOld_whenCompared_thenItIsRefusedWithTheWayThere() {
        assertThat(NodeFormats.UNTOLD.with(Format.RUNS, 0).obstacles())
                .containsExactly(
                        "runs is of format 0, and this version reads none before 1: start a release between 0.1 and this one there first");
    }

    @Test
    void givenAnAgentThatTookNoNote_whenCompared_thenItMayBeTakenOverAndItsMessagesNot() {
        assertThat(NodeFormats.UNTOLD.obstacles()).isEmpty();
        assertThat(NodeFormats.UNTOLD.apart()).singleElement().asString().contains("no messages of format 1");
    }

    @Test
    void givenLinesOfALaterVersionAndDamagedOnes_whenRead_thenWhatIsKnownCounts() {
        var read = NodeFormats.parse("baton=9.0\nsomething-new=7\nusage=2\nruns=abc\n\0=\nno sign\n");

        assertThat(read.version()).isEqualTo("9.0");
        assertThat(read.obstacles()).singleElement().asString().startsWith("usage is of format 2");
    }

    @Test
    void givenTheTable_thenWordsAreUniqueAndNumbersGoUp() {
        assertThat(Arrays.stream(Format.values()).map(Format::word)).doesNotHaveDuplicates();
        assertThat(Format.values())
                .allSatisfy(format -> assertThat(format.oldest()).isBetween(1, format.current()));
    }
}
