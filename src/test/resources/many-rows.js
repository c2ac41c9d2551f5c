// Gives the page rows that no agent has, and tells what is drawn of them.
const done = arguments[0];
Promise.all([import('/console/live.js'), import('/console/dom.js')]).then(([{ live }, { h, render }]) => {
  const before = live.nodes;
  const [node] = before;
  const processes = Array.from({ length: 2000 }, (_, at) => ({ ...node.processes[0], name: `P${at}`, group: 'MANY' }));
  const of = new Map(processes.map(each => [each.name, each]));
  const also = at => ({ ...node, node: { ...node.node, name: at ? `N${at}` : node.node.name }, processes, of, made: new Map() });
  live.nodes = Array.from({ length: 60 }, (_, at) => also(at));
  live.version++;
  dispatchEvent(new Event('scroll'));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const rows = document.querySelectorAll('#rows tr[data-line]').length;
    const first = document.querySelector('#rows a.cell');
    first.focus();
    first.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    const next = document.activeElement.getAttribute('aria-label');
    const columns = document.querySelectorAll('#rows tr[data-line="1"] td[data-column]').length;
    const list = document.body.appendChild(document.createElement('div'));
    const show = keys => render(list, keys.map(key => h('button', { key }, key)));
    show(['a', 'b', 'c']);
    list.children[2].focus();
    show(['b', 'c']);
    const kept = document.activeElement.textContent;
    list.remove();
    document.getElementById('sheet').scrollLeft = 60 * 200;
    requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => {
      const all = [
        rows < 100, columns < 20, Number(document.getElementById('grid').getAttribute('aria-rowcount')) > 2000, next, kept,
        document.querySelector('#rows [aria-label$=" on N59: HEALTHY"]') !== null,
        document.querySelector('#rows [aria-label$=" on N30: HEALTHY"]') === null];
      live.nodes = before;
      live.version++;
      done(all);
    })));
  }));
});
