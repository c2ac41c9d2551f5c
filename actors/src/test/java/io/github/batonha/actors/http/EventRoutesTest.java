package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.test.Await;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRoutesTest extends RoutesFixture {
    @Test
    void givenEvents_whenAskedFor_thenTheNewestWithTheirIdsAndThoseBehindAnId() throws Exception {
        events.tell(new NodeEvent.ProcessChanged("WEB_SERVER", "RUNNING", "HEALTHY", "it is ready"));
        events.tell(new NodeEvent.PeerChanged("NodeB", "UP", "DOWN"));
        events.tell(new NodeEvent.GaveUp("WEB_SERVER", "enough"));
        Await.until(
                "three events",
                SOON,
                () -> Files.exists(logs.resolve("events.jsonl"))
                        && Files.readAllLines(logs.resolve("events.jsonl")).size() == 3);

        var all = send(authorized("/api/v1/events?follow=false&node=NodeA&last=2"));
        var ofOne = send(
                authorized("/api/v1/events?follow=false&node=NodeA&process=WEB_SERVER&since=2026-01-01T00:00:00Z"));

        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(all.body().lines().filter(line -> line.startsWith("id:") || line.startsWith("event:")))
                .containsExactly("id: NodeA:1", "id: NodeA:2", "event: peer", "id: NodeA:3", "event: gave-up");
        assertThat(ofOne.body()).contains("\"seq\":1", "\"seq\":3").doesNotContain("\"seq\":2");
        try (var open = client.send(
                        authorized("/api/v1/events?node=NodeA")
                                .header("Last-Event-ID", "NodeA:1")
                                .build(),
                        BodyHandlers.ofInputStream())
                .body()) {
            var lines = new BufferedReader(new InputStreamReader(open, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("id: NodeA:1");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("id: NodeA:2");
            for (var line = lines.readLine(); !line.equals("id: NodeA:3"); line = lines.readLine()) {
                assertThat(line).doesNotContain("\"seq\":1");
            }
            events.tell(new NodeEvent.Trouble("the disk is full"));
            for (var line = lines.readLine(); !line.equals("id: NodeA:4"); line = lines.readLine()) {
                assertThat(line).isNotNull();
            }
        }
    }

    @Test
    void givenOnlyEventsOfOthers_whenFollowed_thenTheIdGoesOnAllTheSame() throws Exception {
        events.tell(new NodeEvent.GaveUp("WEB_SERVER", "enough"));
        Await.until("an event", SOON, () -> Files.exists(logs.resolve("events.jsonl")));

        try (var open = client.send(
                        authorized("/api/v1/events?node=NodeA&process=OTHER").build(), BodyHandlers.ofInputStream())
                .body()) {
            var lines = new BufferedReader(new InputStreamReader(open, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("id: NodeA:1");
            assertThat(lines.readLine()).isEmpty();
            events.tell(new NodeEvent.GaveUp("WEB_SERVER", "once more"));
            assertThat(lines.readLine()).isEqualTo("id: NodeA:2");
            assertThat(lines.readLine()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "last=x",
                "last=99999",
                "since=noon",
                "follow=maybe",
                "colour=red",
                "after=7",
                "node=",
                "after=NodeA:7&follow=false"
            })
    void givenAWrongParameter_whenEventsAreAskedFor_thenItIsNamed(String parameter) throws Exception {
        assertProblem(send(authorized("/api/v1/events?" + parameter)), 400);
    }
}
