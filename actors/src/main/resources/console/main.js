// The frame of the page: who looks, how fresh it is, what needs a look, and the view that the address names.

import { h, render } from '/console/dom.js';
import { get, login, logout } from '/console/api.js';
import { begin, connection, end, isDown, isKnown, live, silence } from '/console/live.js';
import { findings, summary } from '/console/findings.js';
import { count, duration, time, told } from '/console/format.js';
import { going, stay, watchOver } from '/console/elsewhere.js';
import { dropTickets, hasTicket, keepTickets, linkTo, renewTickets } from '/console/handover.js';
import { loginView, say } from '/console/login.js';
import { clusterView, nodeView, focusSearch, forgetCluster } from '/console/cluster.js';
import { forgetPrimary, primaryView } from '/console/primary.js';
import { processView } from '/console/process.js';
import { forgetOperations, operationsView } from '/console/operations.js';

const app = document.getElementById('app');
const MOST_FINDINGS = 5;
const MOST_BESIDE = 2;
const LINK = '#login=';
const TICKET = 'handover.';
const VIEWS = {
  cluster: { title: 'Cluster', draw: clusterView },
  node: { title: 'Node', draw: nodeView },
  primary: { title: 'Primary', draw: primaryView },
  process: { title: 'Process', draw: processView },
  operations: { title: 'Operations', draw: operationsView },
};

/** Who looks without a role here; null where the agent has not said. */
let stranger = null;
/** Where the page came from by itself, and since when that node had not answered; null where it did not. */
let moved = null;
let isDue = false;
let isAll = false;
let isSearch = false;
let route = read();
let leave = () => {};

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read() {
  const parts = location.hash.replace(/^#\/?/, '').split('/').map(decoded);
  return VIEWS[parts[0]] ? { name: parts[0], of: parts.slice(1) } : { name: 'cluster', of: [] };
}

/** Once for all that happens until the next frame. */
export function redraw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    draw();
  });
}

function draw() {
  if (live.me === null) {
    document.title = 'Log in · baton';
    render(app, loginView(stranger, loadAgain, redraw));
    return;
  }
  nameOwnNode();
  const found = findings();
  const worst = found.filter(each => each.level === 'bad').length;
  const view = VIEWS[route.name];
  document.title = `${worst ? `(${worst}) ` : ''}${[...route.of].reverse().concat(view.title).slice(0, 2).join(' · ')} · ${live.me.system} · baton`;
  document.body.className = connection();
  render(app,
    h('a', { class: 'skip', href: '#view', on: { click: skip } }, 'To the content'),
    header(),
    movedNote(),
    connectionBanner(),
    findingsPanel(found),
    h('main', { id: 'view', tabindex: '-1', key: `${route.name}/${route.of.join('/')}` }, live.isComplete ? drawn(view) : h('p', { class: 'quiet' }, 'Waiting for what the nodes say…')),
    footer());
}

/** An alert knows the agent that it asked, and not the name of the node. */
function nameOwnNode() {
  if (route.of[0] !== '.') return;
  history.replaceState(history.state, '', `#/${[route.name, live.me.node, ...route.of.slice(1)].map(encodeURIComponent).join('/')}`);
  route = read();
}

/** What fails in one view leaves the others, and the page does not stay as it was as if all were well. */
function drawn(view) {
  try {
    return view.draw(route.of, redraw, cleanup => { leave = cleanup; });
  } catch (failure) {
    console.error(failure);
    return h('p', { class: 'problem', role: 'alert' }, `This view can’t be shown: ${failure.message}. The other views may work, and so do the commands.`);
  }
}

function skip(event) {
  event.preventDefault();
  document.getElementById('view').focus();
}

function header() {
  const tab = (name, text) => h('a', { href: `#/${name}`, 'aria-current': route.name === name ? 'page' : undefined }, text);
  const state = connection();
  const words = { connecting: 'Connecting', live: 'Live', stale: 'Stale', lost: 'Not connected' };
  return h('header', { class: 'top' },
    h('a', { class: 'name', href: '#/cluster' }, h('b', {}, live.me.system), h('span', { class: 'quiet' }, ` as ${live.me.node} sees it`)),
    h('nav', { 'aria-label': 'Views' }, tab('cluster', 'Cluster'), tab('primary', 'Primary'), tab('operations', 'Operations')),
    h('span', { class: `pill ${state}`, id: 'connection', role: 'status' }, words[state]),
    h('span', { class: 'who' }, h('span', { id: 'who' }, live.me.name), h('span', { class: 'quiet' }, ` ${live.me.role}`)),
    live.me.session && h('button', { type: 'button', class: 'plain', id: 'logout', on: { click: goOut } }, 'Log out'));
}

/** Filled after it is there, so that a screen reader says it. */
function movedNote() {
  const host = live.isComplete && moved !== null && live.me.hosts.find(({ name }) => name === moved.from);
  return h('div', { role: 'status', id: 'moved', key: 'moved' }, host && h('div', { class: 'banner calm' },
    h('p', {}, h('b', {}, `This page went on here by itself: ${host.name} did not answer`), ' any more. Its last word was of ', time(moved.since), '.'),
    h('p', {}, h('a', { href: linkTo(host) }, `Back to ${host.name}`), ' ', h('button', { type: 'button', class: 'plain', on: { click: forgetMove } }, 'Dismiss'))));
}

function forgetMove() {
  moved = null;
  history.replaceState(null, '');
  redraw();
}

function connectionBanner() {
  const state = connection();
  if (state !== 'lost' && state !== 'stale') return h('div', { key: 'banner', hidden: true });
  const isSilent = host => live.byName.has(host.name) && isDown(live.byName.get(host.name));
  const others = live.me.hosts.filter(host => host.name !== live.me.node).sort((one, other) => isSilent(one) - isSilent(other));
  return h('div', { class: 'banner bad', key: 'banner' },
    h('p', { role: 'alert' }, h('b', {}, state === 'stale' ? `${live.me.node} says nothing` : live.isRefused ? `${live.me.node} does not tell: ${live.problem}` : `${live.me.node} does not answer`), '.'),
    h('p', {}, live.heardAt !== null && [`For ${duration(silence())}. What you see is of `, time(live.heardAt), ', and may be wrong. '], 'This page tries again by itself.'),
    others.length > 0 && h('p', {}, 'Go on at another node: ',
      others.map((host, at) => [at ? ', ' : '', h('a', { href: linkTo(host) }, host.name), isSilent(host) ? h('span', { class: 'quiet' }, ' (silent, too)') : !hasTicket(host.name) && live.me.session && h('span', { class: 'quiet' }, ' (asks you to log in)')])),
    nextNode());
}

/** What is counted down is not said each second. */
function nextNode() {
  const next = going(route);
  return [
    h('p', { role: 'status', id: 'going' }, next && (next.why ? `${next.node} answers. This page stays, because ${next.why}.` : `${next.node} answers. This page goes on there by itself.`)),
    next !== null && next.left !== null && h('p', {}, `In ${duration(next.left)}. `, h('button', { type: 'button', id: 'stay', on: { click: () => { stay(); redraw(); } } }, 'Stay here'))];
}

function findingsPanel(found) {
  if (!live.isComplete) return h('section', { key: 'findings', hidden: true });
  if (found.length === 0) {
    return h('section', { class: 'findings fine', key: 'findings', 'aria-label': 'What needs a look' },
      h('p', {}, h('b', {}, 'All is well. '), summary(), '.'));
  }
  const most = route.name === 'cluster' ? MOST_FINDINGS : MOST_BESIDE;
  const shown = isAll ? found : found.slice(0, most);
  const bad = found.filter(each => each.level === 'bad').length;
  return h('section', { class: `findings ${bad ? 'bad' : found[0].level}`, key: 'findings', 'aria-labelledby': 'findings-title' },
    h('h2', { id: 'findings-title' }, bad ? `${count(bad, 'thing')} wrong` : 'Worth a look', h('span', { class: 'quiet' }, ` ${summary()}`)),
    h('ul', {}, shown.map(each => h('li', { key: each.key, class: each.level },
      h('span', { class: 'mark', 'aria-hidden': 'true' }, { bad: '✕', warn: '!', note: 'i' }[each.level]),
      h('span', { class: 'what' }, h('b', {}, each.what), h('span', { class: 'why' }, told(each.why))),
      h('a', { href: each.link }, each.act)))),
    found.length > most && h('button', { type: 'button', class: 'plain', on: { click: () => { isAll = !isAll; redraw(); } } },
      isAll ? 'Show fewer' : `Show all ${found.length}`));
}

function footer() {
  return h('footer', { class: 'quiet small' }, 'Times are local; their titles have UTC. ',
    h('kbd', {}, '/'), ' searches, ', h('kbd', {}, 'g'), ' then ', h('kbd', {}, 'c'), ', ', h('kbd', {}, 'p'), ' or ', h('kbd', {}, 'o'), ' changes the view.');
}

async function goOut() {
  try {
    await logout();
  } catch {
    // The session is over, or the agent does not answer: the page forgets it in any case.
  }
  ended('');
}

function ended(words) {
  leave();
  leave = () => {};
  end();
  dropTickets();
  live.me = null;
  // Who logs in next may be somebody else.
  forgetCluster();
  forgetPrimary();
  forgetOperations();
  if (words) say(words);
  redraw();
}

/** A document that was served to a stranger may look at no other node: the policy comes with the document. Never ends, for the page does. */
function loadAgain() {
  location.reload();
  return new Promise(() => {});
}

/** Once where it helps: after a link of another site the browser sends no cookie for the document, and for what that asks it does. */
async function loadAsKnown() {
  const isOfStranger = !('known' in document.documentElement.dataset);
  const isAgain = history.state?.isAgain;
  history.replaceState({ ...history.state, isAgain: isOfStranger }, '');
  if (isOfStranger && !isAgain) await loadAgain();
}

function loggedIn(me) {
  live.me = me;
  keepTickets();
  begin(redraw, () => ended('The session has ended. Log in again'));
  redraw();
}

window.addEventListener('hashchange', () => {
  if (location.hash.startsWith(LINK)) {
    location.reload();
    return;
  }
  leave();
  leave = () => {};
  route = read();
  draw();
  window.scrollTo(0, 0);
  if (isSearch) focusSearch();
  else document.getElementById('view')?.focus({ preventScroll: true });
  isSearch = false;
});

/** So long a second key may take. */
const GO_WITHIN = 2000;
let goSince = -GO_WITHIN;
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, dialog')) return;
  if (event.key === '/') {
    event.preventDefault();
    if (route.name === 'cluster') {
      focusSearch();
    } else {
      isSearch = true;
      location.hash = '#/cluster';
    }
  } else if (event.timeStamp - goSince < GO_WITHIN && { c: 1, p: 1, o: 1 }[event.key]) {
    location.hash = { c: '#/cluster', p: '#/primary', o: '#/operations' }[event.key];
  }
  goSince = event.key === 'g' ? event.timeStamp : -GO_WITHIN;
});

// Ages and the freshness of the page go on while nothing is told.
setInterval(() => {
  if (live.me !== null) renewTickets();
  watchOver(route, redraw);
  redraw();
}, 1000);

/** `baton console` prints a link with a login that counts once, and so does a page whose agent is lost. It is not kept in the browser's history. */
async function byLink() {
  if (!location.hash.startsWith(LINK)) return;
  const [words, ...view] = location.hash.slice(LINK.length).split('/');
  const [token, from, since] = words.split(';').map(decoded);
  history.replaceState(from ? { moved: { from, since: Number(since) } } : null, '', view.length > 0 ? `/console#/${view.join('/')}` : '/console');
  route = read();
  if (!token) return;
  try {
    await login(token);
  } catch (failure) {
    // Who has a session here already needs no other.
    if (isKnown(await get('/api/v1/console'))) return;
    throw failure.status === 401 && token.startsWith(TICKET) ? new Error(`your session${from ? ` of ${from}` : ''} could not go on here: log in again`) : failure;
  }
  await loadAgain();
}

try {
  await byLink();
  const me = await get('/api/v1/console');
  if (isKnown(me)) {
    await loadAsKnown();
    const { moved: before } = history.state ?? {};
    if (before && Number.isFinite(new Date(before.since).getTime())) moved = before;
    loggedIn(me);
  } else {
    stranger = me;
    redraw();
  }
} catch (failure) {
  say(failure.message, failure.remedy);
  redraw();
}
