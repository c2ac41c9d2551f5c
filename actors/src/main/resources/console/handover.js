// Tickets to go on at another node without a log-in, should this agent be lost. They are kept in the page alone.

import { get } from '/console/api.js';
import { live } from '/console/live.js';

/** A ticket counts for five minutes, and once. */
const AGAIN = 120_000;
const COUNTS = 290_000;

let tickets = new Map();
let timer = null;
/** Another one after each log-out: what was asked before it is not kept. */
let session = 0;

/** From the log-in on, while somebody looks. */
export function keepTickets() {
  clearTimeout(timer);
  timer = setTimeout(keepTickets, AGAIN);
  if (live.me?.session && !document.hidden) ask();
}

async function ask() {
  const mine = session;
  try {
    const answer = await get('/api/v1/console/hand-over');
    if (session !== mine) return;
    // One that could not be had now may still be had with the last ticket.
    for (const { node, text } of answer.tickets) tickets.set(node, { text, at: performance.now() });
  } catch {
    // The banner says it where the agent is lost. Then the last tickets are what they were for.
  }
}

export function dropTickets() {
  clearTimeout(timer);
  session++;
  tickets = new Map();
}

/** Whether one goes on there without a log-in. */
export function hasTicket(node) {
  const ticket = tickets.get(node);
  return ticket !== undefined && performance.now() - ticket.at < COUNTS;
}

/** The same view at another node. What stands behind `#` is sent to nobody by the browser. */
export function linkTo(host) {
  const view = location.hash.replace(/^#\/?/, '');
  return hasTicket(host.name) ? `${host.url}#login=${tickets.get(host.name).text}/${view}` : `${host.url}#/${view}`;
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && live.me !== null) keepTickets();
});
