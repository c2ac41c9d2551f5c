package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPositionTest {

    @Test
    void givenAPosition_whenWrittenAndRead_thenItIsTheSame() {
        var position = EventPosition.NONE.with("NodeB", 5).with("a:b, c", 17).with("NodeB", 6);

        assertThat(position.text()).isEqualTo("NodeB:6,a%3Ab%2C+c:17");
        assertThat(EventPosition.parse(position.text())).contains(position);
        assertThat(EventPosition.parse("NodeA:1")).contains(new EventPosition(Map.of("NodeA", 1L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NodeA", ":7", "NodeA:x", "NodeA:1,", "NodeA:-1", "NodeA:1234567890123456789012"})
    void givenSomethingElse_whenRead_thenItIsNone(String text) {
        assertThat(EventPosition.parse(text)).isEmpty();
    }
}
