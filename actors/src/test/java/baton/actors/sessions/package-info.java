@NullMarked
package baton.actors.sessions;

import org.jspecify.annotations.NullMarked;
