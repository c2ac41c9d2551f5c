// A tree of plain values, and the few changes that make the page equal to it. Texts become text nodes: nothing is ever read as HTML.

/** An element as a value. Props: attributes, `class`, `on` (listeners), `key`, `value` and `checked` of a form, `width` in percent, `tall` and `wide` in pixels, `end` to stay at the end that one sees;
    `same` and `lazy`: what the element depends on, and its children, made only where that has changed. */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, children: flat(children) };
}

function flat(children) {
  return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
}

/** Makes the children of `parent` equal to `next`. What has the focus, a selection or a scroll position keeps it. */
export function render(parent, ...next) {
  patch(parent, flat(next));
}

function patch(parent, next) {
  const keyed = new Map();
  for (const node of parent.childNodes) {
    if (node.batonKey !== undefined) keyed.set(node.batonKey, node);
  }
  const wanted = new Set(next.map(child => child.props?.key));
  let at = parent.firstChild;
  for (const child of next) {
    // What goes is taken out, so that those behind it need not move: what is moved loses its focus.
    while (at && at.batonKey !== undefined && !wanted.has(at.batonKey)) at = remove(parent, at);
    const isText = typeof child !== 'object';
    const key = isText ? undefined : child.props.key;
    let node = key !== undefined ? keyed.get(key) : fits(at, child, isText) ? at : null;
    if (node && node.nodeName.toLowerCase() !== child.tag && !isText) node = null;
    if (!node) {
      node = isText ? document.createTextNode('') : create(child);
      parent.insertBefore(node, at);
    } else if (node === at) {
      at = at.nextSibling;
    } else {
      parent.insertBefore(node, at);
    }
    if (isText) {
      const text = String(child);
      if (node.data !== text) node.data = text;
    } else {
      update(node, child);
    }
  }
  while (at) at = remove(parent, at);
}

/** Its next sibling. */
function remove(parent, node) {
  const next = node.nextSibling;
  parent.removeChild(node);
  return next;
}

function fits(node, child, isText) {
  if (!node) return false;
  if (isText) return node.nodeType === Node.TEXT_NODE;
  return node.batonKey === undefined && node.nodeType === Node.ELEMENT_NODE && node.nodeName.toLowerCase() === child.tag;
}

const SVG = 'http://www.w3.org/2000/svg';
const DRAWN = new Set(['svg', 'path', 'line']);

function create(child) {
  const node = DRAWN.has(child.tag) ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
  node.batonKey = child.props.key;
  node.batonProps = {};
  return node;
}

function update(node, child) {
  const before = node.batonProps ?? {};
  const now = child.props;
  if (now.same !== undefined && now.same === before.same) return;
  for (const name of Object.keys(before)) {
    if (!(name in now)) set(node, name, undefined, before[name]);
  }
  const isAtEnd = now.end && node.scrollTop + node.clientHeight >= node.scrollHeight - 4;
  patch(node, now.lazy ? flat(now.lazy()) : child.children);
  for (const [name, value] of Object.entries(now)) {
    set(node, name, value, before[name]);
  }
  node.batonProps = now;
  if (isAtEnd) node.scrollTop = node.scrollHeight;
}

function set(node, name, value, before) {
  switch (name) {
    case 'key':
    case 'end':
    case 'same':
    case 'lazy':
      return;
    case 'on':
      setListeners(node, value ?? {}, before ?? {});
      return;
    case 'width':
      node.style.width = value === undefined ? '' : `${value}%`;
      return;
    case 'wide':
      if (value !== before) node.style.width = value === undefined ? '' : `${value}px`;
      return;
    case 'tall':
      if (value !== before) node.style.height = value === undefined ? '' : `${value}px`;
      return;
    case 'value':
      if (node.nodeName === 'PROGRESS') {
        if (value !== before) node.value = value;
        return;
      }
      if (node.value !== (value ?? '') && document.activeElement !== node) node.value = value ?? '';
      return;
    case 'checked':
    case 'disabled':
    case 'hidden':
    case 'open':
      if (node[name] !== Boolean(value)) node[name] = Boolean(value);
      return;
    default:
      if (value === before) return;
      if (value === undefined || value === null || value === false) node.removeAttribute(name);
      else node.setAttribute(name, value === true ? '' : String(value));
  }
}

function setListeners(node, now, before) {
  for (const type of Object.keys(before)) {
    if (!(type in now)) node[`on${type}`] = null;
  }
  for (const [type, listener] of Object.entries(now)) {
    node[`on${type}`] = listener;
  }
}
