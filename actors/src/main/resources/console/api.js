// The agent's routes. Orders carry a header that only a page of this agent can send.

const HEADER = { 'Baton-Console': '1' };

/** A refusal: what is wrong, what to do, and for SetPrimary what stands against it. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || `the agent answered ${status}`);
    this.status = status;
    this.remedy = problem.remedy ?? '';
    this.reasons = problem.reasons ?? [];
    this.silences = problem.silences ?? [];
  }
}

async function checked(response) {
  if (response.ok) return response;
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // No JSON: the status says all that there is.
  }
  throw new Refusal(response.status, problem);
}

async function asked(path, options) {
  try {
    return await checked(await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...options }));
  } catch (failure) {
    if (failure instanceof Refusal || failure.name === 'AbortError') throw failure;
    throw new Refusal(0, { detail: 'the agent does not answer', remedy: 'its host may be lost: open the console of another node' });
  }
}

export async function get(path, signal) {
  return (await asked(path, { signal })).json();
}

/** Fails as the route refuses; where it does not, nothing of the answer is read. */
export async function refusal(path) {
  const asking = new AbortController();
  await asked(path, { signal: asking.signal });
  asking.abort();
}

function post(path, body) {
  return asked(path, { method: 'POST', headers: { ...HEADER, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

export async function login(token) {
  return (await post('/api/v1/console/login', { token })).json();
}

export function logout() {
  return post('/api/v1/console/logout', {});
}

/** Gives an order, and tells each line of the answer as it comes. */
export async function order(path, body, onLine) {
  const response = await post(path, body);
  let last = null;
  try {
    await lines(response, line => {
      last = JSON.parse(line);
      onLine(last);
    });
  } catch {
    throw new Refusal(0, { detail: 'the connection was lost before the last word of the order', remedy: 'it may go on, or be done: look at the cluster' });
  }
  return last;
}

/** A line that does not end is told in parts. */
const LONGEST_LINE = 1 << 20;

/** Tells each line of a streamed text. */
export async function lines(response, onLine) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (rest + value).split('\n');
    rest = parts.pop();
    parts.forEach(line => onLine(line));
    if (rest.length > LONGEST_LINE) {
      onLine(rest);
      rest = '';
    }
  }
  if (rest) onLine(rest);
}

export function text(path, signal) {
  return asked(path, { signal });
}
