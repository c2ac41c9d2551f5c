// Words, numbers and times, as people read them.

import { h } from '/console/dom.js';

// Not by hour12: midnight would be 24:00:00 in some places.
const OF_DAY = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
const TIME = new Intl.DateTimeFormat(undefined, OF_DAY);
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', ...OF_DAY });
const YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', ...OF_DAY });

/** Such as "4 s", "3 min", "2 h 5 min" or "6 d". */
export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  const minutes = Math.floor(s / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}

export function millis(value) {
  if (value >= 1_000) return `${(value / 1000).toFixed(1)} s`;
  return value >= 100 ? `${Math.round(value)} ms` : `${value.toFixed(1)} ms`;
}

/** In the local zone; with the day where it is not today, and the year where it is not this one. */
export function clock(instant) {
  const date = new Date(instant);
  const now = new Date();
  if (date.toDateString() === now.toDateString()) return TIME.format(date);
  return (date.getFullYear() === now.getFullYear() ? DAY : YEAR).format(date);
}

/** For the title of a time. */
export function utc(instant) {
  return new Date(instant).toISOString().replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}

/** In the local zone, with UTC in its title. */
export function time(instant) {
  return h('time', { datetime: new Date(instant).toISOString(), title: utc(instant) }, clock(instant));
}

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A text of an agent; the instants in it are shown as times. Processes write such texts, too: what looks like an instant need not be one. */
export function told(text) {
  return text.split(INSTANT).map((part, at) => (at % 2 && !Number.isNaN(Date.parse(part)) ? time(part) : part));
}

export function percent(value) {
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} %`;
}

/** Of memory and files. */
export function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  let rest = Math.abs(value);
  while (rest >= 1024 && at < units.length - 1) {
    rest /= 1024;
    at++;
  }
  return `${value < 0 ? '−' : ''}${at === 0 || rest >= 100 ? Math.round(rest) : rest.toFixed(1)} ${units[at]}`;
}

/** What a field for seconds has: whole ones, and never less than that. */
export function seconds(field, least) {
  const value = Math.round(field.valueAsNumber);
  return Number.isFinite(value) ? Math.min(86_400, Math.max(least, value)) : least;
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

/** With a capital letter and a full stop, as the agent's texts have neither. */
export function sentence(text) {
  return text === '' ? '' : `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
