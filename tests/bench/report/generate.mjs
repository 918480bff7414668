// Writes the events of made-up responses, one a line, as a collector exports them. The same numbers give the same file.
//
//   node tests/bench/report/generate.mjs [--responses 1000000] [--seed 1] > events.ndjson
//
// Each response is shown a survey and answers its first question; one in ten changes the answer, three in ten say why,
// most go on to the end. One line in a hundred is there twice.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { generator } from '../../random.mjs';

const kBegin = Date.UTC(2026, 0, 5);
const kSpan = 26 * 7 * 24 * 3600 * 1000; // half a year
const kTogether = 32; // responses that go on at the same time
const kChunk = 1 << 20;

const kLocales = ['en', 'en-GB', 'ru', 'kk', 'de', 'fr'];
const kPaths = ['/', '/cart', '/thanks', '/account/orders', '/help/delivery', '/search'];
const kReasons = [
  'Fast delivery and friendly people.',
  'Delivery was late again, and nobody answered my call.',
  'Prices have gone up too much for what it is',
  'I like how easy it is to find things. The \\"search\\" is great!',
  'Быстрая доставка, спасибо!',
  'Доставка опоздала на два дня, курьер не позвонил.',
  'Жақсы қызмет, бәрі ұнады',
  'It is ok',
  'Checkout crashed twice on my phone\\nbut support helped me out in the end',
];

const hex = (number, digits) => number.toString(16).padStart(digits, '0');

export function* lines({ responses, seed = 1 }) {
  const next = generator(seed);
  const below = (n) => Math.floor(next() * n);
  const uuid = (time) => {
    const stamp = hex(time, 12);
    const tail = hex(below(0x100000000), 8) + hex(below(0x1000000), 6);
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(6)}${hex(below(0x10000), 4)}`;
  };
  const iso = (time) => new Date(time).toISOString();

  function* respond(index) {
    const start = kBegin + Math.floor((index / responses) * kSpan) + below(60_000);
    const ces = below(5) === 0;
    const survey = ces ? 'support' : 'nps';
    const response = uuid(start);
    const known = below(4) === 0 ? `,"userId":"u-${below(responses)}"` : '';
    const before = `{"anonymousId":"${uuid(start - below(kSpan))}","context":{"library":{"name":"canvass","version":"0.1.0"},"locale":"${kLocales[below(kLocales.length)]}","page":{"path":"${kPaths[below(kPaths.length)]}"}},"event":"Survey `;
    let time = start;
    const event = (name, properties) =>
      `${before}${name}","messageId":"${uuid(time)}","properties":{${properties}},"timestamp":"${iso(time)}","type":"track"${known}}`;
    const whose = `"response":"${response}"`;
    yield event('Shown', `${whose},"survey":"${survey}"`);
    const times = below(10) === 0 ? 2 : 1;
    for (let i = 0; i < times; ++i) {
      time += 1000 + below(20_000);
      if (ces) {
        const value = 1 + Math.max(below(7), below(7));
        const category = value > 4 ? 'easy' : value === 4 ? 'neutral' : 'difficult';
        yield event('Answered', `"category":"${category}","direction":"higher_is_easier","kind":"ces","question":"ease",${whose},"survey":"${survey}","value":${value},"variant":"agree7"`);
      } else {
        const value = Math.max(below(11), below(11));
        const category = value > 8 ? 'promoter' : value > 6 ? 'passive' : 'detractor';
        yield event('Answered', `"category":"${category}","kind":"nps","question":"score",${whose},"survey":"${survey}","value":${value}`);
      }
    }
    if (!ces && below(10) < 3) {
      time += 5000 + below(60_000);
      yield event('Answered', `"kind":"text","question":"why",${whose},"survey":"${survey}","value":"${kReasons[below(kReasons.length)]}"`);
    }
    time += 500 + below(5000);
    if (below(10) < 8) {
      yield event('Completed', `"answered":${ces ? 1 : 2},"duration":${time - start},${whose},"survey":"${survey}"`);
    } else {
      yield event('Dismissed', `"answered":1,"duration":${time - start},"question":"${ces ? 'ease' : 'why'}",${whose},"survey":"${survey}"`);
    }
  }

  let going = [];
  for (let begun = 0; begun < responses || going.length > 0; ) {
    while (going.length < kTogether && begun < responses) going.push(respond(begun++));
    const still = [];
    for (const response of going) {
      const { value, done } = response.next();
      if (done) continue;
      yield value;
      if (below(100) === 0) yield value;
      still.push(response);
    }
    going = still;
  }
}

export async function write(stream, options) {
  let chunk = '';
  for (const line of lines(options)) {
    chunk += line + '\n';
    if (chunk.length < kChunk) continue;
    if (!stream.write(chunk)) await once(stream, 'drain');
    chunk = '';
  }
  stream.write(chunk);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { responses: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } } });
  await write(process.stdout, { responses: Number(values.responses), seed: Number(values.seed) });
}
