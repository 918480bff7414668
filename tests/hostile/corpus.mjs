// Configurations by somebody who means harm, generated: some are large. For tests/cli/hostile.test.mjs, which gives
// them to the program, and tests/browser/hostile.test.mjs, which shows them on a page.
//
//   for (const { name, text, refused } of corpus()) …      text: the document; refused: it must be an error

export const scripts = [
  '<script>window.harmed=1</script>',
  '<img src=x onerror="window.harmed=1">',
  '<svg/onload=window.harmed=1>',
  '"><iframe src=javascript:window.harmed=1>',
  '</textarea></style></title><script>window.harmed=1</script>',
  "'-window.harmed=1-'",
  '${window.harmed=1}{{constructor.constructor("window.harmed=1")()}}',
  '{{trait.__proto__}}{{trait.constructor | "x"}}',
  '&lt;script&gt;window.harmed=1&lt;/script&gt;',
];

// Addresses that would run as a script, or leave for another scheme, in all the odd spellings browsers forgive.
export const addresses = [
  'javascript:window.harmed=1',
  'JaVaScRiPt:window.harmed=1',
  ' javascript:window.harmed=1',
  '\u0001javascript:window.harmed=1',
  'java\tscript:window.harmed=1',
  'java\nscript:window.harmed=1',
  'java\r\nscript:window.harmed=1',
  '\u007fjavascript:window.harmed=1',
  'javascript\t:window.harmed=1',
  'javascript://x.example/%0Awindow.harmed=1',
  'data:text/html,<script>window.harmed=1</script>',
  'data:text/html;base64,PHNjcmlwdD53aW5kb3cuaGFybWVkPTE8L3NjcmlwdD4=',
  'DATA:image/svg+xml,<svg onload="window.harmed=1"/>',
  'vbscript:window.harmed=1',
  'blob:https://x.example/1',
  'file:///etc/passwd',
  'view-source:https://x.example/',
  'intent://x#Intent;end',
  'filesystem:https://x.example/1',
  'about:blank',
  'x:y',
];

export const bidi = ['\u202E', '\u202D', '\u2066', '\u2067', '\u2068', '\u202A', '\u202B'];

const nps = { id: 'score', type: 'nps', text: 'How likely?' };
export const now = { triggers: [{ delay: '0s' }], frequency: 'always' };
const top = (more) => ({ canvass: 1, ...more });
const survey = (more) => top({ surveys: [{ id: 's', ...now, questions: [nps], ...more }] });

// A survey that says `text` in every place that takes one.
export const everywhere = (text) =>
  survey({
    touchpoint: text.slice(0, 100),
    welcome: { title: text, text, button: text },
    questions: [
      { id: 'a', type: 'choice', text, description: text, other: true, options: [text, { id: 'x', text }] },
      { id: 'b', type: 'text', text, hint: text },
      { id: 'c', type: 'nps', text, low: text, high: text },
      { id: 'd', type: 'message', text, button: text, link: { text, url: '/x' } },
    ],
    thanks: { title: text, text, link: { text, url: '/x' } },
  });

const nested = (depth) => `{"canvass":1,"surveys":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const objects = (depth) => `{"canvass":1,"a":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;

export function* corpus() {
  const one = (name, document, refused = false) => ({
    name,
    text: typeof document === 'string' ? document : JSON.stringify(document),
    refused,
  });

  for (const script of scripts) yield one(`markup ${script}`, everywhere(script));
  for (const script of scripts) yield one(`an id ${script}`, survey({ id: script }), true);
  for (const mark of bidi) yield one(`direction ${mark.codePointAt(0).toString(16)}`, everywhere(`${mark}evil${mark}`));
  for (const url of addresses) {
    yield one(`a link to ${url}`, survey({ thanks: { title: 'x', link: { text: 'x', url } } }), true);
    yield one(`a picture from ${url}`, survey({ questions: [{ id: 'q', type: 'picture', text: '?', options: [{ text: 'a', image: url }, { text: 'b', image: '/b.png' }] }] }), true);
    yield one(`an endpoint at ${url}`, top({ endpoint: url }), true);
  }
  yield one('a font that ends the style', top({ theme: { font: 'x;}*{display:none' } }), true);
  yield one('a font that leaves the style', top({ theme: { font: '</style><script>' } }), true);
  yield one('a colour with more', top({ theme: { accent: '#4f46e5;x:url(//x)' } }), true);
  yield one('a selector that is none', top({ guides: [{ id: 'g', type: 'tip', anchor: '}{<script>', text: 'x', triggers: [] }] }));

  yield one('a text of 10 MB', everywhere('x'.repeat(10_000_000)), true);
  yield one('a name of 10 MB', `{"canvass":1,"${'x'.repeat(10_000_000)}":1}`, true);
  yield one('a text of 900 KB', survey({ questions: [{ ...nps, text: 'x'.repeat(900_000) }] }), true);
  yield one('a name of 900 KB', `{"canvass":1,"${'x'.repeat(900_000)}":1}`);
  yield one('10 MB of brackets', nested(5_000_000), true);
  for (const depth of [65, 1000, 100_000, 400_000]) {
    yield one(`lists ${depth} deep`, nested(depth), true);
    yield one(`objects ${depth} deep`, objects(Math.min(depth, 150_000)), true);
  }
  const not = (depth) => (depth === 0 ? { trait: 'plan', is: 'x' } : { not: not(depth - 1) });
  yield one('conditions 40 deep', survey({ audience: not(40) }));
  yield one('20,000 surveys', top({ surveys: Array.from({ length: 20_000 }, () => 1) }), true);
  yield one('60,000 fields nobody knows', `{"canvass":1,${Array.from({ length: 60_000 }, (_, i) => `"f${i}":1`)}}`);
  yield one('50,000 choices', survey({ questions: [{ id: 'q', type: 'choice', text: '?', options: Array(50_000).fill('a') }] }), true);

  yield one('one member twice', '{"canvass":2,"canvass":1,"surveys":[],"surveys":[{"id":"s","id":"t","questions":[]}]}', true);
  yield one('__proto__ as a member', '{"canvass":1,"__proto__":{"harmed":1},"constructor":{"prototype":{"harmed":1}}}');
  yield one('__proto__ inside', `{"canvass":1,"surveys":[{"id":"s","__proto__":{"harmed":1},"triggers":[],"questions":[${JSON.stringify(nps)}],"hidden":["__proto__","constructor"],"variables":{"__proto__":1}}]}`);
  yield one('ids of objects', survey({ id: '__proto__', questions: [{ ...nps, id: 'constructor' }, { ...nps, id: 'toString' }] }));
  yield one('a trait of objects', survey({ audience: { trait: '__proto__', is: 1 } }));

  yield one('half a surrogate', '{"canvass":1,"writeKey":"\\ud800"}', true);
  yield one('the other half', '{"canvass":1,"writeKey":"\\udc00x"}', true);
  yield one('halves the wrong way round', '{"canvass":1,"writeKey":"\\udc00\\ud800"}', true);
  yield one('control characters, escaped', everywhere('a\u0000b\u0007c\u001b[2Jd\u009b31m\u0085\u2028\u2029e'));
  yield one('control characters, raw', '{"canvass":1,"writeKey":"a\u0001b"}', true);
  yield one('a byte order mark', '\uFEFF{"canvass":1}', true);
  yield one('combining without end', everywhere(`a${'\u0301'.repeat(1500)}`));
  yield one('no white space to break at', everywhere('W'.repeat(2000)));
  yield one('only white space', everywhere('\u2003'.repeat(20)));

  for (const number of ['1e999', '-1e999', '9'.repeat(400), '1e-999', '-0', '18446744073709551616', '0.1e+400', '2147483648']) {
    yield one(`a radius of ${number.slice(0, 24)}`, `{"canvass":1,"theme":{"radius":${number}}}`, number !== '-0' && number !== '1e-999');
    yield one(`a version ${number.slice(0, 24)}`, `{"canvass":${number}}`, true);
  }
  yield one('NaN', '{"canvass":NaN}', true);
  yield one('a duration without end', top({ cooldown: `${'9'.repeat(18)}d` }), true);
  yield one('a pattern that takes for ever', survey({ questions: [{ id: 'q', type: 'text', text: '?', pattern: '(a*)*(a*)*(a*)*b' }] }));
  yield one('a glob of stars', survey({ triggers: [{ page: `/${'*a'.repeat(500)}` }] }));
  yield one('nothing', '', true);
  yield one('null', 'null', true);
  yield one('a text', '"canvass"', true);
  yield one('half a document', '{"canvass":1,"surveys":[{"id":"s"', true);
}
