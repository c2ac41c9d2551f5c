/** What is wrong with a configuration, where it stands and what to do about it. */
@NullMarked
package io.github.batonha.conf.report;

import org.jspecify.annotations.NullMarked;
