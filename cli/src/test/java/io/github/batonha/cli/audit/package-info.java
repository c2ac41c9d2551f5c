@NullMarked
package io.github.batonha.cli.audit;

import org.jspecify.annotations.NullMarked;
