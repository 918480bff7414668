// What a visitor finds on a page: elements by selector, or by role and name as assistive technology has them. These
// functions run in the page.

// Looks for a target and says what is asked of it: `what` is 'point', 'there', 'rect', 'text', 'checked', 'list' or 'focus'.
// A point is at these shares of the width and the height, without them in the middle.
//
// A selector is looked for in `within` and goes into open shadow roots: 'my-card >>> button'. {role, name, nth} is looked
// for in everything of Canvass on the page, however deep in shadow roots, or with `anywhere` in all of the page.
export function look([target, what, within, share]) {
  const at = share ?? [0.5, 0.5];
  const deepActive = (element) => (element?.shadowRoot?.activeElement ? deepActive(element.shadowRoot.activeElement) : element);
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

  // --- roles and names

  const inputs = { button: 'button', submit: 'button', reset: 'button', image: 'button', checkbox: 'checkbox', radio: 'radio', range: 'slider', number: 'spinbutton', search: 'searchbox' };
  const tags = {
    button: 'button', textarea: 'textbox', h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', h5: 'heading', h6: 'heading',
    dialog: 'dialog', fieldset: 'group', details: 'group', ul: 'list', ol: 'list', li: 'listitem', progress: 'progressbar', meter: 'meter',
    nav: 'navigation', main: 'main', aside: 'complementary', header: 'banner', footer: 'contentinfo', table: 'table', tr: 'row',
    td: 'cell', th: 'columnheader', hr: 'separator', output: 'status', p: 'paragraph', option: 'option', form: 'form', video: 'video',
  };
  const named = 'button cell checkbox columnheader heading link menuitem option radio row switch tab tooltip'.split(' ');

  function roleOf(element) {
    const given = element.getAttribute('role');
    if (given) return given.trim().split(/\s+/)[0];
    const tag = element.localName;
    if (tag === 'a' || tag === 'area') return element.hasAttribute('href') ? 'link' : 'generic';
    if (tag === 'input') return element.hasAttribute('list') ? 'combobox' : element.type === 'hidden' ? 'none' : (inputs[element.type] ?? 'textbox');
    if (tag === 'select') return element.multiple || element.size > 1 ? 'listbox' : 'combobox';
    if (tag === 'img') return element.getAttribute('alt') === '' ? 'none' : 'img';
    if (tag === 'section') return nameOf(element, 'region') ? 'region' : 'generic';
    return tags[tag] ?? 'generic';
  }

  function textOf(node) {
    if (node.nodeType === 3) return node.data;
    if (node.nodeType !== 1 || node.getAttribute('aria-hidden') === 'true' || node.localName === 'style') return '';
    if (node.getAttribute('aria-label')) return node.getAttribute('aria-label');
    if (node.localName === 'img') return node.alt;
    const slotted = node.localName === 'slot' ? node.assignedNodes() : [];
    const nodes = slotted.length > 0 ? slotted : (node.shadowRoot ?? node).childNodes;
    let text = '';
    for (let i = 0; i < nodes.length; i++) {
      const inner = textOf(nodes[i]);
      const inline = nodes[i].nodeType !== 1 || getComputedStyle(nodes[i]).display === 'inline';
      text += inline ? inner : ` ${inner} `;
    }
    return text;
  }

  function nameOf(element, role) {
    const ids = element.getAttribute('aria-labelledby');
    const by = (id) => element.getRootNode().getElementById?.(id);
    if (ids) {
      const text = squeeze(ids.trim().split(/\s+/).map((id) => (by(id) ? textOf(by(id)) : '')).join(' '));
      if (text) return text;
    }
    const label = squeeze(element.getAttribute('aria-label') ?? '');
    if (label) return label;
    if (element.labels?.length > 0) return squeeze([...element.labels].map(textOf).join(' '));
    if (element.localName === 'fieldset') return squeeze(textOf(element.querySelector('legend') ?? document.createTextNode('')));
    if (element.localName === 'img') return element.alt;
    if (element.localName === 'input' && role === 'button') return element.value || element.type;
    const text = named.includes(role) ? squeeze(textOf(element)) : '';
    return text || squeeze(element.getAttribute('title') || element.getAttribute('placeholder') || '');
  }

  function hidden(element) {
    if (!element.checkVisibility({ checkVisibilityCSS: true, visibilityProperty: true })) return true;
    for (let up = element; up; up = up.parentElement ?? up.getRootNode().host) {
      if (up.getAttribute('aria-hidden') === 'true') return true;
    }
    return false;
  }

  function collect(root, inside, found) {
    const all = root.querySelectorAll('*');
    for (let i = 0; i < all.length; i++) {
      const element = all[i];
      const ours = inside || element.closest('canvass-surface') !== null;
      if (ours) found.push(element);
      if (element.shadowRoot) collect(element.shadowRoot, ours, found);
    }
    return found;
  }

  const everything = (anywhere) => collect(document, anywhere === true, []).filter((element) => !hidden(element));
  const matches = (wanted, text) => (typeof wanted === 'string' ? text === squeeze(wanted) : new RegExp(wanted.source, wanted.flags).test(text));

  function byRole({ role, name, nth = 0, anywhere }) {
    const fit = (element) => roleOf(element) === role && (name === undefined || matches(name, nameOf(element, role)));
    return everything(anywhere).filter(fit)[nth];
  }

  function bySelector(selector) {
    let root = document.querySelector(within);
    let element;
    for (const part of selector.split(' >>> ')) {
      element = root?.querySelector(part);
      root = element?.shadowRoot;
    }
    return element;
  }

  // --- what is asked

  if (what === 'list') {
    const said = everything().map((element) => [roleOf(element), nameOf(element, roleOf(element))]);
    return said.filter(([role]) => !['generic', 'none', 'presentation'].includes(role)).map(([role, name]) => `${role} "${name}"`);
  }
  if (what === 'focus') {
    const element = deepActive(document.activeElement);
    if (!element || element === document.body) return 'body';
    return squeeze([element.localName, element.getAttribute('type') ?? '', nameOf(element, roleOf(element)) || textOf(element)].join(' '));
  }
  const element = typeof target === 'string' ? bySelector(target) : byRole(target);
  if (!element) return undefined;
  const rect = () => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left, y: top, width, height };
  };
  if (what === 'there') return !hidden(element);
  if (what === 'rect') return rect();
  if (what === 'text') return element.value || squeeze(textOf(element));
  if (what === 'checked') return element.checked ?? element.getAttribute('aria-checked') === 'true';

  const onScreen = ({ x, y, width, height }) => y >= 0 && x >= 0 && y + height <= innerHeight && x + width <= innerWidth;
  const middle = ({ x, y, width, height }) => [Math.round(x + width * at[0]), Math.round(y + height * at[1])];
  if (!onScreen(rect())) element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const point = middle(rect());
  if (typeof target === 'string') return point;
  // A visitor presses what is seen: nothing that is covered, or scrolled out of its card.
  let hit = document.elementFromPoint(...point);
  while (hit?.shadowRoot?.elementFromPoint(...point) && hit.shadowRoot.elementFromPoint(...point) !== hit) hit = hit.shadowRoot.elementFromPoint(...point);
  const around = (one, other) => {
    for (let up = other; up; up = up.parentNode ?? up.host) if (up === one) return true;
    return false;
  };
  if (hit && (around(element, hit) || around(hit, element) || Array.from(element.labels ?? []).some((label) => around(label, hit)))) return point;
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  return undefined;
}
