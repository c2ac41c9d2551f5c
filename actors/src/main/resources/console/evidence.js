// What was kept of a process that hung or crashed: files, read as text, piece by piece.

import { h } from '/console/dom.js';
import { get, text } from '/console/api.js';
import { bytes, sentence, time } from '/console/format.js';

/** A browser has to show it. */
const MOST_SHOWN = 4 << 20;
const PIECE = 64 << 10;

export function evidence(node, process, redraw) {
  const it = { node, process, folders: null, problem: '', file: null, reading: null, redraw };
  it.close = () => it.reading?.abort();
  return it;
}

function path(it, file, more = {}) {
  const parts = ['', 'api', 'v1', 'evidence', encodeURIComponent(it.process), ...file.map(encodeURIComponent)];
  return `${parts.join('/')}?${new URLSearchParams({ node: it.node, ...more })}`;
}

export async function listEvidence(it) {
  try {
    const list = await get(path(it, []));
    Object.assign(it, { folders: list.folders, problem: '' });
  } catch (failure) {
    it.problem = said(failure);
  }
  it.redraw();
}

function open(it, folder, file) {
  it.close();
  it.file = { folder: folder.name, name: file.name, size: file.bytes, read: 0, text: '', problem: '' };
  more(it);
}

async function more(it) {
  const file = it.file;
  const reading = new AbortController();
  it.reading = reading;
  file.isReading = true;
  it.redraw();
  try {
    const response = await text(path(it, [file.folder, file.name], { offset: file.read }), reading.signal);
    const piece = await response.arrayBuffer();
    file.read += piece.byteLength;
    file.text += new TextDecoder().decode(piece);
    file.isEnd = piece.byteLength === 0 || file.read >= file.size;
  } catch (failure) {
    if (failure.name !== 'AbortError') file.problem = said(failure);
  }
  file.isReading = false;
  it.redraw();
}

function said(failure) {
  return `${sentence(failure.message)} ${sentence(failure.remedy ?? '')}`;
}

export function evidencePanel(it) {
  const file = it.file;
  return h('section', { class: 'card', key: 'evidence', 'aria-labelledby': 'evidence-title' },
    h('h2', { id: 'evidence-title' }, 'Evidence'),
    it.problem && h('p', { class: 'problem' }, it.problem),
    it.folders?.length === 0 && h('p', { class: 'quiet' }, 'None is kept. It is taken when a run hangs or crashes.'),
    h('ul', { class: 'plainlist' }, (it.folders ?? []).map(folder => h('li', { key: folder.name },
      time(folder.at), ' ',
      folder.files.length === 0 ? h('span', { class: 'quiet' }, 'nothing could be taken') : folder.files.map(each => [
        h('button', {
          type: 'button', class: 'plain', 'aria-pressed': String(file?.folder === folder.name && file.name === each.name),
          on: { click: () => open(it, folder, each) },
        }, each.name), h('span', { class: 'quiet small' }, bytes(each.bytes), ' ')])))),
    file && h('div', { key: `${file.folder}/${file.name}` },
      h('h3', {}, file.name, h('span', { class: 'quiet small' }, ` of ${file.folder}`)),
      file.problem && h('p', { class: 'problem', role: 'alert' }, file.problem),
      file.text && h('pre', { class: 'log', id: 'evidence-text', tabindex: '0', 'aria-label': `${file.name} of ${file.folder}` }, file.text),
      h('div', { class: 'buttons' },
        !file.isEnd && !file.problem && (file.read + PIECE <= MOST_SHOWN
          ? h('button', { type: 'button', disabled: file.isReading, on: { click: () => more(it) } }, file.isReading ? 'Reading…' : `Show more: ${bytes(file.read)} of ${bytes(file.size)}`)
          : h('span', { class: 'quiet' }, `The page shows no more of its ${bytes(file.size)}. It is on the host in logs/${it.node}/evidence/${file.folder}.`)),
        h('button', { type: 'button', class: 'plain', on: { click: () => { it.close(); it.file = null; it.redraw(); } } }, 'Close'))));
}
