package io.github.batonha.sessions.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes after a look at the conditions that attributes have of their own.
 *
 * @param holding what is to be done: no condition is in it any more
 * @param leftOut attributes that have changed since
 */
record Conditional(List<Change> holding, List<String> leftOut) {

    static Conditional of(Session session, List<Change> changes) {
        var holding = new ArrayList<Change>();
        var leftOut = new ArrayList<String>();
        for (var change : changes) {
            if (!(change instanceof Change.PutIfUnchanged(var put, var tag))) {
                holding.add(change);
            } else if (new Condition.AttributeIs(put.name(), tag).holds(session)) {
                holding.add(put);
            } else {
                leftOut.add(put.name());
            }
        }
        return new Conditional(holding, leftOut);
    }
}
