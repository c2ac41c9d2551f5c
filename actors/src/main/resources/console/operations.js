// Users away from a node and back, and what the nodes run from.

import { h } from '/console/dom.js';
import { isDown, live, may } from '/console/live.js';
import { act, confirmed, give, hasFailed, progress } from '/console/acts.js';
import { state } from '/console/cluster.js';

const page = fresh();

function fresh() {
  return { drain: act(), plan: act(), apply: act(), deadline: 60, stops: false };
}

export function forgetOperations() {
  Object.assign(page, fresh());
}

export function operationsView(_, redraw) {
  return [h('h1', {}, 'Operations'), drains(redraw), revisions(redraw)];
}

function drains(redraw) {
  return h('section', { class: 'card', 'aria-labelledby': 'drain-title' },
    h('h2', { id: 'drain-title' }, 'Users of a node'),
    h('p', { class: 'quiet' }, 'A drain leads users to the other nodes, and waits for those who are still there.'),
    may('operator') ? h('div', { class: 'tools' },
      h('label', { for: 'deadline' }, 'Wait at most'),
      h('input', { id: 'deadline', type: 'number', min: '0', max: '86400', value: page.deadline, on: { input: event => { page.deadline = Number(event.target.value); } } }), 's',
      h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'stops', checked: page.stops, on: { change: event => { page.stops = event.target.checked; redraw(); } } }), ' Then stop the processes'))
      : h('p', { class: 'quiet small' }, `You are ${live.me.role}: this needs the role operator.`),
    h('table', { class: 'list' },
      h('thead', {}, h('tr', {}, ['Node', 'Users', may('operator') && 'What to do'].filter(word => word).map(word => h('th', { scope: 'col' }, word)))),
      h('tbody', {}, live.nodes.map(node => h('tr', { key: node.node.name },
        h('th', { scope: 'row' }, h('a', { href: `#/node/${encodeURIComponent(node.node.name)}` }, node.node.name), ' ', h('span', { class: 'quiet small' }, node.node.role)),
        h('td', {}, isDown(node) ? state('SILENT') : users(node)),
        may('operator') && h('td', {}, drainButton(node, redraw)))))),
    progress(page.drain));
}

function users(node) {
  return { DRAINING: 'are led away', DRAINED: 'none: drained' }[node.node.drain] ?? 'welcome';
}

function drainButton(node, redraw) {
  const name = node.node.name;
  const is = isDown(node) || page.drain.isRunning;
  return node.node.drain === null
    ? h('button', { type: 'button', disabled: is, 'aria-label': `Drain ${name}`, on: { click: () => drain(node, redraw) } }, 'Drain…')
    : h('button', { type: 'button', disabled: isDown(node), 'aria-label': `Undrain ${name}`, on: { click: () => give(page.drain, `Undrain ${name}`, '/api/v1/undrain', { node: name }, redraw) } }, 'Undrain');
}

async function drain(node, redraw) {
  const name = node.node.name;
  const isPrimary = live.primary?.node === name;
  const text = `Balancers send new users elsewhere. Users who are there are waited for at most ${page.deadline} s.${page.stops ? ' Then its processes are stopped.' : ''}${isPrimary ? ' It is the primary: the agent refuses unless you change the primary first.' : ''}`;
  if (!(await confirmed(`Drain ${name}?`, text, `Drain ${name}`))) return;
  await give(page.drain, `Drain ${name}`, '/api/v1/drain', { node: name, deadlineSeconds: page.deadline, stop: page.stops }, redraw);
}

function revisions(redraw) {
  const hashes = new Set(live.nodes.filter(node => !isDown(node)).map(node => node.node.configHash));
  return h('section', { class: 'card', 'aria-labelledby': 'apply-title' },
    h('h2', { id: 'apply-title' }, 'Configuration'),
    h('p', { class: 'quiet' }, hashes.size > 1 ? 'The nodes run different revisions.' : 'All nodes that are heard run the same revision.'),
    h('ul', { class: 'plainlist' }, live.nodes.map(node => h('li', { key: node.node.name }, `${node.node.name} `, h('code', {}, node.node.configHash.slice(0, 12) || 'not known'), isDown(node) && h('span', { class: 'quiet' }, ' when it was last heard')))),
    may('admin') ? h('div', {}, h('div', { class: 'buttons' }, h('button', { type: 'button', id: 'plan', disabled: page.plan.isRunning || page.apply.isRunning, on: { click: () => plan(redraw) } }, 'Show what apply would do'), h('span', { class: 'quiet small' }, 'This changes nothing.')),
      progress(page.plan),
      isPlanned() && h('div', { class: 'buttons' }, h('button', { type: 'button', id: 'apply', class: 'primary', on: { click: () => apply(redraw) } }, 'Apply exactly this')),
      progress(page.apply))
      : h('p', { class: 'quiet small' }, `You are ${live.me.role}: applying another revision needs the role admin.`));
}

function plan(redraw) {
  page.apply = act();
  return give(page.plan, 'What apply would do', '/api/v1/apply', { everyNode: true, dryRun: true }, redraw);
}

function isPlanned() {
  return !page.plan.isRunning && page.plan.title && !hasFailed(page.plan) && page.plan.lines.some(line => line.result === 'planned') && !page.apply.title;
}

async function apply(redraw) {
  const shown = Object.fromEntries(page.plan.lines.filter(line => line.plan).map(line => [line.node, line.plan]));
  if (!(await confirmed('Apply this plan?', 'Each node does what is shown above, and nothing else. Processes that change are restarted.', 'Apply'))) return;
  await give(page.apply, 'Apply', '/api/v1/apply', { everyNode: true, shown }, redraw);
}
