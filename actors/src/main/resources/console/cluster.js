// Nodes by processes, as MonCluster shows them; and one node with all its processes.

import { h } from '/console/dom.js';
import { age, connection, isDown, live, stateOf, uptime } from '/console/live.js';
import { isUnwell, processLink } from '/console/findings.js';
import { count, duration, percent, told } from '/console/format.js';

/** With more cells than this, rows and columns that are out of sight are not drawn. */
const MOST_CELLS = 1500;
/** Beyond the edges of the screen, so that the next one is there for the keyboard. */
const BEYOND = 8;
const COLUMNS_BEYOND = 2;
const ROW_HEIGHT = 38;
const COLUMN_WIDTH = 142;
const FIRST_WIDTH = 240;

let wanted = '';
let isOnlyUnwell = false;
let isWatching = false;
let resized = () => {};
let found = { of: '', all: [], shown: [], lines: [] };

export function forgetCluster() {
  wanted = '';
  isOnlyUnwell = false;
  found = { of: '', all: [], shown: [], lines: [] };
}

export function focusSearch() {
  document.getElementById('search')?.focus();
}

/** A state in a colour, a sign and a word: the colour is never alone. */
export function state(word, title) {
  return h('span', { class: `state ${word.toLowerCase()}`, title }, word);
}

function rows() {
  const all = new Map();
  for (const node of live.nodes) {
    for (const process of node.processes) {
      if (!all.has(process.name)) all.set(process.name, { name: process.name, group: process.group, primaryOnly: process.primaryOnly });
    }
  }
  return [...all.values()];
}

function beside(node, process) {
  if (isDown(node)) return `was ${process.status}`;
  if (process.status === 'STANDBY') return process.standby ?? '';
  return process.pid ? duration(uptime(process)) : '';
}

/** All that a row shows, so that rows that have not changed cost nothing. */
function shownOf(row, columns) {
  return columns.map(column => {
    const node = live.nodes[column];
    const process = node.of.get(row.name);
    return process ? `${node.node.name} ${stateOf(node, process)} ${beside(node, process)} ${process.message}` : `${node.node.name} ${age(node) < 0}`;
  }).join('\n');
}

function cell(node, row) {
  const process = node.of.get(row.name);
  if (!process && node.node.notPlaced?.includes(row.name)) return h('span', { class: 'quiet small' }, 'not here');
  if (!process) return age(node) < 0 ? state('SILENT', 'never heard') : h('span', { class: 'quiet' }, '–');
  const word = stateOf(node, process);
  const more = beside(node, process);
  return h('a', { href: processLink(node.node.name, row.name), class: 'cell', title: process.message || undefined, 'aria-label': `${row.name} on ${node.node.name}: ${word}` },
    state(word), h('span', { class: 'quiet small' }, more));
}

function isShown(row) {
  const words = wanted.trim().toLowerCase();
  if (words && !`${row.name} ${row.group}`.toLowerCase().includes(words)) return false;
  return !isOnlyUnwell || live.nodes.some(node => node.of.has(row.name) && isUnwell(node, node.of.get(row.name)));
}

/** The rows that are looked for, and the lines of the table: a group, then its rows. */
function lookUp() {
  const of = `${live.version} ${isOnlyUnwell} ${wanted}`;
  if (found.of === of) return found;
  const all = rows();
  const shown = all.filter(isShown);
  const byGroup = new Map();
  for (const row of shown) byGroup.set(row.group, [...(byGroup.get(row.group) ?? []), row]);
  const lines = [...byGroup].flatMap(([group, own]) => [...(group ? [{ group }] : []), ...own.map(row => ({ row }))]);
  found = { of, all, shown, lines };
  return found;
}

export function clusterView(_, redraw, onLeave) {
  watch(redraw, onLeave);
  const { all, shown, lines } = lookUp();
  return [
    h('h1', { class: 'hidden' }, 'Cluster'),
    h('ul', { class: `nodes ${live.nodes.length > 12 ? 'many' : ''}`, 'aria-label': 'Nodes' }, live.nodes.map(nodeCard)),
    h('div', { class: 'tools', role: 'search' },
      h('label', { for: 'search', class: 'hidden' }, 'Search processes and groups'),
      h('input', { id: 'search', type: 'search', placeholder: 'Search processes and groups', value: wanted, on: { input: event => { wanted = event.target.value; redraw(); } } }),
      h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'unwell', checked: isOnlyUnwell, on: { change: event => { isOnlyUnwell = event.target.checked; redraw(); } } }), ' Needs a look'),
      h('span', { class: 'quiet', 'aria-live': 'polite' }, shown.length === all.length ? count(all.length, 'process', 'processes') : `${shown.length} of ${all.length}`)),
    shown.length === 0
      ? h('p', { class: 'quiet' }, all.length ? 'No process is like that.' : 'No process is defined.')
      : table(lines, shown.length * live.nodes.length > MOST_CELLS),
  ];
}

/** What is in sight changes without a word of the agent. */
function watch(redraw, onLeave) {
  if (isWatching) return;
  isWatching = true;
  resized = redraw;
  window.addEventListener('scroll', redraw, { passive: true });
  window.addEventListener('resize', redraw);
  onLeave(() => {
    window.removeEventListener('scroll', redraw);
    window.removeEventListener('resize', redraw);
    isWatching = false;
  });
}

function table(lines, isLong) {
  const columns = isLong ? columnsInSight() : live.nodes.map((_, at) => at);
  const on = { keydown: event => move(event, lines) };
  return h('div', { class: 'scroll', id: 'sheet', tabindex: '0', role: 'region', 'aria-label': 'Processes on nodes', on: isLong ? { scroll: resized } : {} },
    h('table', { class: `grid ${connection() === 'live' ? '' : 'old'} ${isLong ? 'long' : ''}`, id: 'grid', wide: isLong ? FIRST_WIDTH + live.nodes.length * COLUMN_WIDTH : undefined, 'aria-rowcount': lines.length + 1, 'aria-colcount': live.nodes.length + 1, on },
      h('colgroup', {}, h('col', { class: 'first' }), live.nodes.map(node => h('col', { key: node.node.name }))),
      h('thead', {}, h('tr', { 'aria-rowindex': 1 }, h('th', { scope: 'col' }, 'Process'), live.nodes.map(node => h('th', { scope: 'col', key: node.node.name }, node.node.name)))),
      h('tbody', { id: 'rows' }, isLong ? inSight(lines, columns) : lines.map((line, index) => lineOf(line, index, columns)))));
}

/** The numbers of the nodes whose columns are in sight, and of the one that has the focus. */
function columnsInSight() {
  const sheet = document.getElementById('sheet');
  const [first, second] = document.querySelectorAll('.grid.long thead th');
  const width = second?.getBoundingClientRect().width || COLUMN_WIDTH;
  const room = (sheet?.clientWidth ?? window.innerWidth) - (first?.getBoundingClientRect().width || FIRST_WIDTH);
  const left = sheet?.scrollLeft ?? 0;
  const from = Math.max(0, Math.floor(left / width) - COLUMNS_BEYOND);
  const to = Math.min(live.nodes.length, Math.ceil((left + Math.max(0, room)) / width) + COLUMNS_BEYOND);
  const focused = document.activeElement?.closest('#rows td')?.dataset.column;
  const columns = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  if (focused !== undefined && !columns.includes(Number(focused)) && Number(focused) < live.nodes.length) columns.push(Number(focused));
  return columns.sort((one, other) => one - other);
}

/** Lines in sight, with gaps as tall as those that are not. */
function inSight(lines, columns) {
  const body = document.getElementById('rows');
  const height = document.querySelector('.grid.long tr[data-line]')?.getBoundingClientRect().height || ROW_HEIGHT;
  const top = body ? -body.getBoundingClientRect().top : 0;
  const from = Math.max(0, Math.floor(top / height) - BEYOND);
  const to = Math.min(lines.length, Math.max(from, Math.ceil((top + window.innerHeight) / height)) + BEYOND);
  // The row that has the focus stays, wherever one scrolls.
  const focused = document.activeElement?.closest('#rows tr')?.batonKey;
  const kept = focused ? lines.findIndex(line => line.row && rowKey(line.row) === focused) : -1;
  const parts = [];
  let at = 0;
  const gap = until => {
    if (until > at) parts.push(h('tr', { key: `gap-${parts.length === 0 ? 'top' : until === lines.length ? 'end' : 'middle'}`, 'aria-hidden': 'true', tall: (until - at) * height }, h('td', { colspan: live.nodes.length + 1 })));
    at = until;
  };
  const line = index => {
    gap(index);
    parts.push(lineOf(lines[index], index, columns));
    at = index + 1;
  };
  if (kept >= 0 && kept < from) line(kept);
  for (let index = from; index < to; index++) line(index);
  if (kept >= to) line(kept);
  gap(lines.length);
  return parts;
}

function rowKey(row) {
  return `row ${row.name}`;
}

function lineOf({ group, row }, index, columns) {
  const where = { 'data-line': index, 'aria-rowindex': index + 2 };
  return row ? h('tr', { key: rowKey(row), ...where, same: `${index} ${columns} ${shownOf(row, columns)}`, lazy: () => cells(row, columns) })
    : h('tr', { key: `group ${group}`, class: 'group', ...where }, h('th', { scope: 'colgroup', colspan: live.nodes.length + 1 }, h('span', {}, group)));
}

const STEPS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

/** From cell to cell by the arrows; where there is none, to the next that is. */
function move(event, lines) {
  const step = STEPS[event.key];
  const cell = event.target.closest('a.cell')?.closest('td');
  if (!step || !cell) return;
  event.preventDefault();
  let column = Number(cell.dataset.column) + step[1];
  let line = Number(cell.parentElement.dataset.line) + step[0];
  for (; line >= 0 && line < lines.length && column >= 0 && column < live.nodes.length; line += step[0], column += step[1]) {
    const row = document.querySelector(`#grid tr[data-line="${line}"]`);
    if (!row) return;
    const next = row.querySelector(`td[data-column="${column}"] a.cell`);
    if (next) {
      next.focus();
      return;
    }
  }
}

/** Those in sight, with gaps as wide as those that are not. */
function cells(row, columns) {
  const parts = [h('th', { scope: 'row' }, row.name, row.primaryOnly && h('span', { class: 'tag', title: 'runs on the primary alone' }, 'primary only'))];
  let at = 0;
  const gap = until => {
    if (until > at) parts.push(h('td', { key: `gap ${at === 0 ? 'left' : until === live.nodes.length ? 'right' : 'middle'}`, colspan: until - at, 'aria-hidden': 'true' }));
    at = until;
  };
  for (const column of columns) {
    gap(column);
    const node = live.nodes[column];
    parts.push(h('td', { key: node.node.name, 'data-column': column, 'aria-colindex': column + 2 }, cell(node, row)));
    at = column + 1;
  }
  gap(live.nodes.length);
  return parts;
}

function nodeCard(node) {
  const { name, role, drain, totals } = node.node;
  return h('li', { class: `card node ${isDown(node) ? 'silent' : ''} ${role.toLowerCase()}`, key: name },
    h('h2', {}, h('a', { href: `#/node/${encodeURIComponent(name)}` }, name), state(isDown(node) ? 'SILENT' : 'UP')),
    h('p', {}, h('span', { class: `role ${role.toLowerCase()}` }, role), drain && h('span', { class: 'tag warn' }, drain.toLowerCase())),
    h('p', { class: 'quiet small' }, isDown(node)
      ? age(node) < 0 ? 'never heard since this agent started' : `last heard ${duration(age(node))} ago`
      : totals ? `${totals.running} running · CPU ${percent(totals.cpu)} · memory ${percent(totals.memory)}` : ''));
}

export function nodeView([name]) {
  const node = live.byName.get(name);
  if (!node) return h('p', { class: 'problem' }, `There is no node ${name}.`);
  const { role, drain, remark, configHash } = node.node;
  return [
    h('h1', {}, name, state(isDown(node) ? 'SILENT' : 'UP'), h('span', { class: `role ${role.toLowerCase()}` }, role)),
    remark && h('p', { class: 'problem' }, told(remark)),
    isDown(node) && h('p', { class: 'problem' }, age(node) < 0 ? 'It was never heard since this agent started.' : `It was last heard ${duration(age(node))} ago. What follows is what it said then.`),
    h('dl', { class: 'facts' }, fact('Users', drain === null ? 'welcome' : drain.toLowerCase()), fact('Revision', configHash ? configHash.slice(0, 8) : 'not known')),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Processes of ${name}` },
      h('table', { class: 'list' },
        h('thead', {}, h('tr', {}, ['Process', 'State', 'PID', 'CPU', 'Memory', 'Up', 'Restarts', 'What it says'].map(word => h('th', { scope: 'col' }, word)))),
        h('tbody', {}, node.processes.map(process => h('tr', { key: process.name, same: shownOn(node, process), lazy: () => [
          h('th', { scope: 'row' }, h('a', { href: processLink(name, process.name) }, process.name)),
          h('td', {}, state(stateOf(node, process))),
          h('td', { class: 'number' }, process.pid ?? ''),
          h('td', { class: 'number' }, process.pid ? percent(process.cpu) : ''),
          h('td', { class: 'number' }, process.pid ? percent(process.memory) : ''),
          h('td', { class: 'number' }, process.pid ? duration(uptime(process)) : ''),
          h('td', { class: 'number' }, process.restarts || ''),
          h('td', { class: 'says' }, told(process.message))] }))))),
  ];
}

function shownOn(node, process) {
  return [stateOf(node, process), process.pid, process.cpu, process.memory, process.pid && duration(uptime(process)), process.restarts, process.message].join(' ');
}

export function fact(name, ...value) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, ...value));
}
