// Nodes by processes, as MonCluster shows them; and one node with all its processes.

import { h } from '/console/dom.js';
import { age, connection, isDown, live, stateOf, uptime } from '/console/live.js';
import { isUnwell, processLink } from '/console/findings.js';
import { count, duration, percent, told } from '/console/format.js';

let wanted = '';
let isOnlyUnwell = false;

export function forgetCluster() {
  wanted = '';
  isOnlyUnwell = false;
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
  return process.pid ? duration(uptime(node, process)) : '';
}

/** All that a row shows, so that rows that have not changed cost nothing. */
function shownOf(row) {
  return live.nodes.map(node => {
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

export function clusterView(_, redraw) {
  const all = rows();
  const shown = all.filter(isShown);
  const groups = [...new Set(shown.map(row => row.group))];
  return [
    h('h1', { class: 'hidden' }, 'Cluster'),
    h('ul', { class: 'nodes', 'aria-label': 'Nodes' }, live.nodes.map(nodeCard)),
    h('div', { class: 'tools', role: 'search' },
      h('label', { for: 'search', class: 'hidden' }, 'Search processes and groups'),
      h('input', { id: 'search', type: 'search', placeholder: 'Search processes and groups', value: wanted, on: { input: event => { wanted = event.target.value; redraw(); } } }),
      h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'unwell', checked: isOnlyUnwell, on: { change: event => { isOnlyUnwell = event.target.checked; redraw(); } } }), ' Needs a look'),
      h('span', { class: 'quiet', 'aria-live': 'polite' }, shown.length === all.length ? count(all.length, 'process', 'processes') : `${shown.length} of ${all.length}`)),
    shown.length === 0
      ? h('p', { class: 'quiet' }, all.length ? 'No process is like that.' : 'No process is defined.')
      : h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Processes on nodes' },
        h('table', { class: `grid ${connection() === 'live' ? '' : 'old'}` },
          h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Process'), live.nodes.map(node => h('th', { scope: 'col', key: node.node.name }, node.node.name)))),
          groups.map(group => h('tbody', { key: group },
            group && h('tr', { class: 'group' }, h('th', { scope: 'rowgroup', colspan: live.nodes.length + 1 }, group)),
            shown.filter(row => row.group === group).map(row => h('tr', { key: row.name, same: shownOf(row), lazy: () => cells(row) })))))),
  ];
}

function cells(row) {
  return [
    h('th', { scope: 'row' }, row.name, row.primaryOnly && h('span', { class: 'tag', title: 'runs on the primary alone' }, 'primary only')),
    live.nodes.map(node => h('td', { key: node.node.name }, cell(node, row)))];
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
        h('tbody', {}, node.processes.map(process => h('tr', { key: process.name },
          h('th', { scope: 'row' }, h('a', { href: processLink(name, process.name) }, process.name)),
          h('td', {}, state(stateOf(node, process))),
          h('td', { class: 'number' }, process.pid ?? ''),
          h('td', { class: 'number' }, process.pid ? percent(process.cpu) : ''),
          h('td', { class: 'number' }, process.pid ? percent(process.memory) : ''),
          h('td', { class: 'number' }, process.pid ? duration(uptime(node, process)) : ''),
          h('td', { class: 'number' }, process.restarts || ''),
          h('td', { class: 'says' }, told(process.message))))))),
  ];
}

export function fact(name, ...value) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, ...value));
}
