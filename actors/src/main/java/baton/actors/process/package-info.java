/** The processes of a node: one actor a process, one a run, and the two parents that tell them what is wanted. */
@NullMarked
package baton.actors.process;

import org.jspecify.annotations.NullMarked;
