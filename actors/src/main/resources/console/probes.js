// How a process is looked at: each probe, and what its last look saw.

import { h } from '/console/dom.js';
import { get } from '/console/api.js';
import { isDown } from '/console/live.js';
import { millis, sentence, time, told } from '/console/format.js';

const AGAIN = 5000;
const KINDS = { readiness: 'Readiness', liveness: 'Liveness', watchdog: 'Watchdog' };
const COLUMNS = ['Probe', 'Looks at', 'How', 'Last look', 'Took', 'Result'];
const READY = new Set(['HEALTHY', 'DONE']);

/** What is asked for one process until `close`. */
export function probes(node, process, redraw) {
  const it = { node, process, report: null, problem: '', reading: null, timer: null, redraw };
  it.close = () => {
    clearTimeout(it.timer);
    it.reading?.abort();
    it.reading = null;
  };
  return it;
}

export async function readProbes(it) {
  it.close();
  const reading = new AbortController();
  it.reading = reading;
  try {
    const report = await get(`/api/v1/probes?${new URLSearchParams({ node: it.node, process: it.process })}`, reading.signal);
    Object.assign(it, { report, problem: '' });
  } catch (failure) {
    if (failure.name === 'AbortError') return;
    it.problem = `${sentence(failure.message)} ${sentence(failure.remedy ?? '')}`;
  }
  if (it.reading !== reading) return;
  it.timer = setTimeout(() => readProbes(it), AGAIN);
  it.redraw();
}

export function probesPanel(it, node, process) {
  return h('section', { class: 'card', key: 'probes', id: 'probes', 'aria-labelledby': 'probes-title' },
    h('h2', { id: 'probes-title' }, 'Readiness and probes'),
    h('p', {}, readiness(node, process)),
    it.problem && h('p', { class: 'problem' }, it.problem),
    it.report === null ? !it.problem && h('p', { class: 'quiet' }, `Asking ${it.node}…`) : h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Probes and their last looks' },
      h('table', { class: 'list' },
        h('thead', {}, h('tr', {}, COLUMNS.map(word => h('th', { scope: 'col' }, word)))),
        h('tbody', {}, it.report.probes.map(probe => row(probe, process))))));
}

function readiness(node, process) {
  if (isDown(node)) return 'Whether it is ready is not known: its node is silent.';
  if (READY.has(process.status)) return [h('b', {}, process.status === 'DONE' ? 'Done' : 'Ready'), '.'];
  return [h('b', {}, 'Not ready'), `: ${process.status}.`];
}

function row({ kind, check, everySeconds, timeoutSeconds, threshold, last }, process) {
  const isLooked = timeoutSeconds > 0;
  return h('tr', { key: kind },
    h('th', { scope: 'row' }, KINDS[kind] ?? kind),
    h('td', {}, h('code', {}, check)),
    h('td', { class: 'quiet small' }, how(kind, everySeconds, timeoutSeconds, threshold)),
    h('td', {}, last ? time(last.at) : h('span', { class: 'quiet' }, isLooked ? 'none yet' : '–')),
    h('td', { class: 'number' }, last ? millis(last.seconds * 1000) : ''),
    h('td', {}, last ? result(last) : isLooked ? '' : h('span', { class: 'quiet' }, said(kind, process))));
}

function how(kind, every, timeout, threshold) {
  if (kind === 'watchdog') return `says so itself within ${millis(every * 1000)}`;
  if (timeout === 0) return 'nothing is looked at';
  const times = threshold > 1 ? `, ${threshold} ${kind === 'liveness' ? 'bad' : 'good'} ones in a row count` : '';
  return `${kind === 'readiness' ? 'until it is ready, ' : ''}every ${millis(every * 1000)}, at most ${millis(timeout * 1000)}${times}`;
}

function result({ passed, reason }) {
  return passed ? h('span', { class: 'state healthy' }, 'passed') : [h('span', { class: 'state error' }, 'failed'), ' ', told(reason)];
}

function said(kind, process) {
  return kind === 'readiness' && READY.has(process.status) ? 'it has come true' : 'not yet';
}
