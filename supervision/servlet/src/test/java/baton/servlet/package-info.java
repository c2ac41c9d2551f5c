@NullMarked
package baton.servlet;

import org.jspecify.annotations.NullMarked;
