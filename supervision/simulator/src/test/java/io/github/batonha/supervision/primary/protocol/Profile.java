package io.github.batonha.supervision.primary.protocol;

import static io.github.batonha.supervision.primary.protocol.Fault.BREAK_DISK;
import static io.github.batonha.supervision.primary.protocol.Fault.CHANGE_GUARD;
import static io.github.batonha.supervision.primary.protocol.Fault.CHANGE_HOSTS;
import static io.github.batonha.supervision.primary.protocol.Fault.CUT_DATABASE;
import static io.github.batonha.supervision.primary.protocol.Fault.CUT_OFF;
import static io.github.batonha.supervision.primary.protocol.Fault.CUT_ONE_WAY;
import static io.github.batonha.supervision.primary.protocol.Fault.DELAY_MESSAGES;
import static io.github.batonha.supervision.primary.protocol.Fault.END_AGENT;
import static io.github.batonha.supervision.primary.protocol.Fault.FAIL_OVER;
import static io.github.batonha.supervision.primary.protocol.Fault.HEAL;
import static io.github.batonha.supervision.primary.protocol.Fault.KILL_AGENT;
import static io.github.batonha.supervision.primary.protocol.Fault.KILL_HOST;
import static io.github.batonha.supervision.primary.protocol.Fault.LOSE_MESSAGES;
import static io.github.batonha.supervision.primary.protocol.Fault.LOSE_STORE;
import static io.github.batonha.supervision.primary.protocol.Fault.ORDER;
import static io.github.batonha.supervision.primary.protocol.Fault.ORDER_AT_ONCE;
import static io.github.batonha.supervision.primary.protocol.Fault.PROCESS_ENDS;
import static io.github.batonha.supervision.primary.protocol.Fault.RESTART_SYSTEM;
import static io.github.batonha.supervision.primary.protocol.Fault.STALL_AGENT;
import static io.github.batonha.supervision.primary.protocol.Fault.STEP_CLOCK;
import static io.github.batonha.supervision.primary.protocol.Fault.STOP_AGENT;
import static io.github.batonha.supervision.primary.protocol.Fault.STOP_PROCESSES;

import io.github.batonha.supervision.primary.model.Guard;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A kind of life: which faults come, how often, and what else may be. Each has lives of its own by the seed. */
enum Profile implements Lives {
    /** Everything at random, each seed with an emphasis of its own. */
    ANY(
            false,
            0,
            Stream.of(Fault.values())
                    .filter(fault -> fault != CHANGE_GUARD && fault != CUT_DATABASE && fault != FAIL_OVER)
                    .toList()),
    /** Agents and hosts that come and go. */
    RESTARTS(
            true,
            0.002,
            List.of(KILL_AGENT, KILL_HOST, KILL_AGENT, END_AGENT, RESTART_SYSTEM, HEAL, ORDER, ORDER, ORDER)),
    /** Links that fail in one direction or both. */
    LINKS(true, 0, List.of(CUT_OFF, CUT_ONE_WAY, CUT_OFF, HEAL, HEAL, DELAY_MESSAGES, ORDER, ORDER, ORDER, ORDER)),
    /** Agents and processes that stand still. */
    PAUSES(
            true,
            0,
            List.of(
                    STOP_AGENT,
                    STOP_AGENT,
                    STALL_AGENT,
                    STOP_PROCESSES,
                    PROCESS_ENDS,
                    CUT_OFF,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER)),
    /** Disks that fail, and writes that a crash cuts off. */
    DISKS(true, 0.02, List.of(BREAK_DISK, BREAK_DISK, KILL_AGENT, STALL_AGENT, ORDER, ORDER, ORDER, ORDER_AT_ONCE)),
    /** Stores deleted and damaged. */
    STORES(true, 0.002, List.of(LOSE_STORE, LOSE_STORE, KILL_HOST, CUT_OFF, HEAL, ORDER, ORDER, ORDER_AT_ONCE)),
    /** Stores deleted while answers are on their way. */
    NEWCOMERS(false, 0, List.of(LOSE_STORE, STALL_AGENT, DELAY_MESSAGES, DELAY_MESSAGES, ORDER_AT_ONCE, ORDER, HEAL)),
    /** Agents that stand still between any two of their doings, while others go on without them. */
    HUNG(
            false,
            0,
            List.of(
                    STOP_AGENT,
                    STOP_AGENT,
                    STOP_PROCESSES,
                    KILL_AGENT,
                    CUT_OFF,
                    CUT_ONE_WAY,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER,
                    ORDER)),
    /** Hosts that operators give up. */
    GIVEN_UP(true, 0, List.of(KILL_HOST, KILL_AGENT, CUT_OFF, CUT_OFF, HEAL, ORDER, ORDER, ORDER)),
    /** Hosts added, removed, renamed. */
    HOSTS(true, 0, List.of(CHANGE_HOSTS, CHANGE_HOSTS, KILL_HOST, CUT_OFF, HEAL, ORDER, ORDER, ORDER, ORDER)),
    /** The same in a hurry: what one change began is met by the next. */
    MOVES(false, 0, List.of(CHANGE_HOSTS, CHANGE_HOSTS, KILL_HOST, CUT_OFF, CUT_ONE_WAY, HEAL, ORDER, ORDER, ORDER)),
    /** Definitions that some hosts get late or never, hosts that are apart, and one store that is lost. */
    APART(
            false,
            0,
            List.of(
                    CHANGE_HOSTS,
                    CHANGE_HOSTS,
                    CUT_OFF,
                    CUT_ONE_WAY,
                    KILL_AGENT,
                    KILL_HOST,
                    HEAL,
                    LOSE_STORE,
                    ORDER,
                    ORDER,
                    ORDER,
                    ORDER)),
    /** Wall clocks that jump by minutes, where nobody is given up. */
    CLOCKS(
            false,
            0,
            List.of(STEP_CLOCK, STEP_CLOCK, LOSE_MESSAGES, DELAY_MESSAGES, ORDER, ORDER, ORDER_AT_ONCE, ORDER_AT_ONCE)),
    /** Operators who want different things at the same moment. */
    CROWD(false, 0.002, List.of(ORDER_AT_ONCE, ORDER_AT_ONCE, ORDER, STEP_CLOCK, CUT_OFF, HEAL, KILL_AGENT)),
    /** Three voters, hosts that come and go and are cut off, operators who never give one up. */
    MAJORITY(
            Guard.MAJORITY,
            true,
            0.002,
            List.of(
                    CUT_OFF,
                    CUT_OFF,
                    CUT_ONE_WAY,
                    KILL_HOST,
                    KILL_AGENT,
                    RESTART_SYSTEM,
                    HEAL,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER,
                    ORDER)),
    /** The same in a hurry, with operators who want different things at the same moment. */
    MAJORITY_CROWD(
            Guard.MAJORITY,
            false,
            0,
            List.of(
                    CUT_OFF,
                    CUT_ONE_WAY,
                    KILL_AGENT,
                    DELAY_MESSAGES,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER_AT_ONCE,
                    ORDER_AT_ONCE)),
    /** Voters and their agents stand still, at any point of what they do. */
    MAJORITY_HUNG(
            Guard.MAJORITY,
            false,
            0,
            List.of(
                    STOP_AGENT,
                    STOP_AGENT,
                    STALL_AGENT,
                    STOP_PROCESSES,
                    CUT_OFF,
                    CUT_ONE_WAY,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER)),
    /** Voters forget what they had in memory while the primary is cut off or without its agent, and another node is wanted at once. */
    MAJORITY_RESTARTS(
            Guard.MAJORITY,
            false,
            0,
            List.of(
                    KILL_AGENT,
                    KILL_AGENT,
                    RESTART_SYSTEM,
                    RESTART_SYSTEM,
                    CUT_OFF,
                    CUT_OFF,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER)),
    /** Voters whose stores are deleted, and disks that fail. */
    MAJORITY_STORES(
            Guard.MAJORITY,
            false,
            0.002,
            List.of(LOSE_STORE, LOSE_STORE, BREAK_DISK, KILL_AGENT, CUT_OFF, CUT_OFF, HEAL, ORDER, ORDER, ORDER)),
    /** Voters added and removed. */
    MAJORITY_HOSTS(
            Guard.MAJORITY,
            true,
            0,
            List.of(CHANGE_HOSTS, CHANGE_HOSTS, KILL_HOST, CUT_OFF, CUT_ONE_WAY, HEAL, ORDER, ORDER, ORDER, ORDER)),
    /** The guard of a running cluster changes, both ways. */
    GUARDS(
            Guard.MAJORITY,
            false,
            0,
            List.of(
                    CHANGE_GUARD,
                    CHANGE_GUARD,
                    CUT_OFF,
                    CUT_OFF,
                    CUT_ONE_WAY,
                    KILL_HOST,
                    HEAL,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER,
                    ORDER)),
    /** The database votes, for two hosts or three; both come and go, and are cut off from it and from each other. */
    DATABASE(
            Guard.DATABASE,
            true,
            0.002,
            List.of(
                    CUT_OFF,
                    CUT_OFF,
                    CUT_ONE_WAY,
                    CUT_DATABASE,
                    KILL_HOST,
                    KILL_AGENT,
                    RESTART_SYSTEM,
                    HEAL,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER,
                    ORDER)),
    /** The same in a hurry, with messages that are late. */
    DATABASE_CROWD(
            Guard.DATABASE,
            false,
            0,
            List.of(
                    CUT_OFF,
                    CUT_DATABASE,
                    KILL_AGENT,
                    DELAY_MESSAGES,
                    LOSE_MESSAGES,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER_AT_ONCE,
                    ORDER_AT_ONCE)),
    /** Agents stand still, also between the reading and the writing of the row. */
    DATABASE_HUNG(
            Guard.DATABASE,
            false,
            0,
            List.of(
                    STOP_AGENT,
                    STOP_AGENT,
                    STALL_AGENT,
                    STOP_PROCESSES,
                    CUT_OFF,
                    CUT_DATABASE,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER)),
    /** Against the book: replicas of the database take over that have lost writes. Nothing is promised in these lives. */
    DATABASE_LOSSES(
            Guard.DATABASE,
            false,
            0,
            List.of(FAIL_OVER, FAIL_OVER, CUT_OFF, CUT_OFF, CUT_DATABASE, KILL_AGENT, HEAL, HEAL, ORDER, ORDER, ORDER)),
    /** The guard of a running cluster changes between a person and the database, both ways. */
    DATABASE_GUARDS(
            Guard.DATABASE,
            false,
            0,
            List.of(
                    CHANGE_GUARD,
                    CHANGE_GUARD,
                    CUT_OFF,
                    CUT_OFF,
                    CUT_DATABASE,
                    KILL_HOST,
                    HEAL,
                    HEAL,
                    ORDER,
                    ORDER,
                    ORDER,
                    ORDER));

    /** Long pauses between faults, so that what an operator begins mostly comes to its end. */
    final boolean isCalm;

    /** Chance that an agent dies in the middle of a write, or between two effects of a step. */
    final double crashRate;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    final List<Fault> faults;

    /** That the cluster begins with. */
    final Guard guard;

    Profile(boolean isCalm, double crashRate, List<Fault> faults) {
        this(Guard.OPERATOR, isCalm, crashRate, faults);
    }

    Profile(Guard guard, boolean isCalm, double crashRate, List<Fault> faults) {
        this.guard = guard;
        this.isCalm = isCalm;
        this.crashRate = crashRate;
        this.faults = faults;
    }

    @Override
    public SimWorld live(long seed, Set<Violation.Kind> asserted) {
        return new Schedule(this, seed, asserted, false).run();
    }
}
