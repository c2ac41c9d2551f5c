@NullMarked
package io.github.batonha.cli.certificates;

import org.jspecify.annotations.NullMarked;
