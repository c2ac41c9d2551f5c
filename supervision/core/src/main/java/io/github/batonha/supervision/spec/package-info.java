/** What is to be supervised, as data: nothing here knows of XML, HOCON or Pekko. */
@NullMarked
package io.github.batonha.supervision.spec;

import org.jspecify.annotations.NullMarked;
