package io.github.batonha.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ValueFilterTest {

    private static final ValueFilter VALUES_ALONE = new ValueFilter("");

    private static boolean wasRun;

    /** As a gadget of a library: does something when it is read. */
    private static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() {
            wasRun = true;
            return this;
        }
    }

    private static Optional<Object> read(Object value, ValueFilter filter) {
        return Serialized.read("attribute", Serialized.write("attribute", value), filter);
    }

    @Test
    void givenValuesOfTheJdk_whenRead_thenTheyAreThere() {
        var values = List.of(
                "text",
                true,
                'c',
                (byte) 1,
                (short) 2,
                3,
                4L,
                5f,
                6.5,
                new BigDecimal("1.20"),
                UUID.randomUUID(),
                URI.create("https://example.com/"),
                Locale.GERMANY,
                Instant.EPOCH,
                LocalDate.EPOCH,
                Duration.ofDays(1),
                ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Vienna")),
                List.of(1, 2),
                Set.of("a"),
                Map.of("a", List.of(1)),
                new ArrayList<>(List.of("x")),
                new HashMap<>(Map.of("k", 1)),
                new TreeMap<>(Map.of("k", 1)),
                new ConcurrentHashMap<>(Map.of("k", 1)),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))));
        for (var value : values) {
            assertThat(read(value, VALUES_ALONE)).as("%s", value.getClass()).contains(value);
        }
        assertThat(read(new byte[] {1, 2}, VALUES_ALONE)).contains(new byte[] {1, 2});
        assertThat(read(new String[] {"a"}, VALUES_ALONE)).contains(new String[] {"a"});
    }

    @Test
    void givenAClassThatNobodyNamed_whenRead_thenNothingOfItRuns() {
        wasRun = false;

        assertThat(read(new Gadget(), VALUES_ALONE)).isEmpty();
        assertThat(read(new ArrayList<>(List.of("a", new Gadget())), VALUES_ALONE))
                .isEmpty();
        assertThat(read(new Gadget[] {new Gadget()}, VALUES_ALONE)).isEmpty();
        assertThat(wasRun).isFalse();

        assertThat(read(new Gadget(), new ValueFilter("io.github.batonha.servlet.*")))
                .isPresent();
        assertThat(wasRun).isTrue();
    }

    @Test
    void givenANestOfLists_whenItIsDeeperThanTheLimit_thenItIsRefused() {
        var nest = new ArrayList<Object>();
        for (var depth = 0; depth < 300; depth++) {
            nest = new ArrayList<>(List.of(nest));
        }
        // Booleans: a message that shows so deep a nest takes for ever.
        assertThat(read(nest, VALUES_ALONE).isPresent()).isFalse();
        assertThat(read(nest, new ValueFilter("maxdepth=1000")).isPresent()).isTrue();
    }

    @Test
    void givenAWrongPattern_whenMade_thenItIsRefused() {
        assertThatThrownBy(() -> new ValueFilter("maxdepth=deep")).isInstanceOf(IllegalArgumentException.class);
    }
}
