/** What is to be supervised, as data: nothing here knows of XML, HOCON or Pekko. */
@NullMarked
package baton.supervision.spec;

import org.jspecify.annotations.NullMarked;
