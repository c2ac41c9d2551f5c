/** The agent's own settings, baton.conf over reference.conf. */
@NullMarked
package io.github.batonha.conf.settings;

import org.jspecify.annotations.NullMarked;
