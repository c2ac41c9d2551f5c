package io.github.batonha.conf.upgrade;

import java.util.Objects;

/** The version of baton that runs, from the manifest of its jars. */
public final class ThisVersion {

    /** Empty where classes run that are in no jar. */
    public static final String TEXT =
            Objects.requireNonNullElse(ThisVersion.class.getPackage().getImplementationVersion(), "");

    private ThisVersion() {}
}
