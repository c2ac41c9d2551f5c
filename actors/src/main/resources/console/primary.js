// Who is the primary, the change of it with what it would do, and what came of former changes.

import { h } from '/console/dom.js';
import { get } from '/console/api.js';
import { age, isDown, live, may } from '/console/live.js';
import { act, give, hasFailed, progress } from '/console/acts.js';
import { fact, state } from '/console/cluster.js';
import { duration, millis, sentence, time, told } from '/console/format.js';

const SHOWN = 20;

/** What was checked may be otherwise a moment later. */
const CHECK_COUNTS = 120_000;

const page = fresh();

function fresh() {
  return { target: '', reason: '', confirmDown: [], fence: [], override: [], typed: {}, check: act(), checked: null, checkedAt: 0, order: act(), cancel: act(), history: null, problem: '', epoch: null, asked: undefined };
}

export function forgetPrimary() {
  Object.assign(page, fresh());
}

export function primaryView([asked], redraw) {
  if (asked && page.asked !== asked && live.byName.has(asked)) choose(asked);
  page.asked = asked;
  if (page.history === null || page.epoch !== live.primary?.epoch) readHistory(redraw);
  return [
    h('h1', {}, live.primary ? ['Primary ', live.primary.node] : 'No node is the primary'),
    current(),
    scheduled(redraw),
    may('admin') ? change(redraw) : h('p', { class: 'quiet' }, `You are ${live.me.role}: changing the primary needs the role admin.`),
    history(),
  ];
}

function readHistory(redraw) {
  page.history ??= [];
  page.epoch = live.primary?.epoch;
  get('/api/v1/history').then(entries => {
    page.history = entries.reverse();
    page.problem = '';
    redraw();
  }, failure => {
    page.problem = failure.message;
    redraw();
  });
}

function current() {
  const primary = live.primary;
  if (!primary) return null;
  const node = live.byName.get(primary.node);
  const since = page.history?.find(entry => entry.epoch === primary.epoch && entry.outcome === 'done');
  return [
    node && isDown(node) && h('p', { class: 'problem' }, `${primary.node} has been silent for ${duration(age(node))}. It stays the primary until somebody makes another node the primary.`),
    h('dl', { class: 'facts' },
      fact('Since', since ? time(since.at) : 'not known'),
      fact('By', primary.by || 'not known'),
      fact('Reason', since?.reason || '–'),
      fact('Epoch', primary.epoch),
      primary.confirmedDown.length > 0 && fact('On the word that these were down', primary.confirmedDown.join(', ')),
      primary.fenced.length > 0 && fact('Fenced for it', primary.fenced.join(', ')),
      fact('Guard', primary.guard, primary.guard === 'majority' && h('span', { class: 'quiet' }, ` of ${primary.voters.join(', ')}`)),
      primary.guard !== 'operator' && fact('Lease', h('span', { id: 'lease' }, lease()))),
  ];
}

/** Told every two seconds; its age goes on here meanwhile, and where the agent falls silent. */
function lease() {
  if (!live.lease) return 'not known';
  const { grantedBy, ageMillis, leftMillis, got } = live.lease;
  const since = performance.now() - got;
  const left = leftMillis - since;
  return [
    grantedBy.length > 0 ? `granted by ${grantedBy.join(', ')} ${millis(ageMillis + since)} ago` : 'granted before the start of the agent',
    left > 0 ? `, holds for ${millis(left)} more` : h('b', {}, ', has run out')];
}

/** A change that was ordered for later, by the command. */
function scheduled(redraw) {
  const { scheduled } = live;
  if (!scheduled) return progress(page.cancel);
  return h('section', { class: 'card', 'aria-labelledby': 'scheduled-title' },
    h('h2', { id: 'scheduled-title' }, 'Scheduled'),
    h('p', {}, h('b', {}, scheduled.node), ' is to become primary at ', time(scheduled.at), `, ordered by ${scheduled.by}`, scheduled.reason && `: ${scheduled.reason}`),
    may('admin') && h('div', { class: 'buttons' }, h('button', { type: 'button', id: 'cancel-scheduled', disabled: page.cancel.isRunning, on: { click: () => give(page.cancel, `Cancel the change to ${scheduled.node}`, '/api/v1/primary/cancel', { target: scheduled.node, reason: page.reason }, redraw) } }, 'Cancel it')),
    progress(page.cancel));
}

function choose(target) {
  Object.assign(page, { target, confirmDown: [], fence: [], override: [], typed: {}, check: act(), checked: null });
  if (!page.order.isRunning) page.order = act();
}

function body(isDryRun) {
  const { target, confirmDown, fence, override, reason } = page;
  return { target, confirmDown, fence, override, reason, dryRun: isDryRun };
}

async function check(redraw) {
  const asked = JSON.stringify(body(true));
  page.order = act();
  await give(page.check, `What would happen if ${page.target} became the primary`, '/api/v1/primary', body(true), redraw);
  page.checked = asked;
  page.checkedAt = performance.now();
  redraw();
}

/** Only of what was checked, letter by letter, and only where the check says yes. */
function isReady() {
  return page.checked !== null && performance.now() - page.checkedAt < CHECK_COUNTS && page.checked === JSON.stringify(body(true)) && !page.check.isRunning && !hasFailed(page.check) && page.check.lines.length > 0;
}

async function carryOut(redraw) {
  page.checked = null;
  await give(page.order, `Make ${page.target} the primary`, '/api/v1/primary', body(false), redraw);
  if (!hasFailed(page.order)) page.reason = '';
  page.check = act();
  page.confirmDown = [];
  page.fence = [];
  page.override = [];
  page.typed = {};
  readHistory(redraw);
}

function change(redraw) {
  return h('section', { class: 'card', 'aria-labelledby': 'change-title' },
    h('h2', { id: 'change-title' }, 'Make a node the primary'),
    h('form', { on: { submit: event => { event.preventDefault(); check(redraw); } } },
      h('fieldset', { class: 'choices' }, h('legend', {}, 'Node'), live.nodes.map(node => choice(node, redraw))),
      h('label', { for: 'reason' }, 'Why, for the history'),
      h('input', { id: 'reason', type: 'text', maxlength: '200', placeholder: 'such as: NodeA lost its power supply', value: page.reason, on: { input: event => { page.reason = event.target.value; redraw(); } } }),
      h('div', { class: 'buttons' }, h('button', { type: 'submit', id: 'check', disabled: !page.target || page.check.isRunning || page.order.isRunning, class: isReady() ? '' : 'primary' }, 'Check what would happen'), h('span', { class: 'quiet small' }, 'A check changes nothing.'))),
    verdict(redraw),
    progress(page.order));
}

function choice(node, redraw) {
  const name = node.node.name;
  return h('label', { class: 'choice', key: name },
    h('input', { type: 'radio', name: 'target', value: name, checked: page.target === name, on: { change: () => { choose(name); redraw(); } } }),
    h('span', {}, ` ${name} `, isDown(node) ? state('SILENT') : state('UP'), h('span', { class: 'quiet small' }, ` ${node.node.role}`)));
}

function verdict(redraw) {
  if (page.check.isRunning) return progress(page.check);
  if (page.check.refusal !== null) return refused(redraw);
  if (hasFailed(page.check)) return [progress(page.check), refusedBy(page.check.lines.at(-1), redraw)];
  if (!isReady()) return null;
  return h('div', { class: 'verdict', id: 'verdict', role: 'status' },
    h('p', {}, h('b', {}, `${page.target} can become the primary. `), sentence(page.check.lines.at(-1).text)),
    effects(),
    h('div', { class: 'buttons' }, h('button', { type: 'button', id: 'set-primary', class: 'primary', on: { click: () => carryOut(redraw) } }, `Make ${page.target} the primary`)));
}

/** What stops and what starts, as the nodes last said. */
function effects() {
  const from = live.primary && live.primary.node !== page.target ? live.byName.get(live.primary.node) : null;
  const target = live.byName.get(page.target);
  const stops = from ? from.processes.filter(process => process.primaryOnly && process.status !== 'STOPPED') : [];
  const starts = target ? target.processes.filter(process => process.primaryOnly && process.status === 'STANDBY') : [];
  return h('ul', {},
    stops.length > 0 && h('li', {}, isDown(from) ? `${from.node.name} is taken for down. These count as ended there: ` : `Stops on ${from.node.name}: `, stops.map(process => process.name).join(', ')),
    starts.length > 0 && h('li', {}, `Starts on ${page.target}: `, starts.map(process => `${process.name}${process.standby === 'warm' ? ' (warm)' : ''}`).join(', ')),
    stops.length + starts.length === 0 && h('li', {}, 'No process stops or starts.'));
}

function refused(redraw) {
  return refusedBy({ text: page.check.refusal.message, remedy: page.check.refusal.remedy, reasons: page.check.refusal.reasons, silences: page.check.refusal.silences }, redraw);
}

function refusedBy(refusal, redraw) {
  const reasons = refusal.reasons ?? [];
  return h('div', { id: 'verdict', role: 'status' },
    reasons.length === 0 && h('div', { class: 'problem' }, h('p', {}, h('b', {}, sentence(refusal.text))), h('p', {}, sentence(refusal.remedy))),
    reasons.map((reason, at) => h('div', { class: 'problem', key: `${reason.code}-${at}` },
      h('p', {}, h('b', {}, sentence(reason.text)), ' ', h('span', { class: 'tag' }, reason.code)),
      reason.remedy && h('p', {}, sentence(reason.remedy)))),
    silences(refusal.silences ?? []),
    ways(reasons, redraw));
}

function silences(all) {
  return all.length > 0 && h('ul', {}, all.map(silence => h('li', { key: silence.host },
    h('b', {}, silence.host),
    silence.heardBy ? ` was last heard by ${silence.heardBy}, ${duration(silence.heardAgoMillis / 1000)} ago` : ` was not heard by any node that answers for ${duration(silence.heardAgoMillis / 1000)}`,
    silence.saidFarewell && '; it said that its agent ends in good order',
    silence.waitMillis > 0 && `; a change waits ${duration(silence.waitMillis / 1000)} first`)));
}

/** The orders that the agent itself names as ways out. */
function ways(reasons, redraw) {
  const orders = reasons.flatMap(reason => reason.next ?? []).filter(next => next.target === page.target);
  const different = [...new Map(orders.map(next => [JSON.stringify([next.confirmDown, next.fence, next.override]), next])).entries()];
  return different.map(([key, next]) => h('form', { class: 'card way', key, on: { submit: event => { event.preventDefault(); take(next, redraw); } } },
    h('h3', {}, wayTitle(next)),
    next.confirmDown.length > 0 && h('p', {}, 'Confirming a node down is your word that its machine is off, or that its agent and all its primaryOnly processes have ended and nobody will start them. ', h('b', {}, 'Said wrongly, two nodes can be the primary at once, and data may be damaged.')),
    next.fence.length > 0 && h('p', {}, `The fence command switches ${next.fence.join(', ')} off.`),
    next.override.length > 0 && h('p', {}, `You decide that this does not matter: ${next.override.join(', ')}. It needs a reason above.`),
    [...next.confirmDown, ...next.fence].map(host => [
      h('label', { for: `typed-${host}` }, `Type ${host} to ${next.confirmDown.includes(host) ? 'confirm it down' : 'have it fenced'}`),
      h('input', { id: `typed-${host}`, type: 'text', autocomplete: 'off', spellcheck: 'false', value: page.typed[host] ?? '', on: { input: event => { page.typed[host] = event.target.value; redraw(); } } })]),
    h('div', { class: 'buttons' }, h('button', { type: 'submit', class: 'danger', disabled: !isTyped(next) }, 'Check with this'))));
}

function wayTitle(next) {
  const parts = [];
  if (next.confirmDown.length > 0) parts.push(`Confirm ${next.confirmDown.join(', ')} down`);
  if (next.fence.length > 0) parts.push(`Fence ${next.fence.join(', ')}`);
  if (next.override.length > 0) parts.push(`Override ${next.override.join(', ')}`);
  return parts.join(', ') || 'Try again';
}

function isTyped(next) {
  return [...next.confirmDown, ...next.fence].every(host => page.typed[host] === host) && (next.override.length === 0 || page.reason.trim() !== '');
}

function take(next, redraw) {
  if (!isTyped(next)) return;
  page.confirmDown = [...next.confirmDown];
  page.fence = [...next.fence];
  page.override = [...next.override];
  check(redraw);
}

function history() {
  return h('section', { 'aria-labelledby': 'history-title' },
    h('h2', { id: 'history-title' }, 'History'),
    page.problem && h('p', { class: 'problem' }, page.problem),
    page.history?.length === 0 && h('p', { class: 'quiet' }, 'Nobody has changed the primary yet.'),
    h('ol', { class: 'history' }, (page.history ?? []).slice(0, SHOWN).map(entry)));
}

function entry(it) {
  const phases = it.phases.filter(phase => phase.millis > 0);
  const longest = Math.max(...phases.map(phase => phase.millis), 1);
  return h('li', { class: 'card', key: `${it.at}-${it.epoch}-${it.to}` },
    h('p', {}, time(it.at), ' ', h('b', {}, it.from ? `${it.from} → ${it.to}` : it.to), ' ', h('span', { class: `pill ${{ done: 'done', refused: 'failed' }[it.outcome] ?? 'running'}` }, it.outcome),
      h('span', { class: 'quiet' }, ` by ${it.by}${it.reason ? `: ${it.reason}` : ''}`)),
    it.confirmedDown.length > 0 && h('p', {}, `Confirmed down: ${it.confirmedDown.join(', ')}`),
    it.why && h('p', { class: 'quiet' }, told(it.why)),
    it.gapMillis !== undefined && it.gapMillis !== null && h('p', { class: 'small' }, `No primaryOnly process ran for at most ${millis(it.gapMillis)}.`),
    phases.length > 0 && h('details', {}, h('summary', {}, 'Phases'),
      h('table', { class: 'phases' },
        h('thead', { class: 'hidden' }, h('tr', {}, h('th', { scope: 'col' }, 'Phase'), h('th', { scope: 'col' }, 'Time'), h('th', { scope: 'col' }, 'Share'))),
        h('tbody', {}, phases.map((phase, at) => h('tr', { key: `${phase.name}-${phase.host}-${at}` },
          h('th', { scope: 'row' }, phase.name, h('span', { class: 'quiet small' }, ` ${phase.host}`)),
          h('td', { class: 'number' }, millis(phase.millis)),
          h('td', { class: 'share' }, h('span', { class: `bar ${phase.name}`, width: Math.max(1, (100 * phase.millis) / longest) }))))))));
}
