package io.github.batonha.supervision.aot;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A JVM by the file {@code release} of its folder.
 *
 * @param feature 25 of Java 25
 * @param text the whole file, which differs between builds
 */
public record JvmRelease(int feature, boolean isHotSpot, String text) {

    private static final Pattern LINE = Pattern.compile("(?m)^([A-Z_]+)=\"([^\"\\n]*)\"\\s*$");
    private static final Pattern FEATURE = Pattern.compile("(1\\.)?(\\d{1,4})([.\\-+_].*)?");

    /** Empty where the file does not say a version. */
    public static Optional<JvmRelease> parse(String text) {
        var values = new HashMap<String, String>();
        LINE.matcher(text).results().forEach(line -> values.put(line.group(1), line.group(2)));
        var version = FEATURE.matcher(values.getOrDefault("JAVA_VERSION", ""));
        return version.matches()
                ? Optional.of(new JvmRelease(Integer.parseInt(version.group(2)), isHotSpot(values), text))
                : Optional.empty();
    }

    /** Most vendors don't name it. */
    private static boolean isHotSpot(Map<String, String> values) {
        return values.getOrDefault("JVM_VARIANT", "hotspot").equalsIgnoreCase("hotspot");
    }
}
