/** {@code mon-cluster}: every node and what runs where. */
@NullMarked
package baton.cli.cluster;

import org.jspecify.annotations.NullMarked;
