/** {@code audit.jsonl}: who ordered what, and who was refused, on record before it is done. */
@NullMarked
package io.github.batonha.actors.audit;

import org.jspecify.annotations.NullMarked;
