// What an operator should look at: what is wrong, why, and what to do next. The worst comes first.

import { age, isDown, live, madeOf } from '/console/live.js';
import { count, duration } from '/console/format.js';

const ORDER = { bad: 0, warn: 1, note: 2 };

export function processLink(node, process) {
  return `#/process/${encodeURIComponent(node)}/${encodeURIComponent(process)}`;
}

/** Findings of the whole cluster: {key, level, what, why, link, act}. */
export function findings() {
  if (!live.isComplete) return [];
  const all = [...ofPrimary()];
  for (const node of live.nodes) {
    all.push(...ofNode(node));
    if (!isDown(node)) all.push(...madeOf(node, 'findings', ofProcesses));
  }
  all.push(...ofConfiguration());
  return merged(all).sort((one, other) => ORDER[one.level] - ORDER[other.level]);
}

/** The same of several nodes is one finding. */
function merged(all) {
  const byWhat = new Map();
  for (const each of all) {
    const key = each.process ? `${each.process} ${each.words} ${each.why}` : each.key;
    const before = byWhat.get(key);
    if (before) before.nodes.push(...(each.nodes ?? []));
    else byWhat.set(key, { ...each, nodes: [...(each.nodes ?? [])] });
  }
  return [...byWhat.values()].map(each => (each.process ? { ...each, what: `${each.process} on ${each.nodes.join(', ')} ${each.words}` } : each));
}

function ofPrimary() {
  if (live.primary === null) {
    const hasPrimaryOnly = live.nodes.some(node => madeOf(node, 'primaryOnly', () => node.processes.some(process => process.primaryOnly)));
    return [{
      key: 'no-primary', level: hasPrimaryOnly ? 'bad' : 'note', what: 'No node is the primary',
      why: 'Nobody has made one the primary yet, so no primaryOnly process runs.',
      link: '#/primary', act: 'Choose the primary',
    }];
  }
  const node = live.byName.get(live.primary.node);
  if (node && isDown(node)) {
    const other = live.nodes.find(each => !isDown(each));
    return [{
      key: 'primary-silent', level: 'bad', what: `The primary, ${live.primary.node}, is silent${ago(node)}`,
      why: 'Its primaryOnly processes may have stopped, or may still run where nobody sees them. Nothing takes over by itself.',
      link: `#/primary${other ? `/${encodeURIComponent(other.node.name)}` : ''}`, act: 'Check what a change of the primary would do',
    }];
  }
  if (node && node.node.role === 'SECONDARY') {
    return [{
      key: 'primary-inactive', level: 'bad', what: `${live.primary.node} was made the primary, and is not active`,
      why: node.node.remark || 'Its agent may have started again without its lease. No primaryOnly process runs until a node is made the primary.',
      link: `#/primary/${encodeURIComponent(live.primary.node)}`, act: 'Check what a change of the primary would do',
    }];
  }
  return [];
}

function ago(node) {
  const seconds = age(node);
  return seconds < 0 ? '' : ` for ${duration(seconds)}`;
}

function ofNode(node) {
  const { name, role, drain, remark } = node.node;
  const all = [];
  if (isDown(node)) {
    if (live.primary?.node !== name) {
      all.push({
        key: `silent-${name}`, level: 'bad', what: age(node) < 0 ? `${name} was never heard` : `${name} is silent${ago(node)}`,
        why: 'Its host, its agent or the network between has failed. What runs there is not known.',
        link: `#/node/${encodeURIComponent(name)}`, act: `Look at ${name}`,
      });
    }
  } else if (role === 'UNKNOWN') {
    all.push({
      key: `store-${name}`, level: 'bad', what: `${name} does not know its role`,
      why: remark || 'Its store is damaged, or its agent has only just started.', link: `#/node/${encodeURIComponent(name)}`, act: `Look at ${name}`,
    });
  }
  if (!isDown(node) && remark && role !== 'UNKNOWN') {
    all.push({ key: `remark-${name}`, level: 'warn', what: `${name} has a remark`, why: remark, link: `#/node/${encodeURIComponent(name)}`, act: `Look at ${name}` });
  }
  if (!isDown(node) && drain) {
    all.push({
      key: `drain-${name}`, level: 'note', what: drain === 'DRAINED' ? `${name} is drained` : `Users are led away from ${name}`,
      why: drain === 'DRAINED' ? 'Balancers send no users there until it is undrained.' : 'Its drain goes on.',
      link: '#/operations', act: 'See its drain',
    });
  }
  return all;
}

/** Whether somebody has to look at it: the words of `mon`. */
export function isUnwell(node, process) {
  return isDown(node) || level(process) !== null;
}

function level(process) {
  switch (process.status) {
    case 'MISSING':
    case 'ERROR':
      return 'bad';
    case 'STARTING':
    case 'RUNNING':
    case 'STOPPING':
      return 'warn';
    case 'STOPPED':
      return 'note';
    case 'STANDBY':
      return process.standby === 'failed' ? 'warn' : null;
    default:
      return null;
  }
}

const WORDS = {
  MISSING: 'is missing',
  ERROR: 'can’t be started',
  STARTING: 'waits for its start',
  RUNNING: 'is not ready yet',
  STOPPING: 'is stopping',
  STOPPED: 'is stopped',
  STANDBY: 'has no warm standby',
};

const REASONS = {
  MISSING: 'It should run, and does not.',
  ERROR: 'The agent has not said why.',
  STARTING: 'It waits for a dependency, or for its next start.',
  RUNNING: 'It was started, and its checks have not passed yet.',
  STOPPING: 'Somebody asked it to stop.',
  STOPPED: 'It is not wanted here until somebody starts it.',
  STANDBY: 'A switchover would start it from nothing.',
};

function ofProcesses(node) {
  return node.processes.flatMap(process => ofProcess(node, process));
}

function ofProcess(node, process) {
  const found = level(process);
  return found === null ? [] : [{
    key: `process-${node.node.name}-${process.name}`, level: found,
    process: process.name, nodes: [node.node.name], words: WORDS[process.status],
    why: process.message || REASONS[process.status],
    link: processLink(node.node.name, process.name), act: `Look at ${process.name}`,
  }];
}

function ofConfiguration() {
  const hashes = new Map();
  for (const node of live.nodes) {
    const hash = node.node.configHash;
    if (!isDown(node) && hash) hashes.set(hash, [...(hashes.get(hash) ?? []), node.node.name]);
  }
  return hashes.size < 2 ? [] : [{
    key: 'configuration', level: 'warn', what: 'The nodes run different revisions',
    why: [...hashes].map(([hash, names]) => `${names.join(', ')}: ${hash.slice(0, 8)}`).join(' · '),
    link: '#/operations', act: 'See what apply would do',
  }];
}

/** One line that says how it is. */
export function summary() {
  const all = live.nodes.reduce((sum, node) => sum + node.processes.length, 0);
  const well = live.nodes.reduce((sum, node) => sum + (isDown(node) ? 0 : madeOf(node, 'well', countWell)), 0);
  const up = live.nodes.filter(node => !isDown(node)).length;
  return `${well} of ${count(all, 'process', 'processes')} well, ${up} of ${count(live.nodes.length, 'node')} heard`;
}

function countWell(node) {
  return node.processes.filter(process => level(process) === null).length;
}
