@NullMarked
package baton.actors.sessions.store;

import org.jspecify.annotations.NullMarked;
