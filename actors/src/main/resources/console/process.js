// One process on one node: how it is and why, what happened, its log, and what one may do with it.

import { h } from '/console/dom.js';
import { lines, text } from '/console/api.js';
import { find, isDown, live, may, stateOf, uptime } from '/console/live.js';
import { act, confirmed, give, progress } from '/console/acts.js';
import { fact, state } from '/console/cluster.js';
import { evidence, evidencePanel, listEvidence } from '/console/evidence.js';
import { isUnwell, processLink } from '/console/findings.js';
import { duration, percent, sentence, time, told } from '/console/format.js';
import { probes, probesPanel, readProbes } from '/console/probes.js';
import { readUsage, usage, usagePanel } from '/console/usage.js';

const MOST_EVENTS = 300;
const MOST_LINES = 3000;
/** Of a log on the page, in characters. */
const MOST_TEXT = 4 << 20;
const LAST_EVENTS = 100;
const LAST_LINES = 200;
const AGAIN = 3000;
/** A log that is written all the time is shown a few times a second. */
const SHOW_EVERY = 200;
const EVIDENCE_AFTER = 500;
const DRAIN_SECONDS = 60;
const MANY_NODES = 12;

let shown = null;

/** What belongs to the process that is looked at, and ends when another is. */
function open(nodeName, name, redraw, onLeave) {
  const it = {
    key: `${nodeName}/${name}`, node: nodeName, name, act: act(), events: [], eventsProblem: '', log: [], logSize: 0, logProblem: '', stream: 'out', wanted: '', isFollowed: true,
    usage: usage(nodeName, name, redraw), probes: probes(nodeName, name, redraw), evidence: evidence(nodeName, name, redraw),
  };
  const close = () => {
    clearTimeout(it.listening);
    clearTimeout(it.listing);
    it.source?.close();
    it.source = null;
    it.reading?.abort();
    it.usage.close();
    it.probes.close();
    it.evidence.close();
  };
  const begin = () => {
    listen(it, redraw);
    readUsage(it.usage);
    readProbes(it.probes);
    if (!may('operator')) return;
    readLog(it, redraw);
    listEvidence(it.evidence);
  };
  // A page that nobody sees takes no connection from those that are seen.
  const turn = () => (document.hidden ? close() : begin());
  document.addEventListener('visibilitychange', turn);
  shown = it;
  onLeave(() => {
    document.removeEventListener('visibilitychange', turn);
    close();
    shown = null;
  });
  if (!document.hidden) begin();
  return it;
}

function listen(it, redraw) {
  const query = new URLSearchParams({ node: it.node, process: it.name, last: LAST_EVENTS });
  it.source?.close();
  it.events = [];
  const source = new EventSource(`/api/v1/events?${query}`);
  it.source = source;
  const take = event => {
    const told = JSON.parse(event.data);
    told.key = `${told.node}:${told.seq}:${told.time}`;
    // A stream that was cut and comes back may tell some again.
    if (it.events.some(before => before.key === told.key)) return;
    it.events.unshift(told);
    if (it.events.length > MOST_EVENTS) it.events.length = MOST_EVENTS;
    if (told.type === 'evidence' && may('operator')) {
      clearTimeout(it.listing);
      it.listing = setTimeout(() => listEvidence(it.evidence), EVIDENCE_AFTER);
    }
    redraw();
  };
  for (const type of ['process', 'run-begun', 'run-ended', 'output-tail', 'evidence', 'gave-up', 'trouble', 'lagged']) {
    source.addEventListener(type, take);
  }
  source.onopen = () => {
    it.eventsProblem = '';
    redraw();
  };
  source.onerror = () => {
    // The browser tries again by itself, but not after an answer that is none.
    if (source !== it.source || source.readyState !== EventSource.CLOSED) return;
    it.eventsProblem = 'Events can’t be read. The page tries again.';
    it.listening = setTimeout(() => listen(it, redraw), AGAIN);
    redraw();
  };
}

async function readLog(it, redraw) {
  it.reading?.abort();
  const reading = new AbortController();
  Object.assign(it, { reading, log: [], logSize: 0, logProblem: '' });
  const query = new URLSearchParams({ node: it.node, lines: LAST_LINES, follow: it.isFollowed, stream: it.stream });
  let isSoon = false;
  const show = () => {
    if (isSoon) return;
    isSoon = true;
    setTimeout(() => {
      isSoon = false;
      redraw();
    }, SHOW_EVERY);
  };
  try {
    const response = await text(`/api/v1/logs/${encodeURIComponent(it.name)}?${query}`, reading.signal);
    await lines(response, line => {
      it.log.push(line);
      it.logSize += line.length;
      while (it.log.length > MOST_LINES || (it.logSize > MOST_TEXT && it.log.length > 1)) it.logSize -= it.log.shift().length;
      show();
    });
    if (it.isFollowed) again();
  } catch (failure) {
    if (reading.signal.aborted) return;
    it.logProblem = `${sentence(failure.message)} ${sentence(failure.remedy ?? '')}`;
    // A refusal stays one; an agent that does not answer may come back.
    if (!failure.status || failure.status === 503) again();
  }
  redraw();

  function again() {
    setTimeout(() => { if (it.reading === reading && !reading.signal.aborted) readLog(it, redraw); }, AGAIN);
  }
}

export function processView([nodeName, name], redraw, onLeave) {
  const { node, process } = find(nodeName, name);
  if (!node || !process) {
    return h('p', { class: 'problem' }, node && !isDown(node) ? `${nodeName} has no process ${name}.` : `Nothing is known of ${name} on ${nodeName}.`);
  }
  const it = shown?.key === `${nodeName}/${name}` ? shown : open(nodeName, name, redraw, onLeave);
  const word = stateOf(node, process);
  return [
    h('h1', {}, name, state(word), h('span', { class: 'quiet small' }, 'on ', h('a', { href: `#/node/${encodeURIComponent(nodeName)}` }, nodeName))),
    isDown(node) && h('p', { class: 'problem' }, `${nodeName} is silent. Its last word of this process was ${process.status}; how it is now is not known.`),
    process.message && h('p', { class: isUnwell(node, process) ? 'problem' : 'note', id: 'why' }, told(process.message)),
    buttons(it, node, process, redraw),
    progress(it.act),
    facts(node, process),
    elsewhere(nodeName, name),
    h('div', { class: 'columns' }, timeLine(it), logPanel(it, redraw), probesPanel(it.probes, node, process), usagePanel(it.usage), may('operator') && evidencePanel(it.evidence)),
  ];
}

function facts(node, process) {
  const causes = Object.entries(process.restartsByCause ?? {}).map(([cause, times]) => `${cause.replace('_', ' ')} ${times}`).join(', ');
  return h('dl', { class: 'facts' },
    process.group && fact('Group', process.group),
    fact('PID', process.pid ?? '–'),
    process.port !== null && fact('Port', process.port),
    process.pid && !isDown(node) && fact('Up', duration(uptime(process))),
    process.pid && fact('CPU', percent(process.cpu)),
    process.pid && fact('Memory', percent(process.memory)),
    fact('Restarts', process.restarts, causes && h('span', { class: 'quiet' }, ` (${causes})`)),
    process.primaryOnly && fact('Runs on', 'the primary alone'),
    process.standby && fact('Standby', process.standby));
}

function elsewhere(nodeName, name) {
  // Of many nodes those alone that have it.
  const others = live.nodes.filter(node => node.node.name !== nodeName && (live.nodes.length <= MANY_NODES || node.of.has(name)));
  return others.length > 0 && h('p', {}, h('span', { class: 'quiet' }, 'On other nodes: '), others.map((node, at) => {
    const process = node.of.get(name);
    return [at ? ' · ' : '', process ? h('a', { href: processLink(node.node.name, name) }, node.node.name, ' ', state(stateOf(node, process))) : h('span', { class: 'quiet' }, `${node.node.name} –`)];
  }));
}

function buttons(it, node, process, redraw) {
  if (!may('operator')) return h('p', { class: 'quiet small' }, `You are ${live.me.role}: starting and stopping needs the role operator.`);
  const is = isDown(node) || it.act.isRunning;
  const runs = process.pid !== null || process.status === 'STARTING' || process.status === 'MISSING' || process.status === 'ERROR';
  const button = (id, label, action, kind) => h('button', { type: 'button', id, key: id, class: kind, disabled: is, on: { click: () => ask(it, process, action, redraw) } }, label);
  return h('div', { class: 'buttons', role: 'group', 'aria-label': `What to do with ${process.name}` },
    process.status !== 'HEALTHY' && process.status !== 'RUNNING' && process.status !== 'STANDBY' && button('start', 'Start', 'START', 'primary'),
    runs && button('restart', 'Restart…', 'RESTART'),
    alsoOn(process).length > 1 && h('button', { type: 'button', id: 'rolling', key: 'rolling', disabled: is, on: { click: () => askRolling(it, process, redraw) } }, 'Restart on each node…'),
    runs && button('stop', 'Stop…', 'STOP', 'danger'));
}

const QUESTIONS = {
  STOP: { done: 'Stop', text: 'It stays stopped until somebody starts it. Its users are cut off.' },
  RESTART: { done: 'Restart', text: 'It is stopped, then started again. Its users are cut off meanwhile.' },
};

async function ask(it, process, action, redraw) {
  const question = QUESTIONS[action];
  if (question && !(await confirmed(`${question.done} ${it.name} on ${it.node}?`, question.text, `${question.done} ${it.name}`))) return;
  const title = `${question?.done ?? 'Start'} ${it.name} on ${it.node}`;
  await give(it.act, title, '/api/v1/operations', { action, scope: 'PROCESS', name: it.name, hosts: [it.node] }, redraw);
}

/** The nodes that have it, the primary last, as the agents go. */
function alsoOn(process) {
  const names = process.primaryOnly ? [] : live.nodes.filter(node => !isDown(node) && node.of.has(process.name)).map(node => node.node.name);
  return [...names.filter(name => name !== live.primary?.node), ...names.filter(name => name === live.primary?.node)];
}

async function askRolling(it, process, redraw) {
  const nodes = alsoOn(process);
  const answer = await confirmed(`Restart ${it.name} on ${nodes.join(', then ')}?`,
    'One node after the other: the next begins when it is ready on the last. The first that fails ends it. It goes on when this page is closed.', `Restart ${it.name}`, `Lead the users of each node away first, and wait ${DRAIN_SECONDS} s for them`);
  if (!answer) return;
  await give(it.act, `Restart ${it.name} on each node`, '/api/v1/operations',
    { action: 'RESTART', scope: 'PROCESS', name: it.name, hosts: nodes, rolling: true, drainSeconds: answer.isTicked ? DRAIN_SECONDS : 0 }, redraw, nodes);
}

const SAID = {
  'run-begun': 'started', 'run-ended': 'ended', 'output-tail': 'last wrote', 'evidence': 'evidence', 'gave-up': 'given up', 'trouble': 'trouble', 'lagged': 'missing',
};

function timeLine(it) {
  return h('section', { class: 'card', 'aria-labelledby': 'events-title' },
    h('h2', { id: 'events-title' }, 'What happened'),
    it.eventsProblem && h('p', { class: 'problem' }, it.eventsProblem),
    it.events.length === 0 && h('p', { class: 'quiet' }, 'Nothing that is still on record.'),
    h('ol', { class: 'events', tabindex: '0', 'aria-label': 'Events, newest first' }, it.events.map(event => h('li', { key: event.key, class: event.to?.toLowerCase() ?? event.type },
      h('span', { class: 'quiet' }, time(event.time)),
      h('span', {}, event.type === 'process' ? [event.from ?? '', ' → ', state(event.to ?? '')] : h('b', {}, SAID[event.type] ?? event.type),
        event.text && event.text !== SAID[event.type] && h('span', { class: event.type === 'output-tail' ? 'wrote' : 'quiet' }, ' ', told(event.text)),
        event.path && h('span', { class: 'quiet small' }, h('code', {}, event.path)))))));
}

function logPanel(it, redraw) {
  if (!may('operator')) {
    return h('section', { class: 'card', 'aria-labelledby': 'log-title' }, h('h2', { id: 'log-title' }, 'Log'), h('p', { class: 'quiet' }, 'Reading logs needs the role operator.'));
  }
  const words = it.wanted.toLowerCase();
  const matching = words ? it.log.filter(line => line.toLowerCase().includes(words)) : it.log;
  return h('section', { class: 'card', 'aria-labelledby': 'log-title' },
    h('h2', { id: 'log-title' }, 'Log'),
    h('div', { class: 'tools' },
      h('label', { for: 'stream', class: 'hidden' }, 'Which log'),
      h('select', { id: 'stream', on: { change: event => { it.stream = event.target.value; readLog(it, redraw); } } },
        h('option', { value: 'out' }, 'output'), h('option', { value: 'err' }, 'errors')),
      h('label', { for: 'log-search', class: 'hidden' }, 'Search the log'),
      h('input', { id: 'log-search', type: 'search', placeholder: 'Search', value: it.wanted, on: { input: event => { it.wanted = event.target.value; redraw(); } } }),
      h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'follow', checked: it.isFollowed, on: { change: event => { it.isFollowed = event.target.checked; readLog(it, redraw); } } }), ' Follow')),
    it.logProblem && h('p', { class: 'problem' }, it.logProblem),
    h('pre', { class: 'log', tabindex: '0', id: 'log', 'aria-label': `Log of ${it.name}`, end: it.isFollowed }, matching.join('\n') || (words ? 'No line has that.' : 'Nothing is in it.')));
}
