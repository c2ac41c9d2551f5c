// What the agent tells of the cluster, as it happens. One stream for a page; none while the page is hidden.

import { get, refusal } from '/console/api.js';

const SILENT_AFTER = 6_000;
const TRY_AGAIN = 1_500;

/** The state of the page: who looks, and what is known of the cluster since when. */
export const live = {
  me: null,
  nodes: [],
  byName: new Map(),
  /** The names of the nodes; undefined before the agent has told them. */
  order: undefined,
  primary: null,
  scheduled: null,
  /** What the primary was granted last, and when that was told; null where there is no lease. */
  lease: null,
  /** When the agent last said anything, by this browser's monotonic clock; null before. */
  heard: null,
  heardAt: null,
  isConnected: false,
  isComplete: false,
  /** Another one after each change of a state: what was made of the same one need not be made again. */
  version: 0,
  problem: '',
  /** Whether the agent answered, and refused. */
  isRefused: false,
};

let source = null;
let retry = null;
let hasTold = false;
let onChange = () => {};
let onEnd = () => {};

export function begin(changed, ended) {
  onChange = changed;
  onEnd = ended;
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  window.addEventListener('pagehide', close);
  open();
}

export function end() {
  close();
  Object.assign(live, { nodes: [], byName: new Map(), primary: null, scheduled: null, lease: null, heard: null, heardAt: null, isConnected: false, isComplete: false, order: undefined, problem: '' });
}

function close() {
  clearTimeout(retry);
  source?.close();
  source = null;
  live.isConnected = false;
}

export function open() {
  if (!live.me || document.hidden || source) return;
  const mine = new EventSource('/api/v1/console/stream');
  source = mine;
  hasTold = false;
  const on = (type, take) => mine.addEventListener(type, event => {
    if (source !== mine) return;
    hasTold = true;
    live.heard = performance.now();
    live.heardAt = Date.now();
    live.isConnected = true;
    Object.assign(live, { problem: '', isRefused: false });
    take(JSON.parse(event.data));
    onChange();
  });
  on('cluster', head => {
    if (live.primary?.epoch !== head.primary?.epoch) live.lease = null;
    live.primary = head.primary;
    live.scheduled = head.scheduled ?? null;
    live.order = head.nodes;
    arrange();
  });
  on('node', ({ node, processes }) => {
    const got = performance.now();
    const all = processes.map(process => ({ ...process, got }));
    live.byName.set(node.name, { node, got, processes: all, of: new Map(all.map(process => [process.name, process])), places: new Map(all.map(({ name }, at) => [name, at])), made: new Map() });
    arrange();
  });
  on('change', takeChange);
  on('sign', sign => {
    live.lease = sign.lease ? { ...sign.lease, got: performance.now() } : null;
  });
  on('end', () => {
    close();
    onEnd();
  });
  mine.onerror = () => {
    if (source !== mine) return;
    close();
    onChange();
    retry = setTimeout(again, TRY_AGAIN);
  };
}

/** What has changed of a node that was told before. */
function takeChange({ name, ageSeconds, node, totals, processes = [], figures = [] }) {
  const known = live.byName.get(name);
  if (!known) return;
  const got = performance.now();
  Object.assign(known, { node: node ?? { ...known.node, ageSeconds, totals: totals ?? known.node.totals }, got });
  const put = (at, process) => {
    known.processes[at] = process;
    known.of.set(process.name, process);
  };
  for (const process of processes) put(known.places.get(process.name), { ...process, got });
  for (const [at, cpu, memory] of figures) put(at, { ...known.processes[at], cpu, memory });
  if (!node && processes.length === 0) return;
  known.made = new Map();
  arrange();
}

function arrange() {
  live.version++;
  live.nodes = (live.order ?? []).map(name => live.byName.get(name)).filter(node => node);
  live.isComplete = live.nodes.length === (live.order ?? []).length && live.order !== undefined;
}

/** Asks first who we are, then why the stream was refused: it does not say that itself. */
async function again() {
  try {
    const me = await get('/api/v1/console');
    if (live.me === null) return;
    if (!isKnown(me)) {
      onEnd();
      return;
    }
    live.me = me;
    if (!hasTold) await refusal('/api/v1/console/stream');
  } catch (failure) {
    if (live.me === null || document.hidden) return;
    live.problem = failure.message;
    live.isRefused = Boolean(failure.status);
    onChange();
    clearTimeout(retry);
    retry = setTimeout(again, TRY_AGAIN);
    return;
  }
  open();
  onChange();
}

/** "live", "stale" where the agent is silent though connected, or "lost". */
export function connection() {
  if (live.heard === null) return live.isConnected || !live.problem ? 'connecting' : 'lost';
  if (!live.isConnected) return 'lost';
  return performance.now() - live.heard > SILENT_AFTER ? 'stale' : 'live';
}

/** Seconds since the agent last said anything. */
export function silence() {
  return live.heard === null ? 0 : (performance.now() - live.heard) / 1000;
}

/** Seconds since a node was last heard; -1 where it never was. */
export function age(node) {
  const told = node.node.ageSeconds;
  return told < 0 ? -1 : told + (performance.now() - node.got) / 1000;
}

/** What depends on nothing but a node's last word is made once for it. */
export function madeOf(node, name, make) {
  if (!node.made.has(name)) node.made.set(name, make(node));
  return node.made.get(name);
}

export function isDown(node) {
  return node.node.state === 'DOWN';
}

/** The state of a process in the words of `mon`, or SILENT with its node. */
export function stateOf(node, process) {
  return isDown(node) ? 'SILENT' : process.status;
}

export function uptime(process) {
  return process.uptimeSeconds + (performance.now() - process.got) / 1000;
}

export function find(nodeName, processName) {
  const node = live.byName.get(nodeName);
  return { node, process: node?.of.get(processName) };
}

/** Whether it is somebody who may look. */
export function isKnown(me) {
  return me.role in RANK;
}

const RANK = { viewer: 1, operator: 2, admin: 3 };

export function may(role) {
  return live.me !== null && (RANK[live.me.role] ?? 0) >= RANK[role];
}
