// Where visitors struggle, on the report page: the numbers are those of `canvass report --json`, worst first, in tables
// and files; and what stands there when nobody was watched, or nobody struggled.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { ndjson } from '../cli/canvass.mjs';
import { visitors } from '../cli/support/struggle.mjs';
import { assertUnharmed, useBrowser } from './support/browser.mjs';
import { startCollector, token } from './support/collector.mjs';
import { canvassProgram } from './support/paths.mjs';
import { hostileText } from './support/report_data.mjs';

const browser = useBrowser(before, after);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { events } = visitors();

let collector;
let folder;
const ends = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'canvass-struggle-'));
  writeFileSync(join(folder, 'answers.ndjson'), ndjson(events));
  collector = await startCollector({ after: (end) => ends.push(end) });
  await collector.post(events);
});
after(async () => {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true });
});

const expected = (...options) => JSON.parse(execFileSync(canvassProgram, ['report', join(folder, 'answers.ndjson'), '--json', ...options], { maxBuffer: 1 << 28 }).toString()).struggle;

async function open(t, { at = collector, path = '#/struggle', ...options } = {}) {
  const page = await browser.visit(t, undefined, options);
  await page.goto(`${at.origin}/report#token=${token}`);
  await page.locator('#live[data-state=live]').waitFor();
  await page.evaluate((hash) => (location.hash = hash), path);
  return page;
}

const rate = (value) => `${value.toFixed(1)} %`;
const minus = (text) => text.replaceAll('-', '−');
const rows = (page) => page.locator('table.struggle tbody tr').evaluateAll((list) => list.map((row) => [...row.children].map((cell) => (cell.querySelector(':scope > div') ?? cell).textContent)));

test('the worst elements are listed with their rates, visitors and how those score who hit them', async (t) => {
  const { elements, share, views } = expected();
  const page = await open(t);
  await page.getByRole('heading', { name: 'Worst elements' }).waitFor();
  const shown = await rows(page);
  assert.equal(shown.length, elements.length);
  elements.forEach(({ name, element, page: path, share: of, interval, count, visitors: people, satisfaction, difference }, i) => {
    const [what, where, howOften, times, who, score, against] = shown[i];
    assert.ok(what.startsWith(name ?? element ?? 'The page as a whole'), what);
    assert.equal(where, path);
    assert.ok(howOften.startsWith(`${rate(of)} ${interval.low.toFixed(1)} to ${interval.high.toFixed(1)} %`), howOften);
    assert.deepEqual([times, who], [String(count), String(people)]);
    assert.ok(score.startsWith(minus(satisfaction.value.toFixed(0))), score);
    assert.ok(against.startsWith(difference.verdict === 'unclear' ? 'Not clear' : 'Lower'), against);
    assert.ok(against.includes(minus(difference.delta.toFixed(1))), against);
  });
  const whole = await page.locator('.struggle-whole .score').innerText();
  assert.ok(whole.includes(share.toFixed(1)), whole);
  assert.ok(whole.includes(views.toLocaleString('en')), whole);
  await assertUnharmed(page);
});

test('the reader chooses what is worst: how often it happens, or how those score who hit it', async (t) => {
  const { elements } = expected();
  const page = await open(t);
  await page.getByLabel('Worst by').selectOption('satisfaction');
  const wanted = [...elements].sort((a, b) => a.satisfactionRank - b.satisfactionRank);
  assert.deepEqual((await rows(page)).map(([, , howOften]) => howOften.split(' ')[0]), wanted.map(({ share }) => share.toFixed(1)));
  await page.getByLabel('Worst by').selectOption('rate');
  assert.deepEqual((await rows(page)).map(([, , howOften]) => howOften.split(' ')[0]), elements.map(({ share }) => share.toFixed(1)));
});

test('signals and pages are pictures with their tables, and everything is a file', async (t) => {
  const { kinds, pages } = expected();
  const page = await open(t);
  for (const [title, list] of [['By signal', kinds], ['By page', pages]]) {
    await page.getByRole('button', { name: `Table: ${title}` }).click();
    const cells = await page.getByRole('region', { name: `Table: ${title}` }).locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.children].slice(1, 4).map((cell) => cell.textContent)));
    assert.deepEqual(cells, list.map(({ with: withIt, views, share }) => [withIt.toLocaleString('en'), views.toLocaleString('en'), rate(share)]));
  }
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV: Worst elements' }).click();
  const text = readFileSync(await (await saved).path(), 'utf8');
  assert.match(text, /^(\uFEFF)?Element,Name,Signal,Page,With it,Page views,Rate,/);
  assert.match(text, /#postcode,Postcode,formStruggle,\/account,60,204,/);
});

test('the view has an address, keeps the period, and leads back to the surveys', async (t) => {
  const page = await open(t, { path: '#/struggle?since=2026-10-12&until=2026-10-18' });
  const { views } = expected('--since', '2026-10-12', '--until', '2026-10-18');
  await page.locator('.struggle-whole').getByText(views.toLocaleString('en'), { exact: true }).waitFor();
  assert.match(await page.title(), /^Struggle/);
  await page.getByRole('navigation', { name: 'Parts of the report' }).getByRole('link', { name: 'Surveys' }).click();
  await page.locator('.survey').first().waitFor();
  assert.equal(new URL(page.url()).hash, '#/?since=2026-10-12&until=2026-10-18');
});

for (const scheme of ['light', 'dark']) {
  test(`axe finds nothing wrong with it (${scheme})`, async (t) => {
    for (const device of [undefined, { viewport: { width: 390, height: 800 } }]) {
      const page = await open(t, { colorScheme: scheme, ...(device && { device }) });
      await page.locator('table.struggle').waitFor();
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { violations: found } = await window.axe.run(document, { resultTypes: ['violations'] });
        return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).slice(0, 3).join(' ')}`);
      });
      assert.deepEqual(violations, []);
    }
  });
}

for (const width of [360, 800, 1280]) {
  test(`it is not wider than the screen (${width})`, async (t) => {
    const page = await open(t, { device: { viewport: { width, height: 800 } } });
    await page.locator('table.struggle').waitFor();
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((element) => !element.closest('.table-scroll, .hidden, [hidden]'))
        .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((element) => `${element.tagName} ${element.textContent.slice(0, 40)}`),
    );
    assert.deepEqual(wide, []);
  });
}

test('what elements are called stays text', async (t) => {
  const at = await startCollector(t);
  const noticed = { type: 'track', messageId: 'x', event: 'Signal Noticed', anonymousId: 'a', timestamp: '2026-10-12T10:00:00.000Z', properties: { signal: 'dead', element: `#${hostileText}`, role: 'button', name: hostileText }, context: { page: { path: `/${hostileText}` } } };
  await at.post([noticed]);
  const page = await open(t, { at });
  await page.locator('table.struggle').waitFor();
  assert.ok((await page.locator('table.struggle tbody th').first().innerText()).startsWith('<img src=x'));
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await assertUnharmed(page);
});

test('where nobody is watched the page says how to begin', async (t) => {
  const at = await startCollector(t);
  const page = await open(t, { at });
  await page.getByRole('heading', { name: 'No signs of struggle are watched for' }).waitFor();
  await page.getByText('"signals": {}').waitFor();
  await assertUnharmed(page);
});

test('where nobody struggles it says how sure that is', async (t) => {
  const at = await startCollector(t);
  await at.post(
    Array.from({ length: 40 }, (_, i) => ({ type: 'track', messageId: `q${i}`, event: 'Page Watched', anonymousId: `v${i}`, timestamp: '2026-10-12T10:00:00.000Z', properties: { clicks: 2, signals: {} }, context: { page: { path: '/' } } })),
  );
  const page = await open(t, { at });
  // Wilson's upper end of 0 of 40: z²/(n + z²) = 3.8415/43.8415.
  await page.getByText('No sign of struggle so far. That leaves room for at most 8.8 %.').waitFor();
});
