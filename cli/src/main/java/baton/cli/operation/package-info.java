/** Starting and stopping processes, groups and servers. */
@NullMarked
package baton.cli.operation;

import org.jspecify.annotations.NullMarked;
