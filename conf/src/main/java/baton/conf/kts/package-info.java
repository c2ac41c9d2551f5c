/** Reads the declarative subset of Kotlin that system definitions are written in; executes nothing. */
@NullMarked
package baton.conf.kts;

import org.jspecify.annotations.NullMarked;
