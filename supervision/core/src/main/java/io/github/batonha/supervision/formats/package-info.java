/** Which formats this version of baton writes and reads: one table for all records, messages and sessions. */
@NullMarked
package io.github.batonha.supervision.formats;

import org.jspecify.annotations.NullMarked;
