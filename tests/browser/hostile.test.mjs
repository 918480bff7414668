// A configuration by somebody who means harm, on a page: the page stays unharmed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { addresses, bidi, corpus, everywhere, now, scripts } from '../hostile/corpus.mjs';
import { dialog, started, useBrowser } from './support/browser.mjs';
import { page as plain, startSite } from './support/site.mjs';

const browser = useBrowser(before, after);

const csp = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: https:; require-trusted-types-for 'script'";

async function siteWith(t, config) {
  const site = await startSite(t);
  site.put('/canvass.json', config);
  site.put('/', plain(), { headers: { 'content-security-policy': csp } });
  return site;
}

// What no configuration may do: run anything, change what all objects have, break the page, set a cookie.
async function assertUntouched(page, name) {
  const found = await page.evaluate(() => ({
    harmed: window.harmed,
    everywhere: {}.harmed,
    cookie: document.cookie,
    heading: document.querySelector('h1')?.textContent,
    scripts: document.scripts.length,
    title: document.title,
  }));
  assert.deepEqual(found, { harmed: undefined, everywhere: undefined, cookie: '', heading: 'A page', scripts: 1, title: 'A page' }, name);
  assert.deepEqual(page.seen.errors, [], `${name}: no uncaught exception`);
  assert.deepEqual(await page.context().cookies(), [], name);
}

// Through the whole survey, and into every link that there is.
async function walk(page) {
  for (let step = 0; step < 8; ++step) {
    if (!(await dialog(page).count())) return;
    const radio = dialog(page).getByRole('radio').first();
    if (await radio.count()) await radio.check({ force: true, timeout: 2000 }).catch(() => {});
    const next = dialog(page).locator('button.l27, button').last();
    await next.click({ force: true, timeout: 2000 }).catch(() => {});
    await started(page);
  }
}

const small = [...corpus()].filter(({ text }) => text.length < 950_000);

test('no hostile configuration runs anything, or changes anything on the page', async (t) => {
  const site = await siteWith(t, '{}');
  const page = await browser.visit(t);
  for (const { name, text } of small) {
    site.put('/canvass.json', text);
    await page.goto(site.origin);
    await started(page);
    await assertUntouched(page, name);
    await page.evaluate(() => localStorage.clear());
  }
});

test('markup in every text of a survey is shown as text, on every screen', async (t) => {
  for (const script of scripts.filter((one) => !one.includes('{{'))) {
    const site = await siteWith(t, everywhere(script));
    const page = await browser.visit(t, site.origin);
    await dialog(page).waitFor();
    assert.ok((await dialog(page).textContent()).includes(script), script);
    await walk(page);
    await assertUntouched(page, script);
    await page.close();
  }
});

test('a link leads nowhere but to web, mail and telephone addresses', async (t) => {
  const urls = ['https://x.example/', 'mailto:a@x.example', 'tel:+77011234567', '/x', ...addresses];
  for (const url of urls) {
    const site = await siteWith(t, {
      canvass: 1,
      surveys: [{ id: 's', ...now, questions: [{ id: 'm', type: 'message', text: 'Read', link: { text: 'This', url } }] }],
    });
    const page = await browser.visit(t, site.origin);
    await started(page);
    const links = page.getByRole('link', { name: 'This' });
    if (addresses.includes(url)) {
      assert.equal(await links.count(), 0, url);
    } else {
      await links.waitFor();
      assert.equal(await links.getAttribute('href'), url);
      assert.match(await links.getAttribute('rel'), /\bnoopener\b/);
    }
    await page.close();
  }
});

test('a text that turns the direction of writing turns none but itself', async (t) => {
  const boxes = async (text) => {
    const site = await siteWith(t, {
      canvass: 1,
      surveys: [{ id: 's', ...now, questions: [{ id: 'q', type: 'choice', text, options: ['First one', 'Second one'] }] }],
    });
    const page = await browser.visit(t, site.origin);
    await dialog(page).waitFor();
    const radios = await dialog(page).getByRole('radio').all();
    const found = [];
    for (const radio of radios) {
      found.push(await radio.evaluate((box) => {
        const words = box.parentElement.querySelector('span');
        const { x, width } = words.getBoundingClientRect();
        return [words.textContent, getComputedStyle(words.parentElement).direction, Math.round(x), Math.round(width)];
      }));
    }
    const isolated = await dialog(page).getByRole('heading').evaluate((heading) => getComputedStyle(heading).unicodeBidi);
    assert.notEqual(isolated, 'normal');
    await page.close();
    return found;
  };
  const expected = await boxes('Which of these?');
  for (const mark of bidi) assert.deepEqual(await boxes(`${mark}Which of these?`), expected, mark.codePointAt(0).toString(16));
});

test('what the page and storage say changes no object of the page', async (t) => {
  const site = await siteWith(t, {
    canvass: 1,
    endpoint: '/v1/batch',
    surveys: [{ id: 's', ...now, hidden: ['__proto__', 'constructor', 'plan'], questions: [{ id: 'q', type: 'text', text: '{{trait.constructor | "x"}}{{trait.__proto__ | "y"}}' }] }],
  });
  const page = await browser.visit(t);
  await page.addInitScript(() => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'm:__proto__', 'q:__proto__', 'session', 'identity', 'visits']) {
      localStorage.setItem(`canvass:${key}`, '{"__proto__":{"harmed":1},"constructor":{"prototype":{"harmed":1}},"id":"x","traits":{"__proto__":{"harmed":1}}}');
      sessionStorage.setItem(`canvass:tab:${key}`, '{"__proto__":{"harmed":1}}');
    }
  });
  await page.goto(site.origin);
  await started(page);
  await page.evaluate(() => {
    const evil = JSON.parse('{"__proto__":{"harmed":1},"constructor":{"prototype":{"harmed":1}},"plan":"pro"}');
    window.canvass('identify', 'anna', evil);
    window.canvass('track', '__proto__', evil);
    window.canvass('track', 'constructor', evil);
    window.canvass('fields', evil);
    window.canvass('show', 's', { answers: evil, fields: evil });
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) window.canvass(name, evil);
    window.canvass('on', '__proto__', () => undefined);
  });
  await started(page);
  await assertUntouched(page, 'commands');
  assert.equal(await page.evaluate(() => [].harmed), undefined);
});
