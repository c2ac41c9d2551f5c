/** Starting and stopping processes, groups and servers, and having their starts go faster. */
@NullMarked
package io.github.batonha.cli.operation;

import org.jspecify.annotations.NullMarked;
