@NullMarked
package io.github.batonha.servlet;

import org.jspecify.annotations.NullMarked;
