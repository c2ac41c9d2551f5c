/** Who may run primaryOnly processes, and how that is kept to one node: values, messages and one pure state machine. */
@NullMarked
package baton.supervision.primary;

import org.jspecify.annotations.NullMarked;
