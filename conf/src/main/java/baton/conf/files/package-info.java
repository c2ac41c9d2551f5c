/** Which files a configuration consists of. */
@NullMarked
package baton.conf.files;

import org.jspecify.annotations.NullMarked;
