// Makes functions of what other functions do only where they then call something of another part of the module: the words
// for what is wrong with a configuration are put together beside their only use, not in front of it. A run of such
// statements always ends up in that other part, so that nothing more has to be loaded than before.
//
//   const text = outline(textOfModule, (caller, callee) => isElsewhere(callee) && !isElsewhere(caller));
//
// The text is as wasm-dis writes it: an expression a line, what is inside it below and further in.

// --- the tree --------------------------------------------------------------------------------------------------------

const count = (line, character) => line.split(character).length - 1;
const opOf = (line) => line.match(/^\(([^\s)]+)/)[1];

// The expressions of those lines, one within another.
function parse(lines) {
  const root = { kids: [] };
  const open = [root];
  for (const line of lines) {
    const head = line.trim();
    if (head === ')') {
      open.pop();
      continue;
    }
    const node = { head, op: opOf(head), kids: [] };
    open.at(-1).kids.push(node);
    if (count(head, '(') > count(head, ')')) open.push(node);
    else node.whole = true;
  }
  return root.kids;
}
function print(node, depth, out) {
  out.push(' '.repeat(depth) + node.head);
  if (node.whole) return;
  for (const kid of node.kids) print(kid, depth + 1, out);
  out.push(`${' '.repeat(depth)})`);
}

const leaf = (head) => ({ head, op: opOf(head), kids: [], whole: true });
const named = (node) => node.head.match(/\$[^\s)]+/g) ?? [];
const labelOf = (node) => node.head.match(/^\((?:block|loop) (\$[^\s)]+)/)?.[1];
const hasResult = (node) => node.head.includes('(result ');
const jumps = /^(br|br_if|br_table)$/;
const ends = /^(br|br_table|return|unreachable)$/;
const isList = (node) => /^(block|loop|then|else)$/.test(node.op);
const weigh = (node) => node.kids.reduce((sum, kid) => sum + weigh(kid), 1);

function visit(node, see) {
  see(node);
  for (const kid of node.kids) visit(kid, see);
}

// Whether it is always left at its end.
function isContained(node, inside = new Set()) {
  if (node.op === 'return' || node.op === 'unreachable') return false;
  if (jumps.test(node.op) && !named(node).every((label) => inside.has(label))) return false;
  const label = labelOf(node);
  const within = label ? new Set([...inside, label]) : inside;
  return node.kids.every((kid) => isContained(kid, within));
}

// The nodes that are evaluated whenever this one is.
function always(node, found = []) {
  found.push(node);
  const sure = node.op === 'if' ? node.kids.slice(0, 1) : node.kids;
  for (const kid of sure) {
    always(kid, found);
    if (!isContained(kid)) break; // what follows may be jumped over
  }
  return found;
}

// --- which locals are wanted later --------------------------------------------------------------------------------------

// Notes at every node which locals may be read after it.
function findLive(body, bitOf) {
  const labels = new Map();
  const union = (names) => names.reduce((all, name) => all | labels.get(name), 0n);
  const through = (kids, live) => kids.reduceRight((after, kid) => before(kid, after), live);
  function before(node, live) {
    node.live = live;
    switch (node.op) {
      case 'local.get':
        return live | bitOf.get(named(node)[0]);
      case 'local.set':
      case 'local.tee':
        return through(node.kids, live & ~bitOf.get(named(node)[0]));
      case 'return':
      case 'unreachable':
        return through(node.kids, 0n);
      case 'br':
      case 'br_table':
        return through(node.kids, union(named(node)));
      case 'br_if':
        return through(node.kids, live | union(named(node)));
      case 'if': {
        const [condition, then, otherwise] = node.kids;
        return before(condition, before(then, live) | (otherwise ? before(otherwise, live) : live));
      }
      case 'block':
        labels.set(labelOf(node), live);
        return through(node.kids, live);
      case 'loop':
        for (let begin = 0n; ; ) {
          labels.set(labelOf(node), begin);
          const next = through(node.kids, live);
          if (next === begin) return begin;
          begin = next;
        }
      default:
        return through(node.kids, live);
    }
  }
  through(body, 0n);
}

// --- making functions of runs ---------------------------------------------------------------------------------------------

const least = 3; // expressions that a call is as long as
const farthest = 20; // statements from the call that is elsewhere

function outlineFunction(text, isElsewhere, made) {
  const lines = text.trimEnd().split('\n');
  const header = lines[0];
  const name = header.match(/^ \(func (\$\S+)/)[1];
  const types = new Map(Array.from(header.matchAll(/\(param (\$\S+) (\w+)\)/g), ([, local, type]) => [local, type]));
  const locals = lines.filter((line) => line.startsWith('  (local '));
  for (const line of locals) {
    const [, local, type] = line.match(/\(local (\$\S+) (\w+)\)/);
    types.set(local, type);
  }
  const body = parse(lines.slice(1 + locals.length, -1));
  const order = [...types.keys()];
  const bitOf = new Map(order.map((local, i) => [local, 1n << BigInt(i)]));
  const inSet = (set) => order.filter((local) => set & bitOf.get(local));
  findLive(body, bitOf);

  // What a run of statements reads of before, and leaves to be read after it.
  function interface_(run) {
    let [inputs, sure, written] = [0n, 0n, 0n];
    for (const statement of run) {
      let own = 0n;
      visit(statement, (node) => {
        if (node.op === 'local.get') inputs |= bitOf.get(named(node)[0]) & ~sure;
        if (/^local\.(set|tee)$/.test(node.op)) own |= bitOf.get(named(node)[0]);
      });
      written |= own;
      for (const node of always(statement)) if (/^local\.(set|tee)$/.test(node.op)) sure |= bitOf.get(named(node)[0]);
    }
    const outputs = written & run.at(-1).live;
    return { inputs: inSet(inputs | (outputs & ~sure)), outputs: inSet(outputs), written };
  }

  const weightOf = (run) => run.reduce((sum, node) => sum + weigh(node), 0);

  function callInstead(run, { inputs, outputs }) {
    const used = new Set();
    run.forEach((statement) => visit(statement, (node) => node.op.startsWith('local.') && used.add(named(node)[0])));
    const own = `${name}.apart${made.length}`;
    const typed = (kind, list) => list.map((local) => ` (${kind} ${kind === 'param' ? `${local} ` : ''}${types.get(local)})`).join('');
    const out = [` (func ${own}${typed('param', inputs)}${typed('result', outputs)}`];
    for (const local of used) if (!inputs.includes(local)) out.push(`  (local ${local} ${types.get(local)})`);
    for (const statement of [...run, ...outputs.map((local) => leaf(`(local.get ${local})`))]) print(statement, 2, out);
    made.push(`${out.join('\n')}\n )\n`);
    const call = inputs.length ? { head: `(call ${own}`, op: 'call', kids: inputs.map((local) => leaf(`(local.get ${local})`)) } : leaf(`(call ${own})`);
    return outputs.length ? { head: `(local.set ${outputs[0]}`, op: 'local.set', kids: [call] } : call;
  }

  const callsElsewhere = (statement) => always(statement).some((node) => node.op === 'call' && isElsewhere(name, named(node)[0]));

  // Which of these statements are best done elsewhere.
  function bestRun(statements, begin, end) {
    const calls = [];
    for (let at = begin; at < end; at++) if (callsElsewhere(statements[at])) calls.push(at);
    if (!calls.length) return;
    let best = { gain: 0 };
    for (let from = Math.max(begin, calls[0] - farthest); from <= calls.at(-1); from++) {
      for (let to = Math.min(end, calls.at(-1) + farthest); to > from; to--) {
        if (!calls.some((at) => at >= from && at < to)) continue;
        const run = statements.slice(from, to);
        const between = interface_(run);
        const gain = weightOf(run) - between.inputs.length - 2 * between.outputs.length - least;
        if (between.outputs.length < 2 && gain > best.gain) best = { gain, from, to, run, between };
      }
    }
    return best.run && best;
  }

  // The statements, the last of which may be the value of what they are in.
  function outlineList(statements, hasValue) {
    const result = [];
    const keep = (at) => result.push(outlineNode(statements[at]));
    for (let at = 0; at < statements.length; ) {
      let end = at;
      while (end < statements.length && isContained(statements[end]) && !(hasValue && end === statements.length - 1)) end++;
      const best = bestRun(statements, at, end);
      if (best) {
        while (at < best.from) keep(at++);
        result.push(callInstead(best.run, best.between));
        at = best.to;
      } else {
        end = Math.min(end + 1, statements.length);
        while (at < end) keep(at++);
      }
    }
    return result;
  }

  // An arm of an if is one statement, and is in a list of its own in newer versions.
  function outlineNode(node) {
    if (isList(node)) return { ...node, kids: outlineList(node.kids, hasResult(node) || node.valued) };
    if (node.op !== 'if') return node;
    const [condition, ...arms] = node.kids;
    return { ...node, kids: [condition, ...arms.map((arm) => outlineArm(arm, hasResult(node)))] };
  }
  function outlineArm(arm, hasValue) {
    if (isList(arm)) return outlineNode({ ...arm, valued: hasValue });
    if (hasValue) return arm;
    const [statement] = outlineList([arm], false);
    return statement;
  }

  const begun = made.length;
  const outlined = outlineList(body, /\(result /.test(header));
  if (made.length === begun) return text;
  const out = [header, ...locals];
  for (const node of outlined) print(node, 2, out);
  return `${out.join('\n')}\n )\n`;
}

// The text of a module, now with functions of their own for what is done only where then something is called that is
// elsewhere: isElsewhere(caller, callee), both with their $.
export function outline(text, isElsewhere) {
  const made = [];
  const rest = text.replace(/^ \(func (?:\$\S+)[^]*?^ \)\n/gm, (one) => outlineFunction(one, isElsewhere, made));
  const end = rest.lastIndexOf(')');
  return rest.slice(0, end) + made.join('') + rest.slice(end);
}
