// A web site for a test: dist/ and the pages that the test puts there, with headers of its choice, and an endpoint that
// does as it is told.
//
//   const site = await startSite(t);
//   site.put('/canvass.json', config);
//   site.put('/', page());
//   site.endpoint.answer = 'hang';
//   … site.endpoint.events()

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';

import { instrument } from './instrument.mjs';
import { dist } from './paths.mjs';
import { eventually } from './wait.mjs';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export const tag = '<script async src="/canvass.js" data-config="/canvass.json"></script>';

// What sees everything that happens in a page (instrument.mjs), as its first script.
export const instrumentTag = '<script src="/instrument.js"></script>';

// A small page that shows whatever it is given beside the script tag; with `instrumented` user.seen() reads what happens.
export function page({ head = '', body = '<h1>A page</h1><p><a href="#here">A link</a></p>', script = tag, lang = 'en', instrumented = false } = {}) {
  return `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A page</title>
<link rel="icon" href="data:,">${instrumented ? instrumentTag : ''}${head}${script}</head>
<body><main>${body}</main></body>
</html>`;
}

function typeOf(path) {
  return types[extname(path) || '.html'] ?? 'application/octet-stream';
}

export async function startSite(t) {
  const pages = new Map(); // path → {status, headers, body}
  const answers = new Map(); // path → a function of the request and the response
  const missing = new Set();
  const headers = {};

  const endpoint = {
    answer: 200, // a status, "hang" or "refuse"
    headers: {},
    requests: [], // {method, headers, status, body}
    // Every event that was acknowledged, in the order of arrival.
    events: () =>
      endpoint.requests.filter((one) => one.status === 200 && one.method === 'POST').flatMap((one) => one.body.batch),
    event: (name) => eventually(`"${name}" at the endpoint`, () => endpoint.events().find((one) => one.event === name)),
    request: (count) =>
      eventually(`${count} requests to the endpoint`, () => endpoint.requests.length >= count && endpoint.requests),
  };

  async function receive(request, response) {
    const answer = endpoint.answer;
    const raw = await text(request);
    endpoint.requests.push({
      method: request.method,
      headers: request.headers,
      status: answer,
      body: raw === '' ? null : JSON.parse(raw),
    });
    if (answer === 'refuse') request.socket.destroy();
    if (typeof answer !== 'number') return;
    response.writeHead(answer, { 'access-control-allow-origin': '*', 'content-type': 'application/json', ...endpoint.headers });
    response.end('{}');
  }

  function serve(path, response) {
    const put = pages.get(path);
    if (put) {
      response.writeHead(put.status, { 'content-type': typeOf(path), 'cache-control': 'no-cache', ...headers, ...put.headers });
      response.end(put.body);
      return;
    }
    if (path === '/instrument.js') {
      response.writeHead(200, { 'content-type': typeOf(path), ...headers });
      response.end(`(${instrument})();`);
      return;
    }
    const file = join(dist, normalize(path));
    const found = !missing.has(path) && statSync(file, { throwIfNoEntry: false })?.isFile();
    response.writeHead(found ? 200 : 404, { 'content-type': found ? typeOf(path) : 'text/plain', ...headers });
    if (found) createReadStream(file).pipe(response);
    else response.end('not found');
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://site');
    if (pathname === '/v1/batch') void receive(request, response);
    else if (answers.has(pathname)) answers.get(pathname)(request, response);
    else serve(decodeURIComponent(pathname), response);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });

  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    endpoint,
    server,
    // Has a function answer what is asked for under this path.
    answer: (path, run) => answers.set(path, run),
    headers, // of every answer but the endpoint's
    put(path, body, { status = 200, headers: own = {} } = {}) {
      pages.set(path, { status, headers: own, body: typeof body === 'string' ? body : JSON.stringify(body) });
    },
    // Answers 404 for a file of dist/.
    lose: (path) => missing.add(path),
  };
}
