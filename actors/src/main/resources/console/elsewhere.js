// The page goes on at another node by itself when its agent is lost, where the browser reaches that node, and nothing is lost by going.

import { connection, isDown, live } from '/console/live.js';
import { hasTicket, linkTo } from '/console/handover.js';
import { isGiving } from '/console/acts.js';

/** An agent that starts again is back before that. */
const LOOK_AFTER = 4_000;
const LOOK_WITHIN = 3_000;
/** What was seen of another node counts for so long. */
const LOOK_AGAIN = 6_000;
/** So long the page says that it is about to go. */
const GO_AFTER = 5_000;
/** What was typed into a view that was left since then is still wanted. */
const TYPED_COUNTS = 120_000;

let lostSince = null;
let isLooking = false;
let found = null;
let goAt = null;
let isToStay = false;
/** Fields that somebody typed into, and when. */
const typed = new Map();

document.addEventListener('input', ({ target }) => {
  if (target.matches('input[type=text], input[type=search], textarea')) typed.set(target.id || target, { field: target, at: performance.now() });
});

/** Each second: whether to look elsewhere, and whether to go. */
export function watchOver(view, redraw) {
  const now = performance.now();
  if (document.hidden || !isLost()) {
    lostSince = null;
    found = null;
    goAt = null;
    isToStay = false;
    return;
  }
  lostSince ??= now;
  if (now - lostSince < LOOK_AFTER) return;
  if (!isLooking && (found === null || now - found.at > LOOK_AGAIN)) look(redraw);
  if (found === null || isToStay || reasonToStay(view)) {
    goAt = null;
    return;
  }
  goAt ??= now + GO_AFTER;
  if (now >= goAt && isCandidate(found.host)) location.assign(linkTo(found.host, { from: live.me.node, since: live.heardAt }));
}

/** An agent that refuses is not lost. */
function isLost() {
  return live.me !== null && live.heard !== null && !live.isRefused && ['lost', 'stale'].includes(connection());
}

/** One goes on there without a log-in: by a ticket, or by the certificate that both nodes ask for. */
function isCandidate(host) {
  return host.name !== live.me.node && (live.me.session ? hasTicket(host.name) : live.me.name.startsWith('certificate:'));
}

async function look(redraw) {
  isLooking = true;
  const isSilent = host => live.byName.has(host.name) && isDown(live.byName.get(host.name));
  const all = live.me.hosts.filter(isCandidate).sort((one, other) => isSilent(one) - isSilent(other));
  let host = null;
  for (const each of all) {
    if (await answers(each)) {
      host = each;
      break;
    }
  }
  found = host === null ? null : { host, at: performance.now() };
  isLooking = false;
  redraw();
}

/** Whether the browser reaches it, by a certificate that it trusts. Nothing is sent that says who asks. */
async function answers(host) {
  try {
    const { origin } = new URL(host.url);
    const answer = await fetch(`${origin}/console/icon.svg`, { mode: 'cors', credentials: 'omit', cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(LOOK_WITHIN) });
    return answer.ok;
  } catch {
    // No way there, a certificate that the browser does not trust, or another policy: the link in the banner stays.
    return false;
  }
}

/** What would be lost by going; empty where nothing is. */
function reasonToStay({ name, of }) {
  if (document.querySelector('dialog[open]')) return 'a question is open';
  if (isGiving()) return 'an order goes on';
  if (document.querySelector('.progress, #verdict, #plans')) return 'it shows what came of an order or a check';
  if (isTyped()) return 'something is typed';
  if (name === 'process' && of[0] === live.me.node) return `the last lines of ${live.me.node} are here alone`;
  return '';
}

function isTyped() {
  for (const [key, { field, at }] of typed) {
    const shown = document.getElementById(key) ?? field;
    if (shown.value.trim() !== '' && (shown.isConnected || performance.now() - at < TYPED_COUNTS)) return true;
  }
  return false;
}

/** Where the page goes, when, and why it does not; null where no other node answers. */
export function going(view) {
  if (found === null) return null;
  return { node: found.host.name, left: goAt === null ? null : Math.max(0, (goAt - performance.now()) / 1000), why: isToStay ? 'you want it to' : reasonToStay(view) };
}

export function stay() {
  isToStay = true;
  goAt = null;
}
