// Pages under a security policy, for tests: the policies are those of docs/embedding.md, so that what is shown there is what
// is run.
//
//   const stage = await setStage(t);                         // a site, an endpoint of another host, and a third host for files
//   stage.open('/', { policy: 'strictest' });                // a page with the headers of the block ```http strictest
//   const user = await engine.visit(t, stage.url('/'));
//   await answer(user, stage);                               // the survey, from the first question to the endpoint
//   stage.loads('nowasm'); stage.reports                     // what was loaded; what the browser reported

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

import { config, nps, now } from './config.mjs';
import { root } from './paths.mjs';
import { startSite } from './site.mjs';

export const docs = readFileSync(join(root, 'docs/embedding.md'), 'utf8');

// Name → the headers shown under it.
export const shown = new Map(
  Array.from(docs.matchAll(/^```http (\S+)\n([^`]*)```$/gm), ([, name, lines]) => [
    name,
    Object.fromEntries(lines.trim().split('\n').map((line) => line.match(/^([\w-]+): (.*)$/).slice(1))),
  ]),
);

export const hash = (content) => `sha384-${createHash('sha384').update(content).digest('base64')}`;
const nonce = 'Zm9yIHRlc3Rz';

export async function setStage(t, { configuration = {} } = {}) {
  const [site, feedback, cdn] = await Promise.all([startSite(t), startSite(t), startSite(t)]);
  const reports = [];
  const requests = [];
  for (const one of [site, cdn]) one.server.on('request', ({ url }) => requests.push(url));
  site.answer('/csp', async (request, response) => {
    const { 'effective-directive': directive, 'violated-directive': older, 'blocked-uri': what } = JSON.parse(await text(request))['csp-report'];
    if (!/favicon/.test(what)) reports.push(`${directive ?? older}: ${what}`);
    response.writeHead(204).end();
  });
  cdn.headers['access-control-allow-origin'] = '*';
  site.put('/favicon.ico', '');
  const document = config({ endpoint: `${feedback.origin}/v1/batch`, surveys: [nps(now), ...config().surveys.slice(1)], ...configuration });
  site.put('/canvass.json', document);

  const filled = (text) =>
    text.replaceAll('https://feedback.example.com', feedback.origin).replaceAll('https://cdn.example.com', cdn.origin).replaceAll('RANDOM', nonce);

  const stage = {
    site,
    feedback,
    cdn,
    config: document,
    nonce,
    reports, // of the browser, in the order of arrival, but for the page's own icon
    url: (path = '/') => site.origin + path,
    // How often a file was asked for.
    loads: (file) => requests.filter((url) => url === `/${file}`).length,
    headers(name) {
      if (!shown.has(name)) throw new Error(`docs/embedding.md has no block "${name}"; there are ${[...shown.keys()].join(', ')}`);
      return Object.fromEntries(
        Object.entries(shown.get(name)).map(([header, value]) => [
          header.toLowerCase(),
          filled(value) + (/^content-security-policy/i.test(header) ? '; report-uri /csp' : ''),
        ]),
      );
    },
    // A page at this path. `policy` names a block of the docs; `tag` is the script element, `from` where other scripts are.
    open(path, { policy, headers = {}, tag = '<script async src="/canvass.js" data-config="/canvass.json"></script>', before = '', body = '', from = '', on = [site], instrument = `src="${from}/instrument.js"` } = {}) {
      const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A page</title>
<link rel="icon" href="/favicon.ico"><script nonce="${nonce}" ${instrument}></script>${before}${tag}</head>
<body><main><h1>A page</h1><button id="anchor">Save</button>${body}</main></body>
</html>`;
      for (const one of on) one.put(path, html, { headers: { ...(policy && stage.headers(policy)), ...headers } });
    },
  };
  return stage;
}

// What a page has noticed, but for its own icon.
export const violationsOf = async (user) => (await user.seen()).violations.filter((one) => !/favicon/.test(one));

// Answers the survey and a tip, by mouse and keyboard, and waits until all of it has arrived.
export async function answer(user, { feedback }) {
  await user.click({ role: 'radio', name: /^9\b/ });
  await user.see({ role: 'heading', name: /main reason/ });
  await user.click({ role: 'textbox' });
  await user.type('Strict');
  await user.click({ role: 'button', name: 'Send' });
  await user.see({ role: 'heading', name: 'Thank you!' });
  await user.click({ role: 'button', name: 'Close' });
  await user.gone({ role: 'dialog' });
  await user.evaluate(() => window.canvass('track', 'ask_tip'));
  await user.click({ role: 'button', name: 'Got it' });
  await user.gone({ role: 'dialog' });
  await Promise.all([feedback.endpoint.event('Survey Completed'), feedback.endpoint.event('Guide Completed')]);
}
