package io.github.batonha.conf.parsing;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as people write them in HOCON: {@code 10 s}, {@code 500ms}, {@code 2 minutes}. */
public final class Durations {

    private static final Pattern WITH_UNIT = Pattern.compile("[0-9.]+\\s*[a-z]+");

    private Durations() {}

    /** Empty if it is no time, or has no unit (which HOCON would take for milliseconds, and people for seconds). */
    public static Optional<Duration> parse(String text) {
        if (!WITH_UNIT.matcher(text.strip()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ConfigFactory.empty()
                    .withValue("time", ConfigValueFactory.fromAnyRef(text.strip()))
                    .getDuration("time"));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }
}
