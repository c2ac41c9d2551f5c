/** What operators ask for, carried out on the nodes that it concerns, over configured addresses. */
@NullMarked
package baton.actors.operations;

import org.jspecify.annotations.NullMarked;
