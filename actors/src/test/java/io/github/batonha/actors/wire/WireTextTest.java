package io.github.batonha.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WireTextTest {
    @Test
    void givenATextOfMoreBytes_whenCut_thenNoCharacterIsHalved() {
        for (var sign : List.of("a", "ж", "€", "🦊")) {
            for (var most = 3; most < 30; most++) {
                var cut = WireText.cut(sign.repeat(20), most);

                assertThat(WireText.bytes(cut)).isLessThanOrEqualTo(most);
                assertThat(cut.replace("…", "").replace(sign, "")).isEmpty();
            }
        }
    }

    @Test
    void givenATextThatFits_whenCut_thenItIsWhole() {
        assertThat(WireText.cut("жжж", 6)).isEqualTo("жжж");
        assertThat(WireText.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(WireText.cut("", 3)).isEmpty();
    }

    @Test
    void givenNames_whenTheyDoNotAllFit_thenTheFirstOnesAreKept() {
        assertThat(WireText.cut(List.of("NodeA", "NodeB", "NodeC"), 17)).containsExactly("NodeA", "NodeB");
    }
}
