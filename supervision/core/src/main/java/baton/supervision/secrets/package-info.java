/** What keeps secrets out of what is shown. */
@NullMarked
package baton.supervision.secrets;

import org.jspecify.annotations.NullMarked;
