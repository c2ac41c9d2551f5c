package baton.actors.process;

/**
 * What a process's actor is made with.
 *
 * @param pending what it depends on; nothing starts before the parent tells that it is ready
 * @param former what was known of the run that lives
 * @param headStart taken by the first start
 */
record StartContext(ProcessActor.Pending pending, PreviousRun former, EarlyStart headStart) {}
