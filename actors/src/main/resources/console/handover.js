// Tickets to go on at another node without a log-in, should this agent be lost. They are kept in the page alone.

import { get } from '/console/api.js';
import { isDown, live } from '/console/live.js';

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

let heard = null;

/** An agent that has started anew knows no earlier ticket. */
export function renewTickets() {
  const names = live.nodes.filter(node => !isDown(node)).map(node => node.node.name);
  const isMore = heard !== null && names.some(name => !heard.includes(name));
  heard = names;
  if (isMore) keepTickets();
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
  heard = null;
}

/** Whether one goes on there without a log-in. */
export function hasTicket(node) {
  const ticket = tickets.get(node);
  return ticket !== undefined && performance.now() - ticket.at < COUNTS;
}

/** The same view at another node. `moved`: the page goes by itself, and says there where it comes from. What stands behind `#` is sent to nobody by the browser. */
export function linkTo(host, moved = null) {
  const view = location.hash.replace(/^#\/?/, '');
  const ticket = hasTicket(host.name) ? tickets.get(host.name).text : '';
  const words = moved ? [ticket, encodeURIComponent(moved.from), moved.since] : [ticket];
  return ticket || moved ? `${host.url}#login=${words.join(';')}/${view}` : `${host.url}#/${view}`;
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && live.me !== null) keepTickets();
});
