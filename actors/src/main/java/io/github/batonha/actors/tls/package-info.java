/** Mutual TLS of the cluster port: who may connect, and in whose name it may speak. */
@NullMarked
package io.github.batonha.actors.tls;

import org.jspecify.annotations.NullMarked;
