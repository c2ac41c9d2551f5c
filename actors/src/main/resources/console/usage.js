// What a process took over a time: a curve for a look, and the same as words and as a table.

import { h } from '/console/dom.js';
import { get } from '/console/api.js';
import { bytes, percent, sentence, time } from '/console/format.js';

const AGAIN = 60_000;
const WIDTH = 320;
const HEIGHT = 60;
const HOURS = { 1: 'last hour', 24: 'last day', 168: 'last week', 2160: 'last 90 days' };

/** What is asked for one process until `close`. */
export function usage(node, process, redraw) {
  const it = { node, process, hours: 24, report: null, of: '', problem: '', reading: null, timer: null, redraw };
  it.close = () => {
    clearTimeout(it.timer);
    it.reading?.abort();
    it.reading = null;
  };
  return it;
}

export async function readUsage(it) {
  it.close();
  const reading = new AbortController();
  it.reading = reading;
  const of = HOURS[it.hours];
  const since = new Date(Date.now() - it.hours * 3_600_000).toISOString();
  try {
    const report = await get(`/api/v1/usage?${new URLSearchParams({ node: it.node, process: it.process, since })}`, reading.signal);
    Object.assign(it, { report, of, problem: '' });
  } catch (failure) {
    if (failure.name === 'AbortError') return;
    it.problem = `${sentence(failure.message)} ${sentence(failure.remedy ?? '')}`;
  }
  if (it.reading !== reading) return;
  it.timer = setTimeout(() => readUsage(it), AGAIN);
  it.redraw();
}

export function usagePanel(it) {
  const row = it.report?.rows.find(each => each.name === it.process);
  return h('section', { class: 'card usage', key: 'usage', 'aria-labelledby': 'usage-title' },
    h('h2', { id: 'usage-title' }, 'What it took'),
    h('div', { class: 'tools' },
      h('label', { for: 'usage-hours', class: 'hidden' }, 'Of which time'),
      h('select', { id: 'usage-hours', on: { change: event => { it.hours = Number(event.target.value); readUsage(it); } } },
        Object.entries(HOURS).map(([hours, words]) => h('option', { value: hours, selected: Number(hours) === it.hours }, words)))),
    it.problem && h('p', { class: 'problem' }, it.problem),
    it.report === null ? !it.problem && h('p', { class: 'quiet' }, 'Asking…')
      : row ? [figures(it, row), table(it, row)] : h('p', { class: 'quiet' }, 'Nothing was recorded in this time. A record is kept each minute that it runs.'));
}

const CURVES = [
  { name: 'CPU', of: row => row.cpu, say: percent, unit: 'percent of one core' },
  { name: 'Memory', of: row => row.memory, say: bytes, unit: 'resident' },
  { name: 'Heap', of: row => row.heap, say: bytes, unit: 'in use after collections' },
];

function figures(it, row) {
  return h('div', { class: 'curves' }, CURVES.filter(curve => curve.of(row)).map(curve => figure(it, curve, curve.of(row), row)));
}

function figure(it, { name, say, unit }, values, row) {
  const words = summary(say, values) + (name === 'Heap' && row.heapMaxBytes ? ` The JVM may take ${bytes(row.heapMaxBytes)}.` : '') + limit(name, row);
  const top = Math.max(...values.parts.filter(part => part !== null), 0);
  return h('figure', { key: name },
    h('figcaption', {}, h('b', {}, name), h('span', { class: 'quiet small' }, ` ${unit}`)),
    top > 0 && [
      h('div', { class: 'small quiet', 'aria-hidden': 'true' }, say(top)),
      h('svg', { class: 'curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${name} over the ${it.of}: ${words}` },
        h('path', { d: curveOf(values.parts, top), 'vector-effect': 'non-scaling-stroke' })),
      h('div', { class: 'ends small quiet', 'aria-hidden': 'true' }, time(it.report.from), time(it.report.to))],
    h('p', { class: 'small' }, words));
}

/** Steps, with gaps where nothing was recorded. */
function curveOf(parts, top) {
  const step = WIDTH / parts.length;
  let path = '';
  parts.forEach((part, at) => {
    if (part === null) return;
    const y = (HEIGHT - 2 - (part / top) * (HEIGHT - 4)).toFixed(1);
    path += at > 0 && parts[at - 1] !== null ? `V${y}` : `M${(at * step).toFixed(1)} ${y}`;
    path += `H${((at + 1) * step).toFixed(1)}`;
  });
  return path;
}

function summary(say, { mean, p95, peak, perDay, sure }) {
  const isSeen = sure && perDay && say(Math.abs(perDay)) !== say(0);
  const trend = isSeen ? ` It ${perDay > 0 ? 'grows' : 'falls'} by ${say(Math.abs(perDay))} a day.` : '';
  return `${say(mean)} on average, 95 % of the time below ${say(p95)}, at most ${say(peak)}.${trend}`;
}

function limit(name, { limit: reached }) {
  return reached && reached.of === name.toLowerCase() ? ` If that goes on, it reaches ${bytes(reached.bytes)} about ${new Date(reached.at).toLocaleDateString()}.` : '';
}

function table(it, row) {
  const shown = CURVES.filter(curve => curve.of(row));
  const parts = shown.map(curve => curve.of(row).parts);
  const from = Date.parse(it.report.from);
  const step = (Date.parse(it.report.to) - from) / Math.max(1, parts[0].length);
  if (parts[0].length === 0) return null;
  return h('details', {}, h('summary', {}, 'As a table'),
    h('div', { class: 'scroll part', tabindex: '0', role: 'region', 'aria-label': 'What it took, as a table' },
      h('table', {},
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'From'), shown.map(curve => h('th', { scope: 'col' }, `${curve.name}, mean`)))),
        h('tbody', {}, parts[0].map((_, at) => h('tr', {},
          h('th', { scope: 'row' }, time(new Date(from + at * step).toISOString())),
          shown.map((curve, number) => h('td', { class: 'number' }, parts[number][at] === null || parts[number][at] === undefined ? '–' : curve.say(parts[number][at])))))))));
}
