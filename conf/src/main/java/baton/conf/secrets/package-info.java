/** Values that are kept encrypted in definitions and decrypted when a process starts. */
@NullMarked
package baton.conf.secrets;

import org.jspecify.annotations.NullMarked;
