package io.github.batonha.cli.shell;

import java.util.List;

/** A command that only has others under it. */
public interface Family {

    /** Annotated command objects. */
    List<Object> members();
}
