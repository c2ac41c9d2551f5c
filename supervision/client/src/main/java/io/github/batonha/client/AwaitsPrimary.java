package io.github.batonha.client;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the main class of a primaryOnly application that initializes itself first, then calls {@link Primary#awaitPrimary}, and does
 * nothing before that returns true that only the primary may do. Its warm standby runs {@code main} at once. Any other application
 * is held before {@code main}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AwaitsPrimary {}
