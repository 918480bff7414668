// Journeys and the log of experiments on the report page: the numbers are those of `canvass report --json`, as pictures,
// tables and files; and what stands there when there are none.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { ndjson } from '../cli/canvass.mjs';
import { config, journeys } from '../cli/support/journeys.mjs';
import { useBrowser } from './support/browser.mjs';
import { canvassProgram, dist } from './support/paths.mjs';
import { hostileText } from './support/report_data.mjs';

const browser = useBrowser(before, after);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'canvass-journeys-'));
  writeFileSync(join(folder, 'events.ndjson'), ndjson(journeys()));
  writeFileSync(join(folder, 'canvass.json'), JSON.stringify(config));
});
after(() => rmSync(folder, { recursive: true }));

const run = (events, settings, ...options) => execFileSync(canvassProgram, ['report', join(folder, events), '--config', join(folder, settings), '--compare', '2026-11-01', ...options], { maxBuffer: 1 << 28 }).toString();
const expected = () => JSON.parse(run('events.ndjson', 'canvass.json', '--json'));

// The report that the command writes as one page.
async function open(t, place, { events = 'events.ndjson', settings = 'canvass.json', ...options } = {}) {
  const path = join(folder, `${t.name.replace(/\W+/g, '-')}.html`);
  run(events, settings, '--html', path);
  const page = await browser.visit(t, `file://${path}`, options);
  await page.evaluate((hash) => (location.hash = hash), `#/${place}`);
  return page;
}

const rowsOf = (page, label) => page.getByRole('region', { name: `Table: ${label}`, exact: true }).locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
const table = async (page, title) => {
  await page.getByRole('button', { name: `Table: ${title}`, exact: true }).click();
  return rowsOf(page, title);
};
const tenths = (value) => `${value.toFixed(1)} %`;

test('a journey says who finished, how long it took, what led off the path, and where people are lost', async (t) => {
  const [buy] = expected().journeys;
  const page = await open(t, 'journeys');
  await page.getByRole('heading', { name: 'Buy' }).waitFor();
  const whole = await page.locator('.journey-whole').innerText();
  for (const part of [`${buy.finished} (${tenths(buy.finishedShare.share)})`, String(buy.abandoned), tenths(buy.offPath.share), 'Routine', buy.findings[0].text]) assert.ok(whole.includes(part), `${part}\n${whole}`);
  const steps = await table(page, 'Steps');
  assert.deepEqual(steps.map(([step, reached, , , , lost]) => [step, reached, lost]), buy.steps.map(({ step, reached, lost }) => [step === 'start' ? 'Start' : step, String(reached.count), String(lost.count)]));
  const detours = await table(page, 'Detours');
  assert.deepEqual(detours.map(([detour, attempts, share]) => [detour, attempts, share]), buy.detours.map(({ detour, attempts }) => [detour, String(attempts.count), tenths(attempts.share)]));
  const taxes = await rowsOf(page, 'What comes before giving up');
  assert.deepEqual(taxes.map(([step, lost, of]) => [step, lost, of]), buy.taxes.map(({ step, lost, reached }) => [step === 'start' ? 'Start' : step, String(lost), String(reached)]));
  assert.ok(taxes[0][5].startsWith('faq 60'), taxes[0][5]);
  const [satisfaction] = await rowsOf(page, 'Satisfaction on and off the path');
  assert.equal(satisfaction[5], 'lower, worse');
  const compared = await rowsOf(page, 'Compared');
  assert.deepEqual(compared.map(([name, , , , verdict]) => [name, verdict]), [['Time to value, median', 'lower, better'], ['Off the path', 'no real difference'], ['Finished', 'no real difference']]);
  assert.deepEqual(page.seen.errors, []);
});

test('every experiment has its verdict, its sentence and both sides', async (t) => {
  const { experiments } = expected();
  const page = await open(t, 'experiments');
  await page.getByRole('heading', { name: experiments[0].hypothesis }).waitFor();
  const said = { better: 'As hoped', unclear: 'No real change', tooFew: 'Too little data' };
  for (const { hypothesis, verdict, text } of experiments) {
    const card = await page.locator('section.card').filter({ has: page.getByRole('heading', { name: hypothesis, exact: true }) }).innerText();
    assert.ok(card.includes(said[verdict]), card);
    assert.ok(card.includes(text), card);
  }
  await page.getByRole('button', { name: 'Table: Before and after' }).nth(1).click();
  const [early, late] = await rowsOf(page, 'Before and after');
  const rage = experiments.find(({ id }) => id === 'rage');
  assert.deepEqual([early[3], early[4], late[3], late[4]], [String(rage.before.n), tenths(rage.before.value), String(rage.after.n), tenths(rage.after.value)]);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV: Before and after' }).nth(1).click();
  const download = await saved;
  assert.equal(download.suggestedFilename(), 'experiment-rage.csv');
  assert.match(readFileSync(await download.path(), 'utf8'), /Before,,2026-11-01T00:00:00.000Z,100,40/);
});

test('dropped files have journeys and experiments, too', async (t) => {
  const page = await browser.visit(t, `file://${join(dist, 'report/standalone.html')}`);
  await page.locator('input[type=file]').first().setInputFiles([join(folder, 'events.ndjson'), join(folder, 'canvass.json')]);
  await page.getByRole('navigation', { name: 'Parts of the report' }).getByRole('link', { name: 'Experiments' }).click({ timeout: 30_000 });
  await page.getByText(expected().experiments[0].text).waitFor();
  await page.getByRole('navigation', { name: 'Parts of the report' }).getByRole('link', { name: 'Journeys' }).click();
  await page.getByRole('heading', { name: 'Buy' }).waitFor();
  await page.getByLabel('Before and after').fill('2026-11-01');
  await page.getByRole('heading', { name: 'Two periods compared' }).waitFor();
  assert.equal(new URL(page.url()).hash, '#/journeys?compare=2026-11-01');
  const [time] = await rowsOf(page, 'Compared');
  assert.equal(time[4], 'lower, better');
});

test('where there is neither, the page says how there would be', async (t) => {
  writeFileSync(join(folder, 'none.ndjson'), ndjson(journeys().filter(({ event }) => event.startsWith('Survey'))));
  writeFileSync(join(folder, 'none.json'), JSON.stringify({ canvass: 1, surveys: [] }));
  const page = await open(t, 'journeys', { events: 'none.ndjson', settings: 'none.json' });
  await page.getByText('No journey has begun').waitFor();
  await page.evaluate(() => (location.hash = '#/experiments'));
  await page.getByText('No experiment is in the log').waitFor();
});

test('hostile names do no harm', async (t) => {
  const evil = (value) => (typeof value === 'string' && ['buy', 'cart', 'faq', 'ces'].includes(value) ? `${hostileText} ${value}` : value);
  const events = journeys().map((event) => ({ ...event, properties: Object.fromEntries(Object.entries(event.properties).map(([name, value]) => [name, name === 'kind' ? value : evil(value)])) }));
  writeFileSync(join(folder, 'evil.ndjson'), ndjson(events));
  writeFileSync(join(folder, 'evil.json'), JSON.stringify({ ...config, experiments: config.experiments.map((one) => ({ ...one, hypothesis: hostileText })) }));
  const page = await open(t, 'journeys', { events: 'evil.ndjson', settings: 'evil.json' });
  await page.locator('.journey-whole').first().waitFor();
  await page.evaluate(() => (location.hash = '#/experiments'));
  await page.locator('.journey-whole').first().waitFor();
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(page.seen.errors, []);
});

for (const scheme of ['light', 'dark']) {
  test(`axe finds nothing wrong with either (${scheme})`, async (t) => {
    for (const place of ['journeys', 'experiments']) {
      const page = await open(t, place, { colorScheme: scheme });
      await page.locator('.journey-whole').first().waitFor();
      // The page's own policy lets no script be added; a debugger may.
      const session = await page.context().newCDPSession(page);
      await session.send('Runtime.evaluate', { expression: axe });
      const violations = await page.evaluate(async () => {
        const { violations: found } = await window.axe.run(document, { resultTypes: ['violations'] });
        return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).slice(0, 3).join(' ')}`);
      });
      assert.deepEqual(violations, [], place);
    }
  });
}

for (const width of [360, 390, 800, 1280]) {
  test(`neither is wider than the screen (${width})`, async (t) => {
    for (const place of ['journeys', 'experiments']) {
      const page = await open(t, place, { device: { viewport: { width, height: 800 } } });
      await page.locator('.journey-whole').first().waitFor();
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((element) => !element.closest('.table-scroll, .hidden, [hidden]'))
          .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map((element) => `${element.tagName} ${element.textContent.slice(0, 40)}`),
      );
      assert.deepEqual(wide, [], place);
    }
  });
}
