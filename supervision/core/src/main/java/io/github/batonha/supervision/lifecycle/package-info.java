/** The life of one supervised process as a pure function: state and event in, state and effects out. */
@NullMarked
package io.github.batonha.supervision.lifecycle;

import org.jspecify.annotations.NullMarked;
