@NullMarked
package io.github.batonha.sessions.journal;

import org.jspecify.annotations.NullMarked;
