package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsCommandTest {

    private static final String READY =
            "{\"seq\":7,\"time\":\"2026-01-02T03:04:05Z\",\"node\":\"NodeA\",\"type\":\"process\",\"process\":\"ROUTER\",\"run\":null,\"pid\":null,\"peer\":null,\"from\":\"RUNNING\",\"to\":\"HEALTHY\",\"text\":\"it is ready\"}";
    private static final String PEER =
            "{\"seq\":8,\"time\":\"2026-01-02T03:04:06Z\",\"node\":\"NodeA\",\"type\":\"peer\",\"process\":null,\"run\":null,\"pid\":null,\"peer\":\"NodeB\",\"from\":\"UP\",\"to\":\"DOWN\",\"text\":\"\"}";

    @TempDir
    Path home;

    FakeAgent agent;

    @BeforeEach
    void startAgent() {
        agent = new FakeAgent(home, "NodeA");
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    private static String[] sse(String... events) {
        var lines = new String[events.length * 4 + 1];
        for (var i = 0; i < events.length; i++) {
            lines[i * 4] = "id: NodeA:%d".formatted(7 + i);
            lines[i * 4 + 1] = "event: x";
            lines[i * 4 + 2] = "data: " + events[i];
            lines[i * 4 + 3] = "";
        }
        lines[lines.length - 1] = ":";
        return lines;
    }

    @Test
    void whenShown_thenARowForEach() {
        agent.streaming("/api/v1/events", sse(READY, PEER));

        var result = new Cli(home).run("events");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().map(line -> line.substring(19)).toList())
                .containsExactly(
                        "  NodeA      process     ROUTER                     RUNNING -> HEALTHY  it is ready",
                        "  NodeA      peer        NodeB                      UP -> DOWN");
    }

    @Test
    void givenJson_whenShown_thenTheEventsAsTheyCame() {
        agent.streaming("/api/v1/events", sse(READY, PEER));

        assertThat(new Cli(home).run("events", "--output", "json").out()).isEqualTo(READY + "\n" + PEER + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events                              | follow=false&last=50",
                "events -n 7                         | follow=false&last=7",
                "events --process ROUTER -s NodeB    | follow=false&node=NodeB&process=ROUTER&last=50",
                "events --since 2026-01-02T03:04:05Z | follow=false&since=2026-01-02T03%3A04%3A05Z",
            })
    void givenOptions_whenSent_thenTheAgentIsAskedForThat(String words, String query) {
        agent.streaming("/api/v1/events", sse());

        assertThat(new Cli(home).run(words.split(" +")).exitCode()).isZero();
        assertThat(agent.requests()).containsExactly("GET /api/v1/events?" + query);
    }

    @Test
    void givenTheStreamIsCutOff_whenFollowed_thenItIsTakenUpBehindTheLastEvent() {
        agent.streaming("/api/v1/events", sse(READY)).streaming("/api/v1/events", sse(PEER));

        var pauses = new AtomicInteger();
        var result = new Cli(home).pausing(_ -> pauses.getAndIncrement() < 1).run("events", "-f", "--output", "json");

        assertThat(result.out()).isEqualTo(READY + "\n" + PEER + "\n");
        assertThat(agent.requests())
                .containsExactly(
                        "GET /api/v1/events?follow=true&last=50", "GET /api/v1/events?follow=true&after=NodeA%3A7");
    }

    @Test
    void givenNoEventBeforeTheCut_whenFollowed_thenNothingInBetweenIsMissed() {
        agent.streaming("/api/v1/events", "id: NodeA:6", "").streaming("/api/v1/events", sse(READY));

        var pauses = new AtomicInteger();
        var result = new Cli(home)
                .pausing(_ -> pauses.getAndIncrement() < 1)
                .run("events", "-f", "-n", "0", "--output", "json");

        assertThat(result.out()).isEqualTo(READY + "\n");
        assertThat(agent.requests())
                .containsExactly(
                        "GET /api/v1/events?follow=true&last=0", "GET /api/v1/events?follow=true&after=NodeA%3A6");
    }

    @Test
    void givenTooMany_whenAsked_thenWrongUsage() {
        assertThat(new Cli(home).run("events", "-n", "10001").exitCode()).isEqualTo(64);
    }
}
