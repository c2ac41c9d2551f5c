// Users away from a node and back, user sessions in figures, and what the nodes run from.

import { h } from '/console/dom.js';
import { get, lines, text } from '/console/api.js';
import { isDown, live, may } from '/console/live.js';
import { act, confirmed, give, progress } from '/console/acts.js';
import { applySection, forgetApply } from '/console/apply.js';
import { state } from '/console/cluster.js';
import { bytes, seconds, sentence, time } from '/console/format.js';

const FIGURES_EVERY = 5000;
/** Each takes one of the few connections that a browser has to a node. */
const MOST_FOLLOWED = 2;
const AGAIN = 3000;

const page = fresh();
let reading = null;
/** Drains that others began, by node: the last word on who is left, and what ends the reading. */
let followed = new Map();

function fresh() {
  return { drain: act(), drained: '', deadline: 60, stops: false, figures: null, figuresAt: null, problem: '' };
}

export function forgetOperations() {
  Object.assign(page, fresh());
  forgetApply();
}

export function operationsView(_, redraw, onLeave) {
  if (reading === null) {
    reading = setInterval(() => readFigures(redraw), FIGURES_EVERY);
    onLeave(() => {
      clearInterval(reading);
      reading = null;
      for (const name of followed.keys()) unfollow(name);
    });
    readFigures(redraw);
  }
  follow(redraw);
  return [h('h1', {}, 'Operations'), drains(redraw), sessions(), applySection(redraw)];
}

/** Those that go on, and that this page has not begun itself. Nothing is ordered by that. */
function follow(redraw) {
  const wanted = document.hidden || !may('operator') ? [] : live.nodes.filter(node => !isDown(node) && node.node.drain === 'DRAINING' && !isOwn(node.node.name)).map(node => node.node.name).slice(0, MOST_FOLLOWED);
  for (const name of followed.keys()) {
    if (!wanted.includes(name)) unfollow(name);
  }
  for (const name of wanted) {
    if (!followed.has(name)) read(name, redraw);
  }
}

function isOwn(name) {
  return page.drained === name && page.drain.isRunning;
}

function unfollow(name) {
  clearTimeout(followed.get(name).timer);
  followed.get(name).reading.abort();
  followed.delete(name);
}

async function read(name, redraw) {
  const it = { left: '', reading: new AbortController(), timer: null };
  followed.set(name, it);
  try {
    const response = await text(`/api/v1/drain?${new URLSearchParams({ node: name })}`, it.reading.signal);
    await lines(response, line => {
      const { phase, text: words } = JSON.parse(line);
      if (phase === 'wait') it.left = words;
      redraw();
    });
  } catch (failure) {
    if (failure.name === 'AbortError') return;
    it.left = '';
  }
  // The node may still be told as draining: then it is asked again.
  if (followed.get(name) === it) it.timer = setTimeout(() => { if (followed.get(name) === it) { followed.delete(name); redraw(); } }, AGAIN);
}

async function readFigures(redraw) {
  if (document.hidden || page.isReading) return;
  page.isReading = true;
  try {
    page.figures = await get('/api/v1/session-figures');
    page.figuresAt = Date.now();
    page.problem = '';
  } catch (failure) {
    page.problem = failure.message;
  }
  page.isReading = false;
  redraw();
}

function drains(redraw) {
  return h('section', { class: 'card', 'aria-labelledby': 'drain-title' },
    h('h2', { id: 'drain-title' }, 'Users of a node'),
    h('p', { class: 'quiet' }, 'A drain leads users to the other nodes, and waits for those who are still there.'),
    may('operator') ? h('div', { class: 'tools' },
      h('label', { for: 'deadline' }, 'Wait at most'),
      h('input', { id: 'deadline', type: 'number', min: '0', max: '86400', value: page.deadline, on: { input: event => { page.deadline = seconds(event.target, 0); } } }), 's',
      h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'stops', checked: page.stops, on: { change: event => { page.stops = event.target.checked; redraw(); } } }), ' Then stop the processes'))
      : h('p', { class: 'quiet small' }, `You are ${live.me.role}: this needs the role operator.`),
    h('table', { class: 'list' },
      h('thead', {}, h('tr', {}, ['Node', 'Users', may('operator') && 'What to do'].filter(word => word).map(word => h('th', { scope: 'col' }, word)))),
      h('tbody', {}, live.nodes.map(node => h('tr', { key: node.node.name },
        h('th', { scope: 'row' }, h('a', { href: `#/node/${encodeURIComponent(node.node.name)}` }, node.node.name), ' ', h('span', { class: 'quiet small' }, node.node.role)),
        h('td', {}, isDown(node) ? state('SILENT') : users(node)),
        may('operator') && h('td', {}, drainButtons(node, redraw)))))),
    progress(page.drain));
}

/** Who is left stands in the last word of the drain. */
function users(node) {
  const { name, drain } = node.node;
  if (drain === 'DRAINED') return 'none: drained';
  if (drain !== 'DRAINING') return 'welcome';
  const own = isOwn(name) ? page.drain.lines.findLast(line => line.phase === 'wait')?.text : '';
  return own || followed.get(name)?.left || 'are led away';
}

function drainButtons(node, redraw) {
  const { name, drain } = node.node;
  const button = (label, words, is, click) => h('button', { type: 'button', key: label, disabled: isDown(node) || is, 'aria-label': `${words} ${name}`, on: { click } }, label);
  if (drain === null) return button('Drain…', 'Drain', page.drain.isRunning, () => askDrain(node, redraw));
  return button('Undrain', 'Undrain', false, () => undrain(name, redraw));
}

function undrain(name, redraw) {
  // A drain that this page follows ends with its own last word.
  page.drain = act();
  page.drained = '';
  return give(page.drain, `Undrain ${name}`, '/api/v1/undrain', { node: name }, redraw);
}

async function askDrain(node, redraw) {
  const name = node.node.name;
  const isPrimary = live.primary?.node === name;
  const text = `Balancers send new users elsewhere. Users who are there are waited for at most ${page.deadline} s.${page.stops ? ' Then its processes are stopped.' : ''}${isPrimary && page.stops ? ' It is the primary: the agent refuses unless you change the primary first.' : ''}`;
  if (!(await confirmed(`Drain ${name}?`, text, `Drain ${name}`))) return;
  await drain(name, redraw);
}

function drain(name, redraw) {
  page.drain = act();
  page.drained = name;
  return give(page.drain, `Drain ${name}`, '/api/v1/drain', { node: name, deadlineSeconds: page.deadline, stop: page.stops }, redraw);
}

const COLUMNS = ['Node', 'Sessions', 'Memory', 'In sync', 'Writes reach', 'Unreplicated', 'Refused'];

/** Never what is in a session. */
function sessions() {
  const { figures, problem } = page;
  return h('section', { class: 'card', 'aria-labelledby': 'sessions-title', id: 'sessions' },
    h('h2', { id: 'sessions-title' }, 'User sessions'),
    problem && h('p', { class: 'problem' }, sentence(problem)),
    figures === null ? !problem && h('p', { class: 'quiet' }, 'Asking the nodes…') : [
      h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'User sessions in figures' },
        h('table', { class: 'list' },
          h('thead', {}, h('tr', {}, COLUMNS.map(word => h('th', { scope: 'col' }, word)))),
          h('tbody', {}, figures.nodes.map(sessionsOf), figures.silent.map(name => h('tr', { key: name }, h('th', { scope: 'row' }, name), h('td', { colspan: COLUMNS.length - 1 }, h('span', { class: 'quiet' }, 'did not answer'))))))),
      figures.nodes.filter(node => node.warning).map(node => h('p', { class: 'problem', key: node.node }, h('b', {}, node.node), ` ${sentence(node.warning)}`)),
      h('p', { class: 'quiet small' }, 'Of ', time(page.figuresAt), '. Deletions that a node remembers count as sessions. Writes are counted since the start of each agent.')]);
}

function sessionsOf(it) {
  const number = value => value.toLocaleString();
  return h('tr', { key: it.node },
    h('th', { scope: 'row' }, it.node),
    h('td', { class: 'number' }, number(it.entries)),
    h('td', { class: 'number' }, `${bytes(it.bytes)} of ${bytes(it.maxBytes)}, ${it.fullPercent} %`),
    h('td', {}, it.inSync ? 'yes' : h('span', { class: 'state error' }, 'NO')),
    h('td', {}, it.reachable.join(', ') || 'no other node'),
    h('td', { class: 'number' }, number(it.unreplicated)),
    h('td', { class: 'number' }, number(it.refused)));
}
