/** Definitions read, checked as a whole and installed as one generated set. */
@NullMarked
package baton.conf;

import org.jspecify.annotations.NullMarked;
