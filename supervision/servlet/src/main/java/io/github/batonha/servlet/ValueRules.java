package io.github.batonha.servlet;

import java.util.Optional;

/** How attributes become bytes and come back: what may be in them, and who wrote them. */
record ValueRules(ValueFilter filter, ValueSeal seal) {

    byte[] sealed(String name, byte[] value) {
        return seal.seal(name, value);
    }

    /** As it was before it was sealed. */
    Optional<byte[]> opened(String name, byte[] stored) {
        return seal.open(name, stored);
    }

    /** Empty where it can't be read or may not, which is said once. */
    Optional<Object> read(String name, byte[] stored) {
        var opened = opened(name, stored);
        if (opened.isEmpty()) {
            Once.warn(
                    "unsealed " + name,
                    ("session attribute \"%s\" counts as absent: it was not written with the key of this application. Did somebody else"
                                    + " write it, has the key changed, or was it written before there was a key (init parameter unsealed)?")
                            .formatted(name));
        }
        return opened.flatMap(bytes -> Serialized.read(name, bytes, filter));
    }
}
