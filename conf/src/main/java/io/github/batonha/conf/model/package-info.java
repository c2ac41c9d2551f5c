/** The checked definition of one node and the settings of its agent, as agents and commands use them. */
@NullMarked
package io.github.batonha.conf.model;

import org.jspecify.annotations.NullMarked;
