package io.github.batonha.servlet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A value as this request holds it.
 *
 * <p>Whether it was changed in place is told by two serialisations that this JVM made of the same object, when it was got and at the
 * end. The stored bytes are no measure: another capacity of a map, another release of a class or of the JDK, and the object that
 * was read from them is written differently although nobody touched it.
 */
final class SessionAttribute {

    private static final byte[] NONE = {};

    private static final Set<Class<?>> IMMUTABLE = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            UUID.class);

    private final Object value;
    /** What the agent calls the version that this request has read or written; empty if it has done neither. */
    private String tag;

    private byte[] lastKnown;
    private boolean isSet;
    private boolean isComparable;

    private SessionAttribute(Object value, String tag, byte[] lastKnown, boolean isSet, boolean isComparable) {
        this.value = value;
        this.tag = tag;
        this.lastKnown = lastKnown;
        this.isSet = isSet;
        this.isComparable = isComparable;
    }

    /** One that the application set: it is written whatever another request has written meanwhile. */
    static SessionAttribute set(Object value) {
        return new SessionAttribute(value, "", NONE, true, false);
    }

    /** One that was read. */
    static SessionAttribute got(String name, Object value, String tag) {
        if (isImmutable(value)) {
            return new SessionAttribute(value, tag, NONE, false, false);
        }
        try {
            return new SessionAttribute(value, tag, Serialized.write(name, value), false, true);
        } catch (IllegalArgumentException notSerializable) {
            // It came from bytes and does not go back into any: a change in place could not be written either.
            return new SessionAttribute(value, tag, NONE, false, false);
        }
    }

    private static boolean isImmutable(Object value) {
        return value instanceof Enum<?>
                || IMMUTABLE.contains(value.getClass())
                || value.getClass().getPackageName().equals("java.time");
    }

    Object value() {
        return value;
    }

    String tag() {
        return tag;
    }

    boolean isSet() {
        return isSet;
    }

    /** What is to be written; empty if the application has neither set nor changed it. */
    Optional<byte[]> toWrite(String name) {
        if (!isSet && !isComparable) {
            return Optional.empty();
        }
        var now = Serialized.write(name, value);
        return isSet || !Arrays.equals(now, lastKnown) ? Optional.of(now) : Optional.empty();
    }

    /** The agent has it under that tag. */
    void written(byte[] bytes, String newTag) {
        lastKnown = bytes;
        tag = newTag;
        isSet = false;
        isComparable = true;
    }

    /** Another request has written it since: this one's change in place is given up. */
    void overtaken(byte[] bytes) {
        lastKnown = bytes;
    }
}
