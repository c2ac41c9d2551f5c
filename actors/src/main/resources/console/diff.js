// What differs between two revisions, so that one sees what changed in a long line.

import { h } from '/console/dom.js';

const MOST_WORDS = 300;
const SIGNS = { added: ['+', 'new'], removed: ['−', 'gone'], changed: ['~', 'changed'] };

/** `changes` as the agent tells them: what, before, after, and the kind. */
export function diff({ changes, left }, label) {
  if (changes.length === 0) return h('p', { class: 'quiet' }, 'The definition, the processes and the settings are the same.');
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    h('table', { class: 'diff' },
      h('thead', {}, h('tr', {}, ['', 'What', 'Value'].map(word => h('th', { scope: 'col' }, word || h('span', { class: 'hidden' }, 'Change'))))),
      h('tbody', {}, changes.map((change, at) => h('tr', { key: `${at} ${change.kind} ${change.what}`, class: change.kind },
        h('td', {}, h('span', { 'aria-hidden': 'true' }, sign(change)[0]), h('span', { class: 'hidden' }, sign(change)[1])),
        h('th', { scope: 'row' }, change.what),
        h('td', {}, h('code', {}, value(change))))))),
    left > 0 && h('p', { class: 'quiet' }, `and ${left} more: see baton diff`));
}

function sign({ kind }) {
  return SIGNS[kind] ?? ['?', kind];
}

function value({ kind, before, after }) {
  if (kind === 'added') return after && h('ins', {}, after);
  if (kind === 'removed') return before && h('del', {}, before);
  return words(split(before ?? ''), split(after ?? ''));
}

function split(text) {
  return text.split(/(\s+)/).filter(word => word !== '');
}

/** The words that both have in their order stay plain; a very long text is shown as a whole, twice. */
function words(before, after) {
  if (before.length > MOST_WORDS || after.length > MOST_WORDS) return [h('del', {}, before.join('')), ' ', h('ins', {}, after.join(''))];
  const common = lengths(before, after);
  const parts = [];
  const add = (tag, word) => {
    if (parts.at(-1)?.tag === tag) parts.at(-1).words.push(word);
    else parts.push({ tag, words: [word] });
  };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      add('', before[i++]);
      j++;
    } else if (i < before.length && (j >= after.length || common[i + 1][j] >= common[i][j + 1])) {
      add('del', before[i++]);
    } else {
      add('ins', after[j++]);
    }
  }
  return parts.map(part => (part.tag ? h(part.tag, {}, part.words.join('')) : part.words.join('')));
}

/** Of the longest common run of words of what is left from i and j on. */
function lengths(before, after) {
  const table = Array.from({ length: before.length + 1 }, () => new Array(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      table[i][j] = before[i] === after[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}
