// Orders with their progress, and the question before them.

import { h } from '/console/dom.js';
import { order } from '/console/api.js';
import { millis, sentence } from '/console/format.js';

/** Of one order; a drain of many hours tells more. */
const MOST_LINES = 5000;

/** An order that runs or ran: its lines as they came, and how it ended. One of a kind for each view that shows it. */
export function act() {
  return { title: '', lines: [], isRunning: false, refusal: null, nodes: [] };
}

let givenNow = 0;

/** Whether an order of this page goes on. */
export function isGiving() {
  return givenNow > 0;
}

/** Gives the order. Never fails: what was refused stands in the act. `nodes`: those that it goes over, one after the other. */
export async function give(it, title, path, body, redraw, nodes = []) {
  Object.assign(it, { title, lines: [], isRunning: true, refusal: null, nodes });
  givenNow++;
  redraw();
  try {
    return await order(path, body, line => {
      if (isOvertaken(it.lines.at(-1), line)) it.lines.pop();
      it.lines.push(line);
      if (it.lines.length > MOST_LINES) it.lines.shift();
      redraw();
    });
  } catch (failure) {
    it.refusal = failure;
    return null;
  } finally {
    givenNow--;
    it.isRunning = false;
    redraw();
  }
}

export function hasFailed(it) {
  return isCut(it) || it.refusal !== null || it.lines.some(line => line.result === 'failed' || line.result === 'refused') || it.lines.at(-1)?.outcome === 'refused';
}

/** Whether nobody knows how it ended: the lines of an order with an outcome end with another one than this. */
function isCut(it) {
  return !it.isRunning && it.lines.at(-1)?.outcome === 'running';
}

/** What came of it so far, for a reader and for a screen reader. */
export function progress(it) {
  if (!it.title) return null;
  const state = it.isRunning ? 'running' : hasFailed(it) ? 'failed' : 'done';
  return h('section', { class: `progress ${state}`, role: 'log', 'aria-label': it.title },
    h('h3', {}, it.title, h('span', { class: `pill ${state}` }, it.refusal?.status === 0 || isCut(it) ? 'not known' : { running: 'running', failed: 'not done', done: 'done' }[state])),
    it.isRunning && it.lines.length === 0 && h('p', { class: 'quiet' }, 'Asking the nodes…'),
    it.nodes.length > 0 && steps(it),
    h('ol', {}, it.lines.map(line => h('li', { class: line.result ?? line.outcome }, lineOf(line)))),
    it.refusal && h('div', { class: 'problem', role: 'alert' }, h('p', {}, h('b', {}, sentence(it.refusal.message))), it.refusal.remedy && h('p', {}, sentence(it.refusal.remedy))));
}

/** Of a wait that is told again and again the last word is enough. */
function isOvertaken(line, next) {
  return line?.phase === 'wait' && next.phase === 'wait';
}

const STEP = { waiting: 'waits', running: 'goes on', done: 'done', failed: 'not done', unknown: 'not known' };

/** How far it is, node by node: the lines say of each node what came of it. */
function steps(it) {
  const lastBegun = it.nodes.findLastIndex(name => it.lines.some(line => line.node === name));
  const states = it.nodes.map((name, at) => {
    if (it.lines.some(line => line.node === name && (line.result === 'failed' || line.result === 'refused'))) return 'failed';
    if (at > lastBegun) return it.isRunning ? 'waiting' : 'failed';
    if (at < lastBegun) return 'done';
    return it.isRunning ? 'running' : it.refusal ? 'unknown' : 'done';
  });
  const done = states.filter(each => each === 'done').length;
  return h('div', { class: 'steps' },
    h('progress', { max: it.nodes.length, value: done, 'aria-label': `${done} of ${it.nodes.length} nodes are done` }),
    it.nodes.map((name, at) => h('span', { class: `step ${states[at]}`, key: name }, h('b', {}, name), ` ${STEP[states[at]]}`)));
}

function lineOf(line) {
  if (line.result !== undefined) {
    return [h('span', { class: 'tag' }, line.result), ' ', h('b', {}, [line.node, line.process].filter(word => word).join(' ')), line.text && ` ${line.text}`];
  }
  return [h('span', { class: 'tag' }, line.phase), ' ', line.text, h('span', { class: 'quiet' }, ` ${millis(line.elapsedMillis)}`), line.outcome === 'refused' && line.remedy && h('p', {}, sentence(line.remedy))];
}

/** Asks before something ends. Resolves to false, or to what was ticked: `option` is a question beside it. */
export function confirmed(title, text, button, option = '') {
  const dialog = document.createElement('dialog');
  const add = (parent, tag, words, props = {}) => Object.assign(parent.appendChild(document.createElement(tag)), { textContent: words }, props);
  const heading = add(dialog, 'h2', title);
  heading.id = 'question';
  dialog.setAttribute('aria-labelledby', 'question');
  add(dialog, 'p', text);
  const label = add(dialog, 'label', '', { className: 'check', hidden: !option });
  const box = add(label, 'input', '', { type: 'checkbox', id: 'option' });
  label.append(` ${option}`);
  const buttons = add(dialog, 'div', '', { className: 'buttons' });
  const no = add(buttons, 'button', 'Cancel', { type: 'button' });
  const yes = add(buttons, 'button', button, { type: 'button', className: 'danger', id: 'confirm' });
  document.body.append(dialog);
  return new Promise(resolve => {
    yes.onclick = () => dialog.close('yes');
    no.onclick = () => dialog.close('');
    dialog.onclose = () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' && { isTicked: box.checked });
    };
    dialog.showModal();
    no.focus();
  });
}
