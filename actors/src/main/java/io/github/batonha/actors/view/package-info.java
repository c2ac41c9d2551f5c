/** What every node last said of itself and when, and the screens that are rendered from it. */
@NullMarked
package io.github.batonha.actors.view;

import org.jspecify.annotations.NullMarked;
