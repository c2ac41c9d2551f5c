/** The agent's own settings, baton.conf over reference.conf. */
@NullMarked
package baton.conf.settings;

import org.jspecify.annotations.NullMarked;
