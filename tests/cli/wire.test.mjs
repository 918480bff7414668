// What the engine sends in each format, taken by what the format is for: a real ClickHouse for NDJSON, and for Segment's
// batches and OpenTelemetry's log records the rules of their documentation, written down by hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass, folder, ndjson, parsed } from './canvass.mjs';
import { clickhouse, skip } from './clickhouse.mjs';

const config = {
  canvass: 1,
  endpoint: 'https://in.example/v1',
  writeKey: 'shop',
  surveys: [
    {
      id: 'nps',
      triggers: [{ event: 'order' }],
      questions: [
        { id: 'score', type: 'nps', text: 'How likely are you to recommend us?' },
        { id: 'areas', type: 'choice', multiple: true, text: 'What about?', options: [{ id: 'price', text: 'Price' }, { id: 'service', text: 'Service' }] },
        { id: 'why', type: 'text', text: 'Why?' },
      ],
    },
  ],
};

const why = 'Жақсы 👍 "quoted" \\ \u2028\n, and a line';

// The sends of one visit, in that format.
function sends(t, format) {
  const cwd = folder(t, { 'config.json': { ...config, delivery: { format } } });
  const events = [
    { t: 0, ev: 'page', url: 'https://shop.example/thanks?secret=1' },
    { t: 50, ev: 'identify', id: 'u-1', traits: { plan: 'pro', seats: 3 } },
    { t: 100, ev: 'track', name: 'order', props: { total: 42 } },
    { t: 200, ev: 'shown', id: 'nps' },
    { t: 1000, ev: 'answer', survey: 'nps', question: 'score', value: 9 },
    { t: 1100, ev: 'next' },
    { t: 2000, ev: 'answer', survey: 'nps', question: 'areas', value: ['price', 'service'] },
    { t: 2100, ev: 'next' },
    { t: 2500, ev: 'response', request: 1, status: 200 },
    { t: 3000, ev: 'answer', survey: 'nps', question: 'why', value: why },
    { t: 3100, ev: 'next' },
    { t: 9000, ev: 'hidden' },
  ];
  const run = canvass(['replay', 'config.json'], { cwd, input: ndjson(events) });
  assert.equal(run.code, 0, run.err);
  const effects = parsed(run.out);
  const sent = effects.filter(({ fx }) => fx === 'send');
  assert.ok(sent.length >= 2, 'several requests');
  return { sent, emitted: effects.filter(({ fx }) => fx === 'emit').map(({ event }) => event) };
}

const once = (events) => [...new Map(events.map((event) => [event.messageId, event])).values()];

// --- Segment -------------------------------------------------------------------------------------------------

// https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ and …/spec/common/
const isTime = (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));

function checkSegment(body) {
  assert.equal(typeof body.writeKey, 'string');
  assert.ok(isTime(body.sentAt));
  assert.ok(Array.isArray(body.batch) && body.batch.length > 0);
  assert.ok(Buffer.byteLength(JSON.stringify(body)) <= 500_000, 'a batch has 500 KB at most');
  for (const event of body.batch) {
    assert.ok(['identify', 'track', 'page', 'screen', 'group', 'alias'].includes(event.type));
    assert.ok(Buffer.byteLength(JSON.stringify(event)) <= 32_768, 'an event has 32 KB at most');
    assert.ok(typeof event.messageId === 'string' && event.messageId.length > 0 && event.messageId.length <= 100);
    assert.ok(event.anonymousId || event.userId, 'somebody');
    assert.ok(isTime(event.timestamp));
    assert.equal(typeof event.context, 'object');
    assert.deepEqual(Object.keys(event.context.library).sort(), ['name', 'version']);
    assert.match(event.context.page.path, /^\//);
    assert.equal(typeof event.context.locale, 'string');
    if (event.type === 'track') assert.ok(typeof event.event === 'string' && typeof event.properties === 'object');
    if (event.type === 'identify') assert.equal(typeof event.traits, 'object');
  }
}

test('a gateway that speaks Segment takes the default format unchanged', (t) => {
  for (const format of ['segment', undefined]) {
    const { sent, emitted } = sends(t, format);
    for (const { body, contentType } of sent) {
      checkSegment(body);
      assert.equal(contentType, undefined, 'text/plain: no preflight');
    }
    assert.deepEqual(once(sent.flatMap(({ body }) => body.batch)), emitted);
  }
});

// --- OpenTelemetry -------------------------------------------------------------------------------------------

// The value that an AnyValue stands for.
function plain(value) {
  const [kind, ...more] = Object.keys(value);
  assert.equal(more.length, 0);
  switch (kind) {
    case undefined:
      return null;
    case 'intValue':
      assert.match(value.intValue, /^-?\d+$/);
      return Number(value.intValue);
    case 'stringValue':
    case 'boolValue':
    case 'doubleValue':
      return value[kind];
    case 'arrayValue':
      return value.arrayValue.values.map(plain);
    case 'kvlistValue':
      return object(value.kvlistValue.values);
    default:
      return assert.fail(`no AnyValue has a ${kind}`);
  }
}

function object(list) {
  const out = Object.fromEntries(list.map(({ key, value }) => [key, plain(value)]));
  assert.equal(Object.keys(out).length, list.length, 'keys are unique');
  return out;
}

test('log records of OpenTelemetry say all that the events say', (t) => {
  const { sent, emitted } = sends(t, 'otlp');
  const records = sent.flatMap(({ body, contentType }) => {
    assert.equal(contentType, 'application/json');
    assert.deepEqual(Object.keys(body), ['resourceLogs']);
    const [{ resource, scopeLogs }] = body.resourceLogs;
    const said = object(resource.attributes);
    assert.equal(said['service.name'], 'canvass');
    assert.equal(said['canvass.write_key'], 'shop');
    assert.ok(isTime(said['canvass.sent_at']));
    assert.equal(scopeLogs[0].scope.name, 'canvass');
    return scopeLogs[0].logRecords;
  });
  const back = records.map((record) => {
    const said = object(record.attributes);
    assert.match(record.timeUnixNano, /^\d{13}000000$/);
    assert.equal(record.severityNumber, 9);
    const event = {
      anonymousId: said['enduser.pseudo.id'],
      context: { library: emitted[0].context.library, locale: said['browser.language'], page: { path: said['url.path'] } },
      messageId: said['log.record.uid'],
      timestamp: new Date(Number(record.timeUnixNano.slice(0, -6))).toISOString(),
      type: said['canvass.type'],
    };
    if (said['user.id']) event.userId = said['user.id'];
    return event.type === 'track'
      ? { ...event, event: record.eventName, properties: plain(record.body) }
      : { ...event, traits: plain(record.body) };
  });
  assert.deepEqual(once(back), emitted);
});

// --- NDJSON --------------------------------------------------------------------------------------------------

test('every line of NDJSON is an event and can stand alone', (t) => {
  const { sent, emitted } = sends(t, 'ndjson');
  const lines = sent.flatMap(({ body, contentType }) => {
    assert.equal(contentType, undefined, 'text/plain: no preflight');
    assert.ok(body.endsWith('\n'));
    return parsed(body);
  });
  for (const line of lines) {
    assert.ok(isTime(line.sentAt));
    assert.equal(line.writeKey, 'shop');
  }
  assert.deepEqual(
    once(lines).map(({ sentAt, writeKey, ledger, ...event }) => event),
    emitted,
  );
});

test('ClickHouse takes NDJSON as it is sent', { skip }, async (t) => {
  const server = await clickhouse(t);
  await server.query(
    'CREATE TABLE events (messageId String, type String, event String, anonymousId String, userId String, timestamp DateTime, sentAt DateTime,' +
      ' writeKey String, `properties.survey` String, `properties.question` String, `context.locale` String) ENGINE = ReplacingMergeTree() ORDER BY messageId',
  );
  const { sent, emitted } = sends(t, 'ndjson');
  for (const { body } of [...sent, ...sent]) {
    await server.query('INSERT INTO events FORMAT JSONEachRow', {
      body,
      date_time_input_format: 'best_effort',
      input_format_skip_unknown_fields: 1,
      input_format_import_nested_json: 1,
    });
  }
  const rows = await server.query('SELECT * FROM events FINAL ORDER BY messageId FORMAT JSONEachRow');
  const expected = emitted.map((event) => ({
    messageId: event.messageId,
    type: event.type,
    event: event.event ?? '',
    anonymousId: event.anonymousId,
    userId: event.userId ?? '',
    timestamp: event.timestamp.replace('T', ' ').slice(0, 19),
    'properties.survey': event.properties?.survey ?? '',
    'properties.question': event.properties?.question ?? '',
    'context.locale': event.context.locale,
  }));
  expected.sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
  assert.deepEqual(
    rows.map(({ sentAt, writeKey, ...row }) => {
      assert.equal(writeKey, 'shop');
      assert.match(sentAt, /^20\d\d-\d\d-\d\d /);
      return row;
    }),
    expected,
  );
});
