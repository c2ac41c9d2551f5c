package io.github.batonha.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PrimaryStatusTest {

    /** It left the whole report of the node unread. */
    @Test
    void givenAnAgentThatKnowsNoVoters_whenItsStatusIsRead_thenItHasNone() throws JsonProcessingException {
        var status = new ObjectMapper().readValue("""
                        {"role":"PRIMARY","primary":"NodeA","epoch":3,"by":"ops","confirmedDown":[],"fenced":[],"message":""}
                        """, PrimaryStatus.class);

        assertThat(status.voters()).isEmpty();
        assertThat(status.epoch()).isEqualTo(3);
    }
}
