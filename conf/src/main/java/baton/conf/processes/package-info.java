/** The entries of process and service definition files, read, merged and checked. */
@NullMarked
package baton.conf.processes;

import org.jspecify.annotations.NullMarked;
