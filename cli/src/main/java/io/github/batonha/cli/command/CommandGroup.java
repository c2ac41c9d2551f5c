package io.github.batonha.cli.command;

import java.util.List;

/** A command that only has others under it. */
public interface CommandGroup {

    /** Annotated command objects. */
    List<Object> members();
}
