package io.github.batonha.supervision.primary.model;

/** What keeps a second node from becoming primary while the first can't be reached. */
public enum Guard {
    /** A person: the primary runs on while it is cut off, only an operator excludes it. */
    OPERATOR,
    /** A lease that a majority of three or more voters acknowledges. */
    MAJORITY,
    /** A lease that a row of a database acknowledges, which is the only voter. */
    DATABASE
}
