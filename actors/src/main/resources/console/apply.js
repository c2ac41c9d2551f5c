// What the nodes run from, how that differs, and the way to what was installed last.

import { h } from '/console/dom.js';
import { get } from '/console/api.js';
import { isDown, live, may } from '/console/live.js';
import { act, confirmed, give, hasFailed, progress } from '/console/acts.js';
import { diff } from '/console/diff.js';
import { count, seconds, sentence } from '/console/format.js';

const SHOWN_DIGITS = 12;
const AGAIN = 5000;

const page = fresh();

function fresh() {
  return { plan: act(), apply: act(), isLeftOut: new Set(), isRolling: true, drains: false, deadline: 60, reason: '', between: { key: '', all: [], isReading: false } };
}

export function forgetApply() {
  Object.assign(page, fresh());
}

export function applySection(redraw) {
  return h('section', { class: 'card', 'aria-labelledby': 'apply-title' },
    h('h2', { id: 'apply-title' }, 'Configuration'),
    revisions(redraw),
    may('admin') ? [planner(redraw), shownPlan(redraw), progress(page.apply)]
      : h('p', { class: 'quiet small' }, `You are ${live.me.role}: applying another revision needs the role admin.`));
}

function brief(hash) {
  return hash.slice(0, SHOWN_DIGITS) || 'not known';
}

/** The nodes of each revision, the primary's first: that is what the others are compared with. */
function byRevision() {
  const all = new Map();
  const known = live.nodes.filter(node => !isDown(node) && node.node.configHash);
  const ofPrimary = known.filter(node => node.node.name === live.primary?.node);
  for (const node of [...ofPrimary, ...known.filter(each => !ofPrimary.includes(each))]) {
    all.set(node.node.configHash, [...(all.get(node.node.configHash) ?? []), node.node.name]);
  }
  return [...all];
}

function revisions(redraw) {
  const revisions = byRevision();
  return [
    h('p', { class: revisions.length > 1 ? 'problem' : 'quiet' }, revisions.length > 1 ? 'The nodes run different revisions.' : 'All nodes that are heard run the same revision.'),
    h('ul', { class: 'plainlist' }, live.nodes.map(node => h('li', { key: node.node.name }, `${node.node.name} `, h('code', {}, brief(node.node.configHash)),
      node.node.version && h('span', { class: 'quiet' }, ` baton ${node.node.version}`), isDown(node) && h('span', { class: 'quiet' }, ' when it was last heard')))),
    revisions.length > 1 && differences(revisions, redraw)];
}

function differences(revisions, redraw) {
  if (!may('operator')) return h('p', { class: 'quiet small' }, 'What differs is for the role operator.');
  const [[base, ofBase], ...others] = revisions;
  const key = revisions.map(([hash]) => hash).join(' ');
  if (page.between.key !== key) compare(key, base, others, redraw);
  return others.map(([hash, names], at) => {
    const found = page.between.all[at];
    return h('div', { key: hash },
      h('h3', {}, `From ${ofBase.join(', ')} to ${names.join(', ')}`),
      found === undefined ? h('p', { class: 'quiet' }, 'Comparing…') : found.problem ? h('p', { class: 'quiet' }, found.problem) : diff(found, `From ${brief(base)} to ${brief(hash)}`));
  });
}

async function compare(key, base, others, redraw) {
  page.between = { key, all: [] };
  const mine = page.between;
  for (const [hash] of others) {
    try {
      mine.all.push(await get(`/api/v1/revision-changes?${new URLSearchParams({ from: base, to: hash })}`));
    } catch (failure) {
      mine.all.push({ problem: `${sentence(failure.message)} ${sentence(failure.remedy ?? '')}` });
      // A refusal stays one; an agent that does not answer may come back.
      if (!failure.status || failure.status === 503) setTimeout(() => { if (page.between === mine) page.between = { key: '', all: [] }; redraw(); }, AGAIN);
    }
    redraw();
  }
}

function chosen() {
  return live.nodes.map(node => node.node.name).filter(name => !page.isLeftOut.has(name));
}

/** All of them, or some in the order of a rolling apply: the primary last. */
function whom(names) {
  if (names.length === live.nodes.length) return { everyNode: true };
  const primary = live.primary?.node;
  return { hosts: [...names.filter(name => name !== primary), ...names.filter(name => name === primary)] };
}

function planner(redraw) {
  const is = page.plan.isRunning || page.apply.isRunning;
  return [
    h('fieldset', { class: 'choices' }, h('legend', {}, 'Apply what was installed last on'), live.nodes.map(node => h('label', { class: 'choice', key: node.node.name },
      h('input', {
        type: 'checkbox', checked: !page.isLeftOut.has(node.node.name), disabled: is,
        on: { change: event => { page.isLeftOut[event.target.checked ? 'delete' : 'add'](node.node.name); page.plan = act(); redraw(); } },
      }), ` ${node.node.name}`, isDown(node) && h('span', { class: 'quiet small' }, ' silent')))),
    h('div', { class: 'buttons' }, h('button', { type: 'button', id: 'plan', disabled: is || chosen().length === 0, on: { click: () => plan(redraw) } }, 'Show what apply would do'), h('span', { class: 'quiet small' }, 'This changes nothing.'))];
}

function plan(redraw) {
  page.apply = act();
  return give(page.plan, 'What apply would do', '/api/v1/apply', { ...whom(chosen()), dryRun: true }, redraw);
}

/** The plans of the nodes; those that are alike are one. */
function plans() {
  const byNode = new Map();
  for (const line of page.plan.lines) {
    const own = byNode.get(line.node) ?? { steps: [], changes: null };
    own.steps.push(line);
    own.changes ??= line.changes ?? null;
    byNode.set(line.node, own);
  }
  const alike = new Map();
  for (const [node, { steps, changes }] of byNode) {
    const key = JSON.stringify([steps.map(({ process, result, text }) => [process, result, text]), changes]);
    const before = alike.get(key);
    if (before) before.nodes.push(node);
    else alike.set(key, { nodes: [node], steps, changes });
  }
  return [...alike.values()];
}

function shownPlan(redraw) {
  if (!page.plan.title) return null;
  if (page.plan.isRunning || page.plan.refusal) return progress(page.plan);
  return h('div', { id: 'plans' },
    plans().map(({ nodes, steps, changes }) => h('section', { class: 'progress', key: nodes.join(' '), 'aria-label': `Plan of ${nodes.join(', ')}` },
      h('h3', {}, nodes.join(', ')),
      changes && diff(changes, `What changes on ${nodes.join(', ')}`),
      h('ol', {}, steps.map(step => h('li', { class: step.result }, h('span', { class: 'tag' }, step.result), ' ', h('b', {}, step.process), ` ${step.text}`))))),
    hasFailed(page.plan) && h('p', { class: 'quiet' }, 'Nothing can be applied so. Leave out the nodes that can’t, and look again.'),
    isPlanned() && orderForm(redraw));
}

function isPlanned() {
  return !hasFailed(page.plan) && page.plan.lines.some(line => line.result === 'planned') && !page.apply.title;
}

function orderForm(redraw) {
  return h('form', { on: { submit: event => { event.preventDefault(); apply(redraw); } } },
    h('label', { for: 'apply-reason' }, 'Why, for the events'),
    h('input', { id: 'apply-reason', class: 'wide', type: 'text', maxlength: '200', placeholder: 'such as: more heap for ROUTER', value: page.reason, on: { input: event => { page.reason = event.target.value; } } }),
    h('div', { class: 'tools' },
      h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'apply-rolling', checked: page.isRolling, on: { change: event => { page.isRolling = event.target.checked; redraw(); } } }), ' One node after the other'),
      h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'apply-drain', disabled: !page.isRolling, checked: page.isRolling && page.drains, on: { change: event => { page.drains = event.target.checked; redraw(); } } }), ' Lead the users of each node away first, at most'),
      h('label', { for: 'apply-deadline', class: 'hidden' }, 'Seconds that users are waited for'),
      h('input', { id: 'apply-deadline', type: 'number', min: '1', max: '86400', step: '1', required: true, disabled: !page.isRolling || !page.drains, value: page.deadline, on: { input: event => { page.deadline = seconds(event.target, 1); } } }), 's'),
    h('div', { class: 'buttons' }, h('button', { type: 'submit', id: 'apply', class: 'primary' }, 'Apply exactly this')));
}

async function apply(redraw) {
  const shown = Object.fromEntries(page.plan.lines.filter(line => line.plan).map(line => [line.node, line.plan]));
  const names = [...new Set(page.plan.lines.map(line => line.node))];
  const order = page.isRolling ? { rolling: true, drainSeconds: page.drains ? page.deadline : 0 } : {};
  const text = `Each node does what is shown, and nothing else. ${page.isRolling ? 'The next node begins when all is ready on the last; the first that fails ends it.' : 'All nodes do it at the same time.'}`;
  if (!(await confirmed(`Apply this plan on ${count(names.length, 'node')}?`, text, 'Apply'))) return;
  const to = whom(names);
  await give(page.apply, 'Apply', '/api/v1/apply', { ...to, shown, reason: page.reason, ...order }, redraw, page.isRolling ? inOrder(names) : []);
}

function inOrder(names) {
  const primary = live.primary?.node;
  return [...names.filter(name => name !== primary), ...names.filter(name => name === primary)];
}
