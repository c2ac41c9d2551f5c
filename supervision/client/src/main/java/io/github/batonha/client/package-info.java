/** What runs inside a supervised JVM: the leash, and the lease page that it reads. JDK only, runs on JDK 17 and later. */
@NullMarked
package io.github.batonha.client;

import org.jspecify.annotations.NullMarked;
