package io.github.batonha.conf.system;

import io.github.batonha.conf.report.Place;

/**
 * A named setting of a system definition.
 *
 * @param encrypted the value is cipher text made by {@code baton encrypt}
 */
public record Item(String name, Value value, boolean encrypted, Place place) {}
