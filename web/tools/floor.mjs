// Checks that everything in dist/ keeps to what the browsers of web/tools/browsers.mjs have: its syntax, the globals,
// members, options and events that it names, the properties, rules and selectors of its style sheets, and the features of
// its modules. What a browser has is from MDN's browser-compat-data; the parser is TypeScript's.
//
// Of what is emitted only names are known, no types: a name counts as there when anything of that name is there, and one
// that the scripts give to things of their own is not looked at. So the sources are checked as well, where it is known what
// each member is of.
//
// usage: node web/tools/floor.mjs     after dist/ is built; exit 1 when something is too new, or an exception is not needed
//        tooNew('a.at(-1)', { chrome: '80' })     → [{ feature: 'javascript.builtins.Array.at', … }]

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { SyntaxKind } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

import { exceptions, floor, wasmFeatures } from './browsers.mjs';
import { tool } from './tool.mjs';

const data = createRequire(import.meta.url)('@mdn/browser-compat-data');
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

// --- what browsers have --------------------------------------------------------------------------------------------------

const numbers = (version) => version.replace('≤', '').split('.').map(Number);
function atLeast(version, wanted) {
  const [a, b] = [numbers(version), numbers(wanted)];
  return (a[0] - b[0] || (a[1] ?? 0) - (b[1] ?? 0)) >= 0;
}
// Plainly, not behind a flag, and not under another name.
const plain = (statement) => !statement.flags && !statement.prefix && !statement.alternative_name;
const from = (version, added) => typeof added === 'string' && added !== 'preview' && atLeast(version, added);

// `also`: names that are there besides, such as the property's with a prefix.
const has = ({ path, support }, browser, version, also = new Set()) =>
  [support[browser] ?? []].flat().some((one) => {
    const named = plain(one) || (!one.flags && also.has(one.prefix + path.split('.')[2]));
    return named && from(version, one.version_added) && !from(version, one.version_removed);
  });

// name → entries, as { path, support }.
function collect() {
  const index = { member: new Map(), global: new Map(), event: new Map(), option: new Map() };
  const add = (map, name, path, entry) => map.set(name, [...(map.get(name) ?? []), { path, support: entry.support }]);
  function children(node, path, see) {
    for (const [name, child] of Object.entries(node)) if (name !== '__compat') see(name, child, `${path}.${name}`);
  }
  function walk(node, path, depth) {
    children(node, path, (name, child, at) => {
      const entry = child.__compat;
      if (entry) {
        const event = name.match(/^(\w+)_event$/)?.[1];
        const option = name.match(/(?:^|_)([a-zA-Z]+)_(?:parameter|property|option)$/)?.[1];
        const member = name.replace(/_static$/, '');
        if (event) add(index.event, event, at, entry);
        else if (option) add(index.option, option, at, entry);
        else if (depth === 1) add(index.global, name, at, entry);
        if (!event && !option && depth > 1) add(index.member, member, at, entry);
        if (depth === 2 && /^api\.(Window|WorkerGlobalScope)\./.test(at)) add(index.global, member, at, entry);
      }
      walk(child, at, depth + 1);
    });
  }
  walk(data.api, 'api', 1);
  walk(data.javascript.builtins, 'javascript.builtins', 1);
  return index;
}
const index = collect();

const at = (path) => path.split('.').reduce((node, name) => (node && Object.hasOwn(node, name) ? node[name] : undefined), data)?.__compat;
const entryAt = (path) => {
  const entry = at(path);
  if (!entry) throw new Error(`MDN's data has no ${path}`);
  return { path, support: entry.support };
};

// --- scripts -----------------------------------------------------------------------------------------------------------

const operators = {
  [SyntaxKind.QuestionDotToken]: 'optional_chaining',
  [SyntaxKind.QuestionQuestionToken]: 'nullish_coalescing',
  [SyntaxKind.QuestionQuestionEqualsToken]: 'nullish_coalescing_assignment',
  [SyntaxKind.BarBarEqualsToken]: 'logical_or_assignment',
  [SyntaxKind.AmpersandAmpersandEqualsToken]: 'logical_and_assignment',
  [SyntaxKind.AsteriskAsteriskToken]: 'exponentiation',
};
const syntax = Object.fromEntries(Object.entries(operators).map(([kind, name]) => [kind, `javascript.operators.${name}`]));
Object.assign(syntax, {
  [SyntaxKind.PrivateIdentifier]: 'javascript.classes.private_class_fields',
  [SyntaxKind.ClassStaticBlockDeclaration]: 'javascript.classes.static.initialization_blocks',
  [SyntaxKind.PropertyDeclaration]: 'javascript.classes.public_class_fields',
  [SyntaxKind.BigIntLiteral]: 'javascript.builtins.BigInt',
  [SyntaxKind.MetaProperty]: 'javascript.operators.import_meta',
  [SyntaxKind.ImportAttributes]: 'javascript.statements.import.import_attributes',
});

// Of what is in a regular expression.
const patterns = [
  [/\(\?<[=!]/, 'lookbehind_assertion'],
  [/\(\?<[a-zA-Z]/, 'named_capturing_group'],
  [/\\p\{/i, 'unicode_character_class_escape'],
  [/\(\?[ims]*-?[ims]*:(?<!\(\?:)/, 'modifier'],
];
const flags = { d: 'hasIndices', s: 'dotAll', v: 'unicodeSets', y: 'sticky', u: 'unicode' };

const declares = new Set([SyntaxKind.VariableDeclaration, SyntaxKind.Parameter, SyntaxKind.BindingElement, SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression, SyntaxKind.ClassDeclaration, SyntaxKind.ClassExpression, SyntaxKind.ImportSpecifier, SyntaxKind.ImportClause,
  SyntaxKind.NamespaceImport]);
const names = new Set([SyntaxKind.PropertyAssignment, SyntaxKind.ShorthandPropertyAssignment, SyntaxKind.MethodDeclaration, SyntaxKind.PropertyDeclaration,
  SyntaxKind.GetAccessor, SyntaxKind.SetAccessor, SyntaxKind.LabeledStatement, SyntaxKind.BreakStatement, SyntaxKind.ContinueStatement, SyntaxKind.ExportSpecifier]);
const texts = new Set([SyntaxKind.StringLiteral, SyntaxKind.NoSubstitutionTemplateLiteral, SyntaxKind.TemplateHead, SyntaxKind.TemplateMiddle, SyntaxKind.TemplateTail]);

// The tree of each of those scripts: path → text.
function parseAll(scripts) {
  const folder = '/scripts';
  const files = new Map([...scripts].map(([path, text], i) => [`${folder}/${i}.js`, { path, text }]));
  const settings = { compilerOptions: { allowJs: true, noLib: true, types: [], target: 'esnext', module: 'esnext', noResolve: true }, files: [...files.keys()] };
  const config = `${folder}/tsconfig.json`;
  const textOf = (path) => (path === config ? JSON.stringify(settings) : files.get(path)?.text);
  const api = new API({
    cwd: folder,
    fs: {
      readFile: textOf,
      fileExists: (path) => textOf(path) !== undefined,
      directoryExists: (path) => path === folder,
      getAccessibleEntries: () => ({ files: [], directories: [] }),
      realpath: (path) => path,
    },
  });
  const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects();
  return { api, trees: Array.from(files, ([name, { path, text }]) => ({ path, text, tree: project.program.getSourceFile(name) })) };
}

// What a script uses: [kind, name or path in the data, position].
function usesOf(tree) {
  const uses = [];
  const declared = new Set();
  const identifiers = [];
  function visit(node, parent) {
    const { kind } = node;
    if (syntax[kind]) uses.push(['syntax', syntax[kind], node.pos]);
    if (kind === SyntaxKind.RegularExpressionLiteral) {
      for (const [pattern, name] of patterns) if (pattern.test(node.text)) uses.push(['syntax', `javascript.regular_expressions.${name}`, node.pos]);
      for (const flag of node.text.split('/').at(-1)) if (flags[flag]) uses.push(['syntax', `javascript.builtins.RegExp.${flags[flag]}`, node.pos]);
    }
    if (kind === SyntaxKind.VariableDeclarationList && /^\s*(await\s+)?using\b/.test(tree.text.slice(node.pos, node.pos + 40))) {
      uses.push(['syntax', 'javascript.statements.using', node.pos]);
    }
    if (kind === SyntaxKind.CatchClause && !node.variableDeclaration) uses.push(['syntax', 'javascript.statements.try_catch.optional_catch_binding', node.pos]);
    if (kind === SyntaxKind.ForOfStatement && node.awaitModifier) uses.push(['syntax', 'javascript.statements.for_await_of', node.pos]);
    if (kind === SyntaxKind.PropertyAccessExpression) uses.push(['member', node.name.text, node.name.pos]);
    if (kind === SyntaxKind.ElementAccessExpression && node.argumentExpression?.kind === SyntaxKind.StringLiteral) uses.push(['member', node.argumentExpression.text, node.pos]);
    if (kind === SyntaxKind.BindingElement && parent.kind === SyntaxKind.ObjectBindingPattern) uses.push(['member', (node.propertyName ?? node.name).text, node.pos]);
    if (kind === SyntaxKind.PropertyAssignment || kind === SyntaxKind.ShorthandPropertyAssignment) uses.push(['own', node.name.text, node.pos]);
    if (/Method|Accessor|PropertyDeclaration/.test(SyntaxKind[kind]) && node.name) uses.push(['own', node.name.text, node.pos]);
    if (texts.has(kind)) uses.push(['text', node.text, node.pos]);
    if (declares.has(kind) && node.name?.kind === SyntaxKind.Identifier) declared.add(node.name.text);
    if (kind === SyntaxKind.Identifier) {
      const isName = (names.has(parent.kind) && parent.name === node && parent.kind !== SyntaxKind.ShorthandPropertyAssignment) ||
        (parent.kind === SyntaxKind.PropertyAccessExpression && parent.name === node) || parent.propertyName === node;
      if (!isName) identifiers.push(node);
    }
    node.forEachChild((child) => void visit(child, node));
  }
  visit(tree, tree);
  for (const { text, pos } of identifiers) if (!declared.has(text)) uses.push(['global', text, pos]);
  return uses;
}

// Of our sources: what each name that the browser's own types declare is of, as [file, kind, name, entries, place].
function usesOfSources() {
  const api = new API({ cwd: root });
  const uses = [];
  try {
    const [project] = api.updateSnapshot({ openProjects: [join(root, 'tsconfig.json')] }).getProjects();
    const { program, checker } = project;
    for (const path of program.getSourceFileNames().filter((name) => /\/web\/(src|report)\/.*(?<!\.d)\.tsx?$/.test(name))) {
      const tree = program.getSourceFile(path);
      const nodes = [];
      function visit(node, parent) {
        if (node.kind === SyntaxKind.Identifier && parent.kind !== SyntaxKind.PropertySignature) nodes.push(node);
        node.forEachChild((child) => void visit(child, node));
      }
      visit(tree, tree);
      const symbols = checker.getSymbolAtLocation(nodes);
      nodes.forEach((node, i) => {
        const symbol = symbols[i];
        if (!symbol?.valueDeclaration || !/\/lib\.[\w.]+\.d\.ts$/.test(symbol.valueDeclaration.path)) return;
        const of = symbol.getParent()?.name.replace(/Constructor$/, '');
        const known = of && [`api.${of}`, `javascript.builtins.${of}`].flatMap((owner) => {
          const member = at(`${owner}.${symbol.name}`) ?? at(`${owner}.${symbol.name}_static`);
          return member ? [{ path: `${owner}.${symbol.name}`, support: member.support }] : [];
        });
        const entries = known?.length ? known : entriesFor(of ? 'option' : 'global', symbol.name);
        uses.push([relative(root, path), of ? `${of}'s` : 'global', symbol.name, entries, placeIn(tree.text, node.pos)]);
      });
    }
  } finally {
    api.close();
  }
  return uses;
}

// --- style sheets ------------------------------------------------------------------------------------------------------

// A style sheet, as opposed to a sentence.
const isStyles = (text) => /\{[^{}]*[\w-]+\s*:[^{}]+\}/.test(text) && /^[\s\S]*?[\w.*:#@\])-]\s*\{/.test(text) && !/=>|\bfunction\b|^\s*\{/.test(text);

// What a style sheet uses, as paths in the data.
function usesOfStyles(css) {
  const uses = new Set();
  const prefixed = new Set(css.match(/(?<=[{;]\s*)-(?:webkit|moz)-[\w-]+(?=\s*:)/g) ?? []);
  // What begins with a - is for one engine in the first place.
  const add = (path) => at(path) && !/\.-\w/.test(path) && uses.add(path);
  const bare = css.replace(/"[^"]*"|'[^']*'/g, '""');
  for (const [, name] of bare.matchAll(/@([\w-]+)/g)) add(`css.at-rules.${name}`);
  for (const [, condition] of bare.matchAll(/@media([^{]*)\{/g)) {
    for (const [, name] of condition.matchAll(/\(\s*(?:min-|max-)?([\w-]+)/g)) add(`css.at-rules.media.${name}`);
    if (/[<>]/.test(condition)) add('css.at-rules.media.range_syntax');
  }
  for (const [, list] of bare.matchAll(/([^{};]+)\{/g)) {
    if (list.trim().startsWith('@')) continue;
    for (const [, name] of list.matchAll(/::?([\w-]+)/g)) add(`css.selectors.${name}`);
    if (/(^|[\s,])&/.test(list)) add('css.selectors.nesting');
  }
  for (const [, name, value] of bare.matchAll(/(?:[{;]\s*)([\w-]+)\s*:([^;{}]+)/g)) {
    if (name.startsWith('--')) continue;
    add(`css.properties.${name}`);
    // What a value means with a prefix is not in the data.
    if (!prefixed.has(`-webkit-${name}`)) for (const [word] of value.matchAll(/[\w-]+/g)) add(`css.properties.${name}.${word}`);
    for (const [, call] of value.matchAll(/([\w-]+)\(/g)) {
      for (const group of ['color', 'gradient', 'easing-function', 'basic-shape', 'transform-function', 'image', 'filter-function', 'attr', 'min', 'max', 'clamp', 'env', 'calc', 'anchor', 'anchor-size']) {
        add(`css.types.${group}.${call}`);
      }
      add(`css.types.${call}`);
    }
    for (const [, unit] of value.matchAll(/\d(dvh|svh|lvh|dvw|cqw|cqh|lh|rlh|cap|ic)\b/g)) add(`css.types.length.${{ dvh: 'viewport_percentage_units_dynamic', dvw: 'viewport_percentage_units_dynamic', svh: 'viewport_percentage_units_small', lvh: 'viewport_percentage_units_large', cqw: 'container_query_length_units', cqh: 'container_query_length_units' }[unit] ?? unit}`);
  }
  return { uses, prefixed };
}

// --- judging -------------------------------------------------------------------------------------------------------------

const missing = (entries, browsers, also) =>
  Object.entries(browsers).filter(([browser, version]) => !entries.some((entry) => has(entry, browser, version, also))).map(([browser]) => browser);

function entriesFor(kind, name) {
  if (kind === 'syntax') return [entryAt(name)];
  if (kind === 'global') return index.global.get(name) ?? [];
  if (kind === 'event') return index.event.get(name) ?? [];
  // Whatever a member is of, and whatever takes an option.
  const members = [...(index.member.get(name) ?? []), ...(index.global.get(name) ?? [])];
  return kind === 'option' ? [...members, ...(index.option.get(name) ?? [])] : members;
}

const placeIn = (text, position) => text.slice(Math.max(0, position - 30), position + 50).trim().replace(/\s+/g, ' ');

// Of what those scripts (or style sheets, by their name) use, what the browsers do not all have: [{ file, kind, name,
// feature, lacking, place }]. `seen(kind, name)` hears of everything that was looked up.
export function tooNewIn(sources, browsers = floor, seen = () => {}) {
  const found = new Map();
  function judge(file, kind, name, entries, place, also) {
    if (!entries.length) return;
    seen(kind, name);
    const lacking = missing(entries, browsers, also);
    if (lacking.length) found.set(`${file} ${kind} ${name}`, { file, kind, name, feature: entries[0].path, lacking, place });
  }
  function judgeStyles(file, css) {
    const { uses, prefixed } = usesOfStyles(css);
    for (const path of uses) judge(file, 'style', path, [entryAt(path)], path, prefixed);
  }
  const scripts = new Map([...sources].filter(([path]) => !path.endsWith('.css')));
  for (const [path, text] of sources) if (path.endsWith('.css')) judgeStyles(path, text);
  const { api, trees } = parseAll(scripts);
  try {
    const all = trees.map(({ path, text, tree }) => ({ path, text, uses: usesOf(tree) }));
    const own = new Set(all.flatMap(({ uses }) => uses.filter(([kind]) => kind === 'own').map(([, name]) => name)));
    for (const { path, text, uses } of all) {
      for (const [kind, name, position] of uses) {
        if (kind === 'own' || (kind === 'member' && own.has(name))) continue;
        if (kind !== 'text') judge(path, kind, name, entriesFor(kind, name), placeIn(text, position));
        else if (isStyles(name)) judgeStyles(path, name);
        else if (/^[a-z]+( [a-z]+)*$/.test(name)) name.split(' ').forEach((word) => judge(path, 'event', word, entriesFor('event', word), placeIn(text, position)));
      }
    }
  } finally {
    api.close();
  }
  return [...found.values()];
}
export const tooNew = (text, browsers, name = 'script.js') => tooNewIn(new Map([[name, text]]), browsers);

const excused = ({ file, name }) => exceptions.find((one) => one.names.includes(name) && one.files.test(file));

// Modules with features that the browsers do not all have, or that nobody has heard of.
function tooNewModules(files) {
  const problems = [];
  for (const [flag, feature] of Object.entries(wasmFeatures)) {
    const lacking = feature ? missing([entryAt(`webassembly.${feature}`)], floor) : [];
    if (lacking.length) problems.push(`--enable-${flag} is too new for ${lacking.join(', ')}`);
  }
  const allowed = ['--mvp-features', ...Object.keys(wasmFeatures).map((flag) => `--enable-${flag}`)];
  for (const file of files) {
    try {
      execFileSync(tool('wasm-opt'), [...allowed, join(root, 'dist', file), '-o', '/dev/null', '--quiet'], { stdio: 'pipe' });
    } catch (error) {
      problems.push(`${file}: ${String(error.stderr).split('\n')[0]}`);
    }
  }
  return problems;
}

function check() {
  const dist = join(root, 'dist');
  const all = readdirSync(dist, { recursive: true }).filter((name) => !name.startsWith('bin') && statSync(join(dist, name)).isFile());
  const sources = new Map(all.filter((name) => /\.(js|css)$/.test(name)).map((name) => [name, readFileSync(join(dist, name), 'utf8')]));
  const used = new Set();
  const problems = [];
  const names = new Set();
  const found = tooNewIn(sources, floor, (kind, name) => names.add(`${kind} ${name}`));
  for (const [file, kind, name, entries, place] of usesOfSources()) {
    const lacking = entries.length ? missing(entries, floor) : [];
    names.add(`${kind} ${name}`);
    if (lacking.length) found.push({ file, kind, name, feature: entries[0].path, lacking, place });
  }
  for (const one of found) {
    const excuse = excused(one);
    if (excuse) used.add(one.name);
    else problems.push(`${one.file}: ${one.kind} ${one.name} (${one.feature}) is too new for ${one.lacking.join(', ')}: …${one.place}…`);
  }
  for (const name of exceptions.flatMap(({ names }) => names)) if (!used.has(name)) problems.push(`the exception for ${name} is not needed`);
  problems.push(...tooNewModules(all.filter((name) => name.endsWith('.wasm'))));
  console.log(`${sources.size} scripts and style sheets, ${names.size} names that browsers have: ${Object.entries(floor).map((pair) => pair.join(' ')).join(', ')}`);
  if (problems.length) {
    console.error(problems.join('\n'));
    process.exit(1);
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) check();
