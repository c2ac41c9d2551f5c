package io.github.batonha.supervision.aot;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A cache by the name of its file, which says all that must be known of it before a start.
 *
 * @param process that it was trained by
 * @param key of {@link CacheKey}
 * @param bytes it had when it was made: a file of another size is broken
 */
public record CacheFile(String process, String key, long bytes, CacheForm form) {

    private static final Pattern NAME = Pattern.compile("(.+)\\.([0-9a-f]{16})\\.(\\d{1,18})\\.([a-z]+)");

    /** {@code SERVER.0123456789abcdef.4711.aot}. */
    public String fileName() {
        return "%s.%s.%d.%s".formatted(process, key, bytes, form.suffix());
    }

    /** Empty where the name is none of a cache. */
    public static Optional<CacheFile> parse(String fileName) {
        var name = NAME.matcher(fileName);
        return name.matches()
                ? CacheForm.withSuffix(name.group(4))
                        .map(form -> new CacheFile(name.group(1), name.group(2), Long.parseLong(name.group(3)), form))
                : Optional.empty();
    }
}
