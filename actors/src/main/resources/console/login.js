// The log-in: a token becomes a session that scripts can't read.

import { h } from '/console/dom.js';
import { login } from '/console/api.js';
import { sentence } from '/console/format.js';

let problem = null;
let isBusy = false;

export function loginView(stranger, loggedIn, redraw) {
  return h('main', { class: 'alone', id: 'view' },
    h('h1', {}, 'baton'),
    stranger !== null && stranger.name !== 'anonymous' && h('p', { class: 'note', id: 'stranger' }, 'You are known as ', h('b', {}, stranger.name), ', which has no role here. An administrator gives it one in ',
      h('code', {}, stranger.name.startsWith('certificate:') ? 'baton.http.client-certificates' : 'baton.http.proxies'), '.'),
    h('p', { class: 'quiet' }, 'Log in with a token of the role viewer, operator or admin.'),
    h('form', { class: 'card stack', on: { submit: event => submit(event, loggedIn, redraw) } },
      h('label', { for: 'token' }, 'Token'),
      h('input', { id: 'token', name: 'token', type: 'password', autocomplete: 'current-password', required: true, autofocus: true, spellcheck: 'false', 'aria-describedby': 'login-help' }),
      h('p', { id: 'login-help', class: 'quiet small' }, 'An administrator makes one on a host: ', h('code', {}, 'baton token create --name YOU --role operator'), '. Who may log in there needs none: ', h('code', {}, 'baton console'), ' prints a link.'),
      h('div', { role: 'alert', id: 'login-problem' }, problem && h('p', { class: 'problem' }, sentence(problem.message), ' ', sentence(problem.remedy))),
      stranger?.certificates && stranger.name === 'anonymous' && h('p', { class: 'quiet small', id: 'by-certificate' }, 'A certificate of this system needs no token: import it into your browser, and load the page again. ',
        h('button', { type: 'button', class: 'plain', on: { click: () => location.reload() } }, 'Load it again')),
      h('button', { type: 'submit', class: 'primary', disabled: isBusy }, isBusy ? 'Logging in…' : 'Log in')));
}

export function say(text, remedy = '') {
  problem = { message: text, remedy };
}

async function submit(event, loggedIn, redraw) {
  event.preventDefault();
  const field = event.target.elements.token;
  isBusy = true;
  problem = null;
  redraw();
  try {
    await login(field.value);
    field.value = '';
    await loggedIn();
  } catch (failure) {
    problem = failure;
  }
  isBusy = false;
  redraw();
}
