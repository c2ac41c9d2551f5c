/** The system definition as values: global, system and host items, and which system applies. */
@NullMarked
package io.github.batonha.conf.system;

import org.jspecify.annotations.NullMarked;
