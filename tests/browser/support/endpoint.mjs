// An endpoint on an origin of its own that does as its script says, and counts.
//
//   const endpoint = await startEndpoint(t);
//   endpoint.script.push('lost', 429);      // for the first two requests, then as `endpoint.answer` says
//   endpoint.answer = 'hold';               // … until endpoint.release()
//
// An answer is
//   a status             the batch is taken when it is 2xx
//   {status, headers}    the same, with headers, say {'retry-after': '2'}
//   'lost'               the batch is taken, the connection is cut before the answer
//   'reset'              the connection is cut, nothing is read
//   'hang'               the batch is read and not taken; no answer ever comes
//   'hold'               as 200, but only at release()
//   a function           of the request {method, headers, text, bytes, batch}, that gives one of these

import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { eventually } from './wait.mjs';

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-expose-headers': 'date, retry-after',
};

// Of a body in any of the formats; of a log record as much as tests look at.
function eventsOf(text) {
  if (text === '') return [];
  if (text.endsWith('\n')) return text.trimEnd().split('\n').map((line) => JSON.parse(line));
  const body = JSON.parse(text);
  if (!body.resourceLogs) return body.batch ?? [];
  return body.resourceLogs[0].scopeLogs[0].logRecords.map((record) => {
    const said = Object.fromEntries(record.attributes.map(({ key, value }) => [key, value.stringValue]));
    const traits = record.body.kvlistValue.values.map(({ key, value }) => [key, value.intValue ? Number(value.intValue) : value.stringValue]);
    return { messageId: said['log.record.uid'], type: said['canvass.type'], traits: Object.fromEntries(traits) };
  });
}

export async function startEndpoint(t) {
  const held = [];
  let open = 0;

  const endpoint = {
    answer: 200,
    script: [],
    cors: true,
    requests: [], // {method, headers, text, bytes, batch, status, taken, at}
    peak: 0, // most requests in flight at once
    url: '',
    count: (method) => endpoint.requests.filter((one) => one.method === method).length,
    // Every event that was taken, as often as it was.
    taken: () => endpoint.requests.filter((one) => one.taken).flatMap((one) => one.batch),
    // Every event that was taken, once.
    events: () => [...new Map(endpoint.taken().map((event) => [event.messageId, event])).values()],
    release: () => held.splice(0).forEach((answer) => answer()),
    request: (count) => eventually(`${count} requests`, () => endpoint.requests.length >= count && endpoint.requests),
    event: (name) => eventually(`"${name}" taken`, () => endpoint.events().find((one) => one.event === name)),
    countOf: (type) => endpoint.events().filter((event) => event.type === type).length,
    // Waits until so many different events of this type were taken.
    all: (count, type = 'identify') => eventually(`${count} events of type ${type}`, () => endpoint.countOf(type) >= count),
  };

  async function receive(request, response) {
    const record = { method: request.method, headers: request.headers, text: '', bytes: 0, batch: [], status: 0, taken: false };
    const chosen = endpoint.script.length > 0 ? endpoint.script[0] : endpoint.answer;
    if (request.method === 'POST') endpoint.script.shift();
    if (chosen === 'reset') {
      endpoint.requests.push(record);
      request.socket.destroy();
      return;
    }
    const raw = await buffer(request);
    Object.assign(record, { text: raw.toString(), bytes: raw.length, at: performance.now() });
    record.batch = eventsOf(record.text);
    open += 1;
    endpoint.peak = Math.max(endpoint.peak, open);
    response.on('close', () => {
      open -= 1;
    });

    const answer = typeof chosen === 'function' ? chosen(record) : chosen;
    const { status, headers = {} } = typeof answer === 'object' ? answer : { status: answer };
    const good = answer === 'lost' || answer === 'hold' || (status >= 200 && status < 300);
    record.status = typeof status === 'number' ? status : 0;
    record.taken = request.method === 'POST' && good;
    endpoint.requests.push(record);
    const write = (code) => {
      const allow = endpoint.cors ? cors : {};
      response.writeHead(code, { 'content-type': 'application/json', ...allow, ...headers });
      response.end('{}');
    };
    if (answer === 'lost') request.socket.destroy();
    else if (answer === 'hold') held.push(() => write(200));
    else if (answer !== 'hang') write(status);
  }

  const server = createServer((request, response) => void receive(request, response).catch(() => undefined)); // cut off while sending
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  endpoint.url = `http://127.0.0.1:${server.address().port}/v1/batch`;
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return endpoint;
}
