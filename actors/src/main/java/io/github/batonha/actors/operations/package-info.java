/** What operators ask for, carried out on the nodes that it concerns, over configured addresses. */
@NullMarked
package io.github.batonha.actors.operations;

import org.jspecify.annotations.NullMarked;
