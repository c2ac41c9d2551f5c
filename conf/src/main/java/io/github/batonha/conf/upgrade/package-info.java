/** May this version of baton take over a home? */
@NullMarked
package io.github.batonha.conf.upgrade;

import org.jspecify.annotations.NullMarked;
