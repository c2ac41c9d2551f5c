package io.github.batonha.servlet;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.util.List;

/**
 * Which classes a session value may hold: values and collections of the JDK, and what the application names. Whoever can write a
 * session must not be able to run a class of the application's libraries by it.
 */
final class ValueFilter {

    private static final String LIMITS = "maxdepth=200;maxrefs=1000000;maxarray=4194304;maxbytes=67108864";

    private static final String VALUES =
            "java.lang.String;java.lang.Boolean;java.lang.Character;java.lang.Number;java.lang.Byte;java.lang.Short;"
                    + "java.lang.Integer;java.lang.Long;java.lang.Float;java.lang.Double;java.lang.Enum;java.lang.Object;"
                    + "java.math.*;java.net.URI;java.time.*;java.time.chrono.*;java.time.zone.*;"
                    + "java.util.*;java.util.concurrent.*;java.util.concurrent.atomic.*;java.util.concurrent.locks.*";

    private final ObjectInputFilter allowed;

    /**
     * @param classes in the syntax of {@code jdk.serialFilter}; empty for the JDK's values alone
     * @throws IllegalArgumentException when the pattern is wrong
     */
    ValueFilter(String classes) {
        var own = classes.isBlank() ? "" : classes.strip() + ";";
        allowed = ObjectInputFilter.Config.createFilter(LIMITS + ";" + own + VALUES + ";!*");
    }

    /** For one value: adds what it refused to the list. */
    ObjectInputFilter remembering(List<String> refused) {
        return info -> {
            var status = allowed.checkInput(info);
            if (status == Status.REJECTED) {
                var type = info.serialClass();
                // An array's class is asked with its length: within the limits it is the class that is refused.
                refused.add(type == null ? "" : base(type).getName());
            }
            return status;
        };
    }

    private static Class<?> base(Class<?> type) {
        var base = type;
        while (base.isArray()) {
            base = base.getComponentType();
        }
        return base;
    }
}
