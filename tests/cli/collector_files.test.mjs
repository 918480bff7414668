// The site and the pages that the collector serves.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

import { folder, start } from './collector.mjs';

// A GET whose path reaches the server exactly as written; fetch() would tidy it up first.
async function rawGet(port, path) {
  const request = httpRequest({ host: '127.0.0.1', port, path, agent: false });
  request.end();
  const [response] = await once(request, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

async function site(t) {
  const base = folder(t);
  const files = {
    'secret.txt': 'secret',
    'site/index.html': '<!doctype html><title>Home</title>',
    'site/about.html': '<!doctype html><title>About</title>',
    'site/cart/index.html': '<!doctype html><title>Cart</title>',
    'site/style.css': 'body {}',
    'site/.env': 'secret',
    'site/canvass.json': '{}',
    'dist/canvass.js': '// loader',
    'dist/canvass.wasm': '\0asm',
    'dist/picture.webp': 'webp',
    'dist/report/index.html': '<!doctype html><title>Report</title>',
    'dist/report/report.js': '// report',
    'dist/bin/canvass': 'secret',
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(base, name)), { recursive: true });
    writeFileSync(join(base, name), content);
  }
  symlinkSync(base, join(base, 'site/link'));
  symlinkSync(join(base, 'secret.txt'), join(base, 'site/secret.html'));
  return start(t, { db: join(base, 'c.sqlite'), args: ['--site', join(base, 'site'), '--dist', join(base, 'dist')] });
}

test('files are served with their types', async (t) => {
  const collector = await site(t);
  assert.equal(collector.printed.Shop, `${collector.origin}/`);
  const types = {
    '/': 'text/html; charset=utf-8',
    '/index.html?x=1': 'text/html; charset=utf-8',
    '/about': 'text/html; charset=utf-8',
    '/cart/': 'text/html; charset=utf-8',
    '/style.css': 'text/css; charset=utf-8',
    '/canvass.json': 'application/json',
    '/canvass.js': 'text/javascript; charset=utf-8',
    '/canvass.wasm': 'application/wasm',
    '/picture.webp': 'image/webp',
    '/report': 'text/html; charset=utf-8',
    '/report/': 'text/html; charset=utf-8',
    '/report/report.js': 'text/javascript; charset=utf-8',
  };
  for (const [path, type] of Object.entries(types)) {
    const response = await fetch(collector.origin + path);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get('content-type'), type, path);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(response.headers.get('cache-control'), 'no-cache', path);
  }
});

test('a page of the site comes with the policy that the widget promises to work under', async (t) => {
  const collector = await site(t);
  const policy = (await fetch(`${collector.origin}/`)).headers.get('content-security-policy');
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
});

test('a folder without its slash is redirected, within the site', async (t) => {
  const collector = await site(t);
  for (const [path, to] of [['/cart?from=mail', '/cart/?from=mail'], ['//cart?from=mail', '/cart/?from=mail'], ['/report', '/report/']]) {
    const { status, headers } = await rawGet(collector.port, path);
    assert.equal(status, 308);
    assert.equal(headers.location, to);
  }
});

test('the report page may run its module in its worker, and send nothing elsewhere', async (t) => {
  const collector = await site(t);
  const policy = (await fetch(`${collector.origin}/report/`)).headers.get('content-security-policy');
  const rules = Object.fromEntries(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]));
  assert.equal(rules['default-src'], "'none'");
  assert.equal(rules['script-src'], "'self' 'wasm-unsafe-eval'");
  assert.equal(rules['worker-src'], "'self'");
  assert.equal(rules['connect-src'], "'self'");
  assert.equal(rules['style-src'], "'self'");
  assert.equal(rules['require-trusted-types-for'], "'script'");
  assert.equal(rules['trusted-types'], 'canvass-report');
});

test('a file not changed since is not sent again', async (t) => {
  const collector = await site(t);
  const first = await fetch(`${collector.origin}/canvass.wasm`);
  const again = await fetch(`${collector.origin}/canvass.wasm`, { headers: { 'if-none-match': first.headers.get('etag') } });
  assert.equal(again.status, 304);
});

test('nothing outside the folders is served', async (t) => {
  const collector = await site(t);
  const paths = [
    '/../secret.txt', '/cart/../../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/cart/..%2f..%2fsecret.txt',
    '/%2e%2e%5csecret.txt', '/..\\secret.txt', '/....//secret.txt', '//etc/passwd', '/etc/passwd', '/%2fetc%2fpasswd',
    '/link/secret.txt', '/secret', '/secret.html', '/.env', '/%2eenv', '/index.html%00.png', '/%00', '/bin/canvass',
    '//bin/canvass', '/report/../bin/canvass', '/report/../../secret.txt', '/report//../bin/canvass', '/%62in/canvass',
    '/BIN/canvass', '/style.css/', '/nothing', `/${'x'.repeat(5000)}`,
  ];
  for (const path of paths) {
    const { status, body } = await rawGet(collector.port, path);
    assert.equal(status, 404, path);
    assert.doesNotMatch(body, /secret|root:/, path);
  }
});
