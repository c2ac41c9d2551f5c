/** Starting and stopping processes, groups and servers. */
@NullMarked
package io.github.batonha.cli.operation;

import org.jspecify.annotations.NullMarked;
