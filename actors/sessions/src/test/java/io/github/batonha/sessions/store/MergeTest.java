package io.github.batonha.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeTest {

    private static final SessionId ID = new SessionId(1, 2, 3);
    private static final List<String> NODES = List.of("NodeA", "NodeB", "NodeC");
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    /** States as they may come to be: each made of some of the writes of one random history. */
    private static List<Entry> states(Random random, int count) {
        var writes = new ArrayList<Entry>();
        var created = 1000L << 16;
        for (var index = 0; index < 30; index++) {
            writes.add(write(random, created));
        }
        var states = new ArrayList<Entry>();
        for (var index = 0; index < count; index++) {
            Entry state = Session.create(ID, created, Duration.ofMinutes(1));
            for (var write : writes) {
                state = random.nextInt(3) == 0 ? state.merge(write) : state;
            }
            states.add(random.nextInt(20) == 0 ? state.merge(new Tombstone(ID, created + random.nextInt(5))) : state);
        }
        return states;
    }

    private static Entry write(Random random, long created) {
        var stamp = created + random.nextInt(20);
        var node = NODES.get(random.nextInt(NODES.size()));
        var name = NAMES.get(random.nextInt(NAMES.size()));
        var base = Session.create(ID, created, Duration.ofMinutes(1));
        return switch (random.nextInt(5)) {
            case 0 -> base.with(List.of(Attribute.removed(name, stamp, node)));
            case 1 -> base.touchedAt(1000 + random.nextInt(50));
            case 2 -> base.withTtl(Duration.ofSeconds(1 + random.nextInt(3)), stamp);
            default ->
                base.with(
                        List.of(Attribute.of(name, "text/plain", new byte[] {(byte) random.nextInt(4)}, stamp, node)));
        };
    }

    @Test
    void givenRandomHistories_whenMerged_thenOrderGroupingAndRepetitionDoNotMatter() {
        for (var seed = 0; seed < 2000; seed++) {
            var states = states(new Random(seed), 3);
            var a = states.get(0);
            var b = states.get(1);
            var c = states.get(2);

            assertThat(a.merge(b)).as("seed %d", seed).isEqualTo(b.merge(a));
            assertThat(a.merge(b).merge(c)).as("seed %d", seed).isEqualTo(a.merge(b.merge(c)));
            assertThat(a.merge(a)).as("seed %d", seed).isSameAs(a);
            assertThat(a.merge(b).merge(b)).as("seed %d", seed).isEqualTo(a.merge(b));
            assertThat(a.merge(b).hash())
                    .as("seed %d", seed)
                    .isEqualTo(b.merge(a).hash());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givenManyStates_whenMergedInAnyOrder_thenTheResultIsOne(long seed) {
        var random = new Random(seed);
        var states = new ArrayList<>(states(random, 12));
        var expected = states.stream().reduce(Entry::merge).orElseThrow();

        for (var round = 0; round < 50; round++) {
            Collections.shuffle(states, random);
            assertThat(states.stream().reduce(Entry::merge)).contains(expected);
        }
    }

    @Test
    void givenDifferentStates_whenHashed_thenTheHashesDiffer() {
        for (var seed = 0; seed < 500; seed++) {
            var states = states(new Random(seed), 2);
            var isEqual = states.get(0).equals(states.get(1));

            assertThat(states.get(0).hash() == states.get(1).hash())
                    .as("seed %d: %s", seed, states)
                    .isEqualTo(isEqual);
        }
    }

    @Test
    void givenADeletedSession_whenMergedWithALaterWrite_thenItStaysDeleted() {
        var deleted = new Tombstone(ID, 1);
        var later = Session.create(ID, 99L << 16, Duration.ofHours(1));

        assertThat(deleted.merge(later)).isEqualTo(deleted);
        assertThat(later.merge(deleted)).isEqualTo(deleted);
    }

    @Test
    void givenRandomStates_whenEncodedInPartsAndMergedAgain_thenNothingIsLost() throws Exception {
        var codec = new EntryCodec();
        for (var seed = 0; seed < 200; seed++) {
            for (var state : states(new Random(seed), 2)) {
                Entry merged = null;
                for (var part : EntryCodec.encodeInParts(state, 200)) {
                    var entry = codec.decode(part).getFirst().entry();
                    merged = merged == null ? entry : merged.merge(entry);
                }
                assertThat(merged).isEqualTo(state);
            }
        }
    }
}
