/** Which files all hosts of a system should have alike, how they differ, and how a host takes those of another one. */
@NullMarked
package io.github.batonha.conf.push;

import org.jspecify.annotations.NullMarked;
