package io.github.batonha.actors.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null,\"pid\":null,\"peer\":null,\"from\":null,\"to\":null,\"path\":null,\"text\":\"it lives\"}",
                "null",
                "\"text\":\"it lives\"}",
                "12,\"pid\":null}",
                "{\"seq\":12,\"ti",
                "}",
                ""
            })
    void givenAPartOfALine_whenRead_thenItIsNoEvent(String line) {
        assertThat(EventJson.read(line)).isEmpty();
    }
}
