// The accessibility tree of what Canvass shows, as text that is kept: one line for each thing that assistive technology
// is told of, with its role, name, value, description and state.
//
//   await treeOf(user)                → 'dialog "And?"\n  button "Close"\n…', Chromium's own tree
//   await differs(engine, user, tree) → what Firefox and WebKit compute otherwise than this tree says

const skipped = new Set(['generic', 'none', 'InlineTextBox', 'LineBreak', 'RootWebArea', 'LabelText', 'Legend', 'ListMarker', 'MenuListPopup']);
const kept = ['focused', 'disabled', 'invalid', 'required', 'checked', 'modal', 'level', 'hasPopup', 'live'];
// What has its text for a name says it once.
const named = new Set(['button', 'heading', 'link', 'radio', 'checkbox', 'option', 'LabelText', 'Legend']);
const closed = new Set(['Date', 'Video', 'textbox', 'searchbox']); // the browser's own inside

export async function treeOf(user) {
  const session = await user.page.context().newCDPSession(user.page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = [];
  function walk(node, depth, page = false, quiet = false) {
    const role = node.role?.value;
    // In what is the page's own stands nothing of ours but a survey that it has a place for.
    if (role === 'main' || (page && role !== 'region')) {
      for (const id of node.childIds ?? []) if (byId.has(id)) walk(byId.get(id), depth, true, quiet);
      return;
    }
    const name = node.name?.value ?? '';
    const properties = Object.fromEntries((node.properties ?? []).map(({ name: key, value }) => [key, value.value]));
    // What is announced comes and goes with time.
    if (role === 'status' && properties.live) return;
    const says = !node.ignored && !skipped.has(role) && !(role === 'group' && !name);
    if (says) {
      const words = [role === 'StaticText' ? 'text' : role.toLowerCase()];
      if (name) words.push(JSON.stringify(name));
      if (node.value?.value !== undefined && String(node.value.value) !== name) words.push(`= ${typeof node.value.value === 'number' ? Math.round(node.value.value * 100) / 100 : JSON.stringify(node.value.value)}`);
      if (node.description?.value) words.push(`(${node.description.value})`);
      const states = kept.filter((key) => properties[key] && properties[key] !== 'false').map((key) => (properties[key] === true || properties[key] === 'true' ? key : `${key}=${properties[key]}`));
      if (role === 'listitem') states.length = 0;
      if (states.length > 0) words.push(`[${states.join(' ')}]`);
      lines.push('  '.repeat(depth) + words.join(' '));
      if (closed.has(role)) return;
    }
    // However deep the words of a name stand.
    const silent = named.has(role) || (quiet && !says);
    for (const id of node.childIds ?? []) {
      const child = byId.get(id);
      if (child && !(silent && child.role?.value === 'StaticText')) walk(child, depth + (says ? 1 : 0), false, silent);
    }
  }
  walk(nodes[0], 0);
  return `${lines.join('\n')}\n`;
}

// --- the others ----------------------------------------------------------------------------------------------------

// How often there is each: what a tree says of its controls, groups and headings that have a name.
const compared = ['dialog', 'region', 'heading', 'radiogroup', 'radio', 'checkbox', 'button', 'link', 'textbox', 'searchbox', 'combobox', 'list', 'progressbar'];
function count(counts, role, name) {
  if (!compared.includes(role) || name === '""') return;
  const key = `${role} ${name}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
function counted(tree, role = (same) => same, name = (same) => same) {
  const counts = new Map();
  for (const line of tree.split('\n')) {
    const found = /^ *(\w+) ("(?:[^"\\]|\\.)*")/.exec(line);
    if (found) count(counts, role(found[1]), name(found[2]));
  }
  return counts;
}

// WebDriver's computed role and label of every element. WebKit calls a folded list a button and a date a text box, and
// leaves out spaces around what is marked in a name.
const close = (name) => name.replace(/ /g, '');
const inItsWords = (role) => ({ combobox: 'button', date: 'textbox' })[role] ?? role;
async function inWebKit(user) {
  const counts = new Map();
  for (const host of await user.page.findElements({ css: 'canvass-surface' })) {
    const root = await host.getShadowRoot();
    const all = await root.findElements({ css: '[role], h2, h3, h4, h5, input, button, a[href], textarea, select, ol, ul, progress' });
    for (const element of all) {
      count(counts, await element.getAriaRole(), close(JSON.stringify(await element.getAccessibleName())));
    }
  }
  return counts;
}

// WebDriver BiDi looks for what has a role and a name.
async function inFirefox(user, wanted) {
  const counts = new Map();
  for (const key of wanted.keys()) {
    const [, role, name] = /^(\w+) (.*)$/.exec(key);
    const found = await user.page.$$(`>>> ::-p-aria([name=${name}][role="${role}"])`);
    if (found.length > 0) counts.set(key, found.length);
  }
  return counts;
}

export async function differs(engine, user, tree) {
  const webkit = engine.name === 'webkit';
  const wanted = webkit ? counted(tree, inItsWords, close) : counted(tree);
  const found = await (webkit ? inWebKit(user) : inFirefox(user, wanted));
  const keys = new Set([...wanted.keys(), ...found.keys()]);
  return [...keys].filter((key) => wanted.get(key) !== found.get(key)).map((key) => `${key}: ${found.get(key) ?? 0}, expected ${wanted.get(key) ?? 0}`);
}
