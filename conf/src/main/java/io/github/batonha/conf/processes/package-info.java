/** The entries of process and service definition files, read, merged and checked. */
@NullMarked
package io.github.batonha.conf.processes;

import org.jspecify.annotations.NullMarked;
