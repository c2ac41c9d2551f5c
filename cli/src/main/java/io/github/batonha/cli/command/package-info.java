/** Where a command runs: streams, environment, options that every command has, and how a command fails. */
@NullMarked
package io.github.batonha.cli.command;

import org.jspecify.annotations.NullMarked;
