/** Which files a configuration consists of. */
@NullMarked
package io.github.batonha.conf.files;

import org.jspecify.annotations.NullMarked;
