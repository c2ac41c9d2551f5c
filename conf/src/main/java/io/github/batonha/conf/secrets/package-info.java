/** Values that are kept encrypted in definitions and decrypted when a process starts. */
@NullMarked
package io.github.batonha.conf.secrets;

import org.jspecify.annotations.NullMarked;
