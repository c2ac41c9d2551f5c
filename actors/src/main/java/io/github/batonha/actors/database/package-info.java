/** Speaks for the voter of guard DATABASE: its row in PostgreSQL, by JDBC. */
@NullMarked
package io.github.batonha.actors.database;

import org.jspecify.annotations.NullMarked;
