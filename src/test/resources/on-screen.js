// Where each of the given words are on the screen: the box of the smallest element that has them, null where nobody can see it.
const plain = text => text.replace(/\s+/g, ' ').trim();

function box(words) {
  const all = [...document.querySelectorAll('body *')].filter(each => plain(each.innerText ?? '').includes(words));
  const smallest = all.filter(each => !all.some(other => other !== each && each.contains(other)));
  for (const element of smallest) {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const [x, y, width, height] = [Math.max(0, left), Math.max(0, top), Math.min(innerWidth, right) - Math.max(0, left), Math.min(innerHeight, bottom) - Math.max(0, top)];
    if (width < 2 || height < 2) continue;
    const seen = document.elementFromPoint(x + Math.min(width / 2, 20), y + Math.min(height / 2, 8));
    if (seen && (element.contains(seen) || seen.contains(element))) return [x, y, width, height].map(Math.floor);
  }
  return null;
}

return arguments[0].map(box);
