/** Journal of the session store: the files that outlive the agent, and how they are read again. */
@NullMarked
package io.github.batonha.sessions.journal;

import org.jspecify.annotations.NullMarked;
