package io.github.batonha.conf.model;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where metrics are sent by OTLP over HTTP. */
public final class PushTarget {

    private static final String FORM = "https?://([A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+])(:"
            + "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?(/[A-Za-z0-9._~/-]*)?";

    /** What a setting may hold: a URL without user, query and fragment, or {@code off}. */
    public static final Pattern SETTING = Pattern.compile("off|" + FORM);

    private static final Pattern TARGET = Pattern.compile(FORM);

    private PushTarget() {}

    /** Empty where it is off. */
    static Optional<URI> parse(String text) {
        return TARGET.matcher(text).matches() ? Optional.of(URI.create(text)) : Optional.empty();
    }
}
