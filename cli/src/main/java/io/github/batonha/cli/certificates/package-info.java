/** Certificates of the cluster port: an authority of one's own, or those of the firm. */
@NullMarked
package io.github.batonha.cli.certificates;

import org.jspecify.annotations.NullMarked;
