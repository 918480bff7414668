// The report page before the real collector: the numbers are those of `canvass report --json`, in every view, as a
// picture, a table and a file; and what surrounds them: keys, tags, paper, states.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { assertUnharmed, focused, inPage, useBrowser } from './support/browser.mjs';
import { startCollector, token } from './support/collector.mjs';
import { canvassProgram, dist } from './support/paths.mjs';
import { arabicText, hostileText, reportData } from './support/report_data.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const data = reportData();
const files = { config: JSON.stringify(data.config), tickets: data.tickets };

let collector; // with all of the data; tests only read from it
let folder;
const ends = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'canvass-report-'));
  collector = await startCollector({ after: (end) => ends.push(end) }, { files });
  await collector.post(data.events);
  writeFileSync(join(folder, 'answers.ndjson'), data.ndjson);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
after(async () => {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true });
});

// What the command says of the same events.
function expected(...options) {
  const args = ['report', join(folder, 'answers.ndjson'), '--config', join(folder, 'config'), '--tickets', join(folder, 'tickets'), '--json', ...options];
  return JSON.parse(execFileSync(canvassProgram, args, { maxBuffer: 1 << 28 }).toString());
}
const entryOf = (report, id) => report.surveys.find((entry) => entry.id === id);

async function open(t, path = '#/', { at = collector, ...options } = {}) {
  const page = await browser.visit(t, undefined, options);
  await page.goto(`${at.origin}/report#token=${token}`);
  await page.locator('#live[data-state=live]').waitFor();
  if (path !== '#/') await go(page, path);
  return page;
}

async function go(page, path) {
  await page.evaluate((hash) => {
    const arrived = new Promise((done) => window.addEventListener('hashchange', done, { once: true }));
    if (location.hash === hash) return undefined;
    location.hash = hash;
    return arrived;
  }, path);
  await settled(page);
}

// Until the page shows the answer to what it was asked last, and not to the question before.
async function settled(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.locator('#report:not([aria-busy])').waitFor();
}

const views = {
  overview: ['#/', '.survey'],
  summary: ['#/survey/nps', '.findings'],
  segments: ['#/survey/nps/segments?by=plan', '.verdicts'],
  words: ['#/survey/nps/words', '.verbatim'],
  funnel: ['#/survey/nps/funnel', '.facts.tall'],
  csi: ['#/survey/csi', '.findings'],
  sus: ['#/survey/sus', '.score'],
};

async function openView(t, name, options) {
  const [path, there] = views[name];
  const page = await open(t, path, options);
  await page.locator(there).first().waitFor();
  return page;
}

// --- numbers as the page writes them -----------------------------------------------------------------------------

const minus = (text) => text.replace('-', '−').replace(/^−(0(\.0+)?)$/, '$1');
const plus = (value, digits) => {
  const text = value.toFixed(digits);
  if (Number(text) === 0) return text.replace('-', '');
  return value > 0 ? `+${text}` : minus(text);
};
const thousands = (value) => Math.round(value).toLocaleString('en');
const percent = (value) => (value === null ? '–' : value > 0 && value < 0.5 ? '<1 %' : value < 100 && value >= 99.5 ? '>99 %' : `${minus(value.toFixed(0))} %`);
function written(entry, value) {
  if (value === null || value === undefined) return '–';
  if (entry.unit === 'points') return plus(value, 0);
  if (entry.unit === 'percent') return percent(value);
  return minus(value.toFixed(entry.range[1] - entry.range[0] > 20 ? 1 : 2));
}
const between = (entry, { low, high }) => `${written(entry, low)} to ${written(entry, high)}`;

const figure = (page, title) => page.getByRole('figure', { name: title, exact: true });

async function tableOf(page, title) {
  const shown = figure(page, title);
  const button = shown.getByRole('button', { name: `Table: ${title}` });
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  const rows = await shown.getByRole('row').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  return { head: rows[0], rows: rows.slice(1) };
}

async function csvOf(page, title) {
  const [download] = await Promise.all([page.waitForEvent('download'), figure(page, title).getByRole('button', { name: `Download CSV: ${title}` }).click()]);
  const text = readFileSync(await download.path(), 'utf8');
  const rows = text
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, line.split(',').length).map(([, cell]) => cell.replace(/^"|"$/g, '').replace(/""/g, '"')));
  return { name: download.suggestedFilename(), head: rows[0], rows: rows.slice(1) };
}

// --- numbers -----------------------------------------------------------------------------------------------------

test('the overview has the score, interval, answers, response rate and top finding of every survey', async (t) => {
  const page = await openView(t, 'overview');
  const report = expected();
  const surveys = report.surveys.filter((entry) => entry.main);
  assert.ok(surveys.length >= 6, 'expected several surveys');
  assert.equal(await page.locator('.survey').count(), surveys.length);
  for (const entry of surveys) {
    const card = page.locator('.survey').filter({ has: page.locator(`a[href="#/survey/${entry.survey}"]`) });
    const text = (await card.innerText()).replace(/\s+/g, ' ');
    const has = (part) => assert.ok(text.includes(part), `expected the card of ${entry.survey} to say "${part}": ${text}`);
    if (entry.value !== null) has(written(entry, entry.value));
    if (entry.interval) has(`95 % interval ${between(entry, entry.interval)}`);
    has(`Answers ${thousands(entry.metric ? entry.n : entry.started)}`);
    has(`Response rate ${percent(entry.funnel.responseRate?.value ?? null)}`);
    if (entry.findings.length > 0) has(entry.findings[0].text.replace(/\s+/g, ' '));
  }
  await assertUnharmed(page);
});

test('the interval of every score is drawn where it belongs', async (t) => {
  const page = await openView(t, 'overview');
  for (const entry of expected().surveys.filter((one) => one.main && one.interval)) {
    const card = page.locator('.survey').filter({ has: page.locator(`a[href="#/survey/${entry.survey}"]`) });
    const [from, width] = await card.locator('.line').evaluate((line) => {
      const band = line.querySelector('.band').getBoundingClientRect();
      const whole = line.getBoundingClientRect();
      return [(band.left - whole.left) / whole.width, band.width / whole.width];
    });
    const along = (value) => (value - entry.range[0]) / (entry.range[1] - entry.range[0]);
    assert.ok(Math.abs(from - along(entry.interval.low)) < 0.005, `${entry.id}: where the interval begins`);
    assert.ok(Math.abs(width - (along(entry.interval.high) - along(entry.interval.low))) < 0.005, `${entry.id}: how wide it is`);
  }
});

for (const id of ['nps', 'ces', 'csat', 'sus', 'csi']) {
  test(`the view of ${id} says what the report says, and its table and file hold the trend`, async (t) => {
    const page = await open(t, `#/survey/${id}`);
    await page.locator('.score').first().waitFor();
    const entry = entryOf(expected('--survey', id), id);
    const score = (await page.locator('.score').first().innerText()).replace(/\s+/g, ' ');
    assert.ok(score.includes(written(entry, entry.value)), score);
    assert.ok(score.includes(`95 % interval ${between(entry, entry.interval)}`), score);
    assert.deepEqual(await page.locator('.findings li > :last-child').allTextContents(), entry.findings.map(({ text }) => text));

    const table = await tableOf(page, 'Trend');
    assert.equal(table.rows.length, entry.trend.length);
    for (const [index, period] of entry.trend.entries()) {
      assert.deepEqual(table.rows[index].slice(1, 5), [written(entry, period.value), written(entry, period.interval?.low), written(entry, period.interval?.high), thousands(period.n)], period.name);
    }
    const file = await csvOf(page, 'Trend');
    assert.equal(file.name, `${id}-trend.csv`);
    assert.deepEqual(file.rows.map(([name, value, low, high, n]) => [name, value, low, high, n]), entry.trend.map((period) => [period.name, period.value, period.interval?.low, period.interval?.high, period.n].map((value) => String(value ?? ''))));
    await assertUnharmed(page);
  });
}

test('the real change of the data is marked in the trend', async (t) => {
  const page = await openView(t, 'summary');
  const entry = entryOf(expected('--survey', 'nps'), 'nps');
  const changes = entry.trend.filter(({ change }) => change && change.verdict !== 'unclear');
  assert.ok(changes.length > 0, 'expected the new carrier to be noticed');
  const marks = await figure(page, 'Trend').locator('text').filter({ hasText: /[▲▼]/ }).allTextContents();
  assert.deepEqual(marks, changes.map(({ change }) => `${change.verdict === 'up' ? '▲' : '▼'} ${plus(change.delta, 1)}`));
});

test('pointing at a period says its score, interval and answers', async (t) => {
  const page = await openView(t, 'summary');
  const entry = entryOf(expected('--survey', 'nps'), 'nps');
  const chart = figure(page, 'Trend').locator('svg');
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.move(box.x + box.width - 30, box.y + box.height / 2);
  const last = entry.trend.at(-1);
  const tip = chart.locator('[aria-label=tip]');
  await tip.getByText(`${written(entry, last.value)} · ${last.n} answers`).waitFor();
  await tip.getByText(`95 % interval ${between(entry, last.interval)}`).waitFor();
  await assertUnharmed(page);
});

test('groups, passives at risk, the distribution and the questions are those of the report', async (t) => {
  const page = await openView(t, 'summary');
  const entry = entryOf(expected('--survey', 'nps'), 'nps');
  const { promoters, passives, detractors } = entry.counts;
  const rows = await page.locator('.parts tbody tr').evaluateAll((all) => all.map((row) => row.cells[2].textContent));
  assert.deepEqual(rows, [promoters, passives, detractors].map(thousands));
  await page.getByText(`Passives at risk: ${thousands(entry.passives.atRisk.n)} of ${thousands(entry.passives.n)} (${percent(entry.passives.atRisk.share)}`).waitFor();

  const distribution = await tableOf(page, 'Distribution of answers');
  assert.deepEqual(distribution.rows.map(([value, n]) => [value, n]), entry.distribution.map(({ value, count }) => [String(value), thousands(count)]));
  const features = entry.questions.find(({ question }) => question === 'features');
  const table = await tableOf(page, features.title ?? 'Features');
  assert.deepEqual(table.rows.map((row) => row.slice(1)), features.options.map((option) => [thousands(option.count), percent(option.share), percent(option.interval.low), percent(option.interval.high)]));
});

test('drivers and benchmarks are those of the report, and the picture says the same in words', async (t) => {
  const page = await openView(t, 'summary');
  const entry = entryOf(expected('--survey', 'nps'), 'nps');
  const drivers = await tableOf(page, 'What moves the score');
  assert.deepEqual(drivers.rows.map((row) => row.slice(1, 3)), entry.drivers.factors.map(({ importance, correlation }) => [percent(100 * importance), minus(correlation.toFixed(2))]));
  for (const table of entry.benchmark) {
    const label = await figure(page, table.title).getByRole('img').getAttribute('aria-label');
    for (const { name, value } of table.rows) assert.ok(label.includes(`${name} ${plus(value, 0)}`), label);
    const { rows } = await tableOf(page, table.title);
    assert.equal(rows.length, table.rows.length);
  }
});

test('two periods that the reader chooses are compared', async (t) => {
  const page = await openView(t, 'summary');
  await page.getByRole('combobox', { name: 'Before' }).selectOption('2026-W10');
  await page.getByRole('combobox', { name: 'After' }).selectOption('2026-W20');
  await settled(page);
  const entry = entryOf(expected('--survey', 'nps', '--compare', '2026-W10..2026-W20'), 'nps');
  const { delta, interval, verdict } = entry.compare.difference;
  const sentence = page.locator('.compare .verdict');
  await sentence.waitFor();
  const text = await sentence.textContent();
  assert.ok(text.startsWith(verdict === 'unclear' ? 'No real change' : 'A real change'), text);
  assert.ok(text.includes(`${plus(delta, 1)} points (${plus(interval.low, 1)} to ${plus(interval.high, 1)})`), text);
  await page.reload();
  await eventually('a reload to keep the choice', async () => (await sentence.textContent()) === text);
});

test('segments are those of the report, whichever the reader chooses', async (t) => {
  const page = await openView(t, 'segments');
  for (const by of ['plan', 'locale']) {
    await page.getByRole('combobox', { name: 'Segment by' }).selectOption(by);
    await settled(page);
    const entry = entryOf(expected('--survey', 'nps', '--by', by), 'nps');
    const [segment] = entry.segments;
    const title = `Net Promoter Score by ${by}`;
    await figure(page, title).waitFor();
    const groups = [...segment.groups].sort((a, b) => b.value - a.value);
    const table = await tableOf(page, title);
    assert.deepEqual(table.rows.map((row) => row.slice(0, 6)), groups.map((group) => [group.name, written(entry, group.value), written(entry, group.interval?.low), written(entry, group.interval?.high), thousands(group.n), group.versusRest ? plus(group.versusRest.delta, 1) : '–']));
    const caption = await figure(page, title).locator('figcaption').textContent();
    assert.ok(caption.includes(`Holm’s correction for ${segment.comparisons} comparison`), caption);
    const real = groups.filter(({ versusRest }) => versusRest && versusRest.verdict !== 'unclear');
    assert.deepEqual(await page.locator('.verdicts strong').allTextContents(), real.map(({ name }) => name));
  }
  await assertUnharmed(page);
});

test('themes and texts are those of the report', async (t) => {
  const page = await openView(t, 'words');
  const entry = entryOf(expected('--survey', 'nps'), 'nps');
  assert.ok(entry.themes.length > 2, 'expected several themes');
  const table = await tableOf(page, 'What people speak of');
  assert.deepEqual(table.rows.map(([name, n, share]) => [name, n, share]), entry.themes.map(({ name, count, share }) => [name, thousands(count), percent(share)]));
  assert.deepEqual(await page.locator('.themes h4').allTextContents(), entry.themes.map(({ name }) => name));
  for (const more of [1, 2]) if (entry.verbatims.length > 10 + (more - 1) * 20) await page.locator('.more').click();
  assert.deepEqual(await page.locator('.verbatim .words').allTextContents(), entry.verbatims.map(({ text }) => text));
  await page.getByRole('combobox', { name: 'Group' }).selectOption('detractor');
  await settled(page);
  assert.deepEqual(await page.locator('.verbatim .words').allTextContents(), entry.verbatims.filter(({ category }) => category === 'detractor').map(({ text }) => text));
});

test('the funnel is that of the report', async (t) => {
  const page = await openView(t, 'funnel');
  const { funnel } = entryOf(expected('--survey', 'nps'), 'nps');
  const steps = await tableOf(page, 'From shown to completed');
  assert.deepEqual(steps.rows.map(([, n]) => n), [funnel.shown, funnel.started, funnel.completed, funnel.dismissed, funnel.abandoned].map(thousands));
  const leaving = await tableOf(page, 'Where people leave');
  assert.deepEqual(leaving.rows.map((row) => row.slice(1)), funnel.questions.map(({ reached, answered, left, share }) => [thousands(reached), thousands(answered), thousands(left), percent(share)]));
  const text = (await page.locator('.facts.tall').innerText()).replace(/\s+/g, ' ');
  assert.ok(text.includes(`Response rate ${percent(funnel.responseRate.value)} 95 % interval ${percent(funnel.responseRate.interval.low)} to`), text);
});

test('support contacts are those of the report', async (t) => {
  const page = await openView(t, 'overview');
  const { support } = expected();
  const table = await tableOf(page, 'What to fix first');
  assert.deepEqual(table.rows.map(([topic, tickets, users]) => [topic, tickets, users]), support.topics.map(({ topic, tickets, users }) => [topic, thousands(tickets), thousands(users)]));
});

test('period and steps change what is asked, and stay after a reload', async (t) => {
  const page = await openView(t, 'summary');
  await page.getByRole('combobox', { name: 'Period' }).selectOption('30d');
  await page.getByRole('combobox', { name: 'Steps' }).selectOption('month');
  await settled(page);
  const entry = entryOf(expected('--survey', 'nps', '--since', '30d', '--every', 'month'), 'nps');
  const answers = page.locator('.score .facts dd').first();
  await answers.getByText(thousands(entry.n), { exact: true }).waitFor();
  await page.reload();
  await answers.getByText(thousands(entry.n), { exact: true }).waitFor();
  await settled(page);
  const table = await tableOf(page, 'Trend');
  assert.equal(table.rows.length, entry.trend.length);
});

// --- reading it --------------------------------------------------------------------------------------------------

for (const scheme of ['light', 'dark']) {
  test(`axe finds nothing wrong with any view (${scheme})`, async (t) => {
    const page = await open(t, '#/', { colorScheme: scheme });
    await page.evaluate(axe);
    for (const [name, [path, there]] of Object.entries(views)) {
      await go(page, path);
      await page.locator(there).first().waitFor();
      for (const state of ['pictures', 'tables']) {
        if (state === 'tables') while ((await page.locator('button[aria-pressed=false]').count()) > 0) await page.locator('button[aria-pressed=false]').first().click();
        const violations = await page.evaluate(async () => {
          const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
          return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).slice(0, 3).join(' ')}`);
        });
        assert.deepEqual(violations, [], `expected axe to find nothing wrong with ${name} as ${state}`);
      }
    }
    await assertUnharmed(page);
  });
}

for (const [device, options] of Object.entries({ 'a narrow phone': { device: { viewport: { width: 360, height: 740 } } }, desktop: {} })) {
  test(`no view is wider than the screen (${device})`, async (t) => {
    const page = await open(t, '#/', options);
    for (const [name, [path, there]] of Object.entries(views)) {
      await go(page, path);
      await page.locator(there).first().waitFor();
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((element) => !element.closest('.table-scroll, .hidden, [hidden]'))
          .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map((element) => `${element.tagName} ${element.textContent.slice(0, 40)}`),
      );
      assert.deepEqual(wide, [], name);
    }
  });
}

test('on paper everything is light, whole and without controls', async (t) => {
  const page = await open(t, '#/', { colorScheme: 'dark' });
  for (const [name, [path, there]] of Object.entries(views)) {
    await page.emulateMedia({ media: 'screen' });
    await go(page, path);
    await page.locator(there).first().waitFor();
    const words = await page.locator('main .card').evaluateAll((cards) => cards.map((card) => card.querySelector('h2, h3')?.textContent));
    await page.setViewportSize({ width: 688, height: 900 });
    await page.emulateMedia({ media: 'print' });
    const paper = await page.evaluate(() => {
      const seen = (element) => element.checkVisibility();
      return {
        background: getComputedStyle(document.documentElement).backgroundColor,
        ink: getComputedStyle(document.body).color,
        controls: [...document.querySelectorAll('button, select, input, .tabs a')].filter(seen).map((element) => element.outerHTML),
        charts: [...document.querySelectorAll('.chart')].filter((chart) => !seen(chart) || !chart.querySelector('svg')).length,
        clipped: [...document.querySelectorAll('main *')]
          .filter((element) => seen(element) && !element.closest('svg, .hidden') && getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
          .map((element) => element.outerHTML.slice(0, 120)),
        over: [...document.querySelectorAll('main *')]
          .filter((element) => seen(element) && !element.closest('.hidden') && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map((element) => element.outerHTML.slice(0, 120)),
        titles: [...document.querySelectorAll('main .card')].filter(seen).map((card) => card.querySelector('h2, h3')?.textContent),
      };
    });
    assert.deepEqual(paper, { background: 'rgb(255, 255, 255)', ink: 'rgb(23, 26, 38)', controls: [], charts: 0, clipped: [], over: [], titles: words }, name);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
});

test('before printing, charts are drawn for paper and texts unfolded; after it all is as before', async (t) => {
  const page = await openView(t, 'words');
  const widths = () => page.locator('.chart svg').evaluateAll((all) => all.map((svg) => Number(svg.getAttribute('width'))));
  const texts = () => page.locator('.verbatim').count();
  const [before, few] = [await widths(), await texts()];
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.ok((await widths()).every((width) => width > 0 && width <= 688), `expected the width of A4: ${await widths()}`);
  assert.equal(await texts(), entryOf(expected('--survey', 'nps'), 'nps').verbatims.length);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.waitForFunction((width) => document.querySelector('.chart svg').getAttribute('width') === String(width), before[0]);
  assert.equal(await texts(), few);
  await assertUnharmed(page);
});

test('respondents’ texts stay texts, in their own direction', async (t) => {
  const page = await openView(t, 'words');
  await page.getByLabel('Containing').fill('onerror');
  const hostile = page.locator('.verbatim .words').first();
  if (await hostile.count()) assert.equal(await hostile.textContent(), hostileText);
  await page.getByLabel('Containing').fill('');
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator('main img, main script').count(), 0);
  assert.equal(await page.locator('.verbatim .words:not([dir=auto]), blockquote:not([dir=auto])').count(), 0);
  await assertUnharmed(page);
});

test('a hostile text, name and segment do no harm anywhere', async (t) => {
  const at = await startCollector(t);
  const own = (response, value, text) => [
    { type: 'identify', messageId: `i-${response}`, userId: response, timestamp: '2026-03-02T09:00:00.000Z', traits: { plan: value > 5 ? hostileText : '=2+3' } },
    ...[
      ['Survey Shown', {}],
      ['Survey Answered', { question: 'score', kind: 'nps', value }],
      ['Survey Answered', { question: 'why', kind: 'text', value: text }],
    ].map(([event, more], index) => ({ type: 'track', messageId: `${response}-${index}`, userId: response, event, timestamp: `2026-03-02T09:00:0${index}.000Z`, properties: { survey: '<b>nps</b>', response, ...more } })),
  ];
  await at.post([...own('r1', 9, hostileText), ...own('r2', 2, arabicText), ...own('r3', 9, hostileText), ...own('r4', 9, hostileText)]);
  const page = await open(t, '#/', { at });
  await page.locator('.survey').waitFor();
  for (const section of ['', '/words', '/funnel', '/segments?by=plan']) {
    await go(page, `#/survey/${encodeURIComponent('<b>nps</b>')}${section}`);
    await page.locator('main .card').first().waitFor();
    if (section === '/words') assert.deepEqual((await page.locator('.verbatim .words').allTextContents()).sort(), [hostileText, hostileText, hostileText, arabicText].sort());
  }
  const title = 'Net Promoter Score by plan';
  await figure(page, title).waitFor();
  const file = await csvOf(page, title);
  assert.ok(file.rows.some(([name]) => name === "'=2+3"), 'expected a formula to be a text in a spreadsheet');
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator('main img, main script, main b').count(), 0);
  await assertUnharmed(page);
});

// --- keys --------------------------------------------------------------------------------------------------------

test('everything can be reached and worked with the keyboard alone', async (t) => {
  const page = await openView(t, 'overview');
  const press = async (key, until, most = 80) => {
    for (let count = 0; count < most; ++count) {
      await page.keyboard.press(key);
      if ((await focused(page)).includes(until)) return;
    }
    assert.fail(`expected ${key} to lead to "${until}"; it is at "${await focused(page)}"`);
  };
  await press('Tab', 'How likely are you to recommend Teahouse');
  await page.keyboard.press('Enter');
  await page.locator('.findings').waitFor();
  await press('Tab', 'Summary');
  await press('Tab', 'Table');
  await page.keyboard.press('Enter');
  assert.equal(await page.getByRole('region', { name: /^Table:/ }).count(), 1);
  await press('Tab', 'CSV');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.match(download.suggestedFilename(), /\.csv$/);
  await press('Shift+Tab', 'Words');
  await page.keyboard.press('Enter');
  await page.locator('.verbatim').first().waitFor();
  await assertUnharmed(page);
});

test('going to another survey puts the focus on its name', async (t) => {
  const page = await openView(t, 'overview');
  await page.getByRole('link', { name: 'Customer Effort Score' }).or(page.locator('a[href="#/survey/ces"]')).first().click();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
  await page.goBack();
  await page.locator('.survey').first().waitFor();
});

// --- tags --------------------------------------------------------------------------------------------------------

const someAnswers = (count = 3) =>
  Array.from({ length: count }, (_, index) => [
    ['Survey Shown', {}],
    ['Survey Answered', { question: 'score', kind: 'nps', value: 9 }],
    ['Survey Answered', { question: 'why', kind: 'text', value: `Reason ${index}` }],
  ].map(([event, more], at) => ({
    type: 'track',
    messageId: `t${index}-${at}`,
    anonymousId: `a${index}`,
    event,
    timestamp: new Date(Date.UTC(2026, 2, 2, 9, index, at)).toISOString(),
    properties: { survey: 'nps', response: `r${index}`, ...more },
  }))).flat();

const text = (page, words) => page.locator('.verbatim').filter({ hasText: words });

test('tags are added, renamed and removed by keyboard, and are there after a reload', async (t) => {
  const at = await startCollector(t);
  await at.post(someAnswers());
  const page = await open(t, '#/survey/nps/words', { at });
  const first = text(page, 'Reason 2');
  for (const name of ['Delivery is slow', 'Friendly support']) {
    await first.getByRole('button', { name: 'Add tag' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await first.getByText(name, { exact: true }).waitFor();
    assert.match(await focused(page), /Add tag/, 'expected the focus to be back where it was');
  }
  await eventually('both tags in the collector', async () => (await at.tags()).tagged[0]?.tags.length === 2);
  await page.reload();
  await first.getByText('Friendly support', { exact: true }).waitFor();
  await first.getByText('Delivery is slow', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Rename Delivery is slow' }).press('Enter');
  await page.keyboard.type('Slow delivery');
  await page.keyboard.press('Enter');
  await first.getByText('Slow delivery', { exact: true }).waitFor();
  await first.getByRole('button', { name: 'Remove tag Friendly support' }).press('Enter');
  await eventually('one tag left', async () => {
    const { tags, tagged } = await at.tags();
    return tagged[0]?.tags.length === 1 && tags.some(({ name }) => name === 'Slow delivery');
  });
  await page.getByRole('combobox', { name: 'Tag', exact: true }).selectOption({ label: 'Slow delivery' });
  await settled(page);
  assert.deepEqual(await page.locator('.verbatim .words').allTextContents(), ['Reason 2']);
  await assertUnharmed(page);
});

test('a deleted tag comes back with undo, on every text that had it', async (t) => {
  const at = await startCollector(t);
  await at.post(someAnswers());
  const page = await open(t, '#/survey/nps/words', { at });
  await page.getByLabel('New tag').fill('Slow');
  await page.getByRole('button', { name: 'Create tag' }).click();
  for (const words of ['Reason 0', 'Reason 1']) {
    await text(page, words).getByRole('button', { name: 'Add tag' }).click();
    await page.keyboard.type('slow');
    await page.keyboard.press('Enter');
  }
  await eventually('two tagged texts', async () => (await at.tags()).tagged.length === 2);
  assert.equal((await at.tags()).tags.length, 1, 'expected the same name to be the same tag');
  await page.getByRole('button', { name: 'Delete Slow' }).click();
  await eventually('no tag', async () => (await at.tags()).tags.length === 0);
  assert.match(await focused(page), /Undo/);
  await page.keyboard.press('Enter');
  await eventually('the tag again', async () => {
    const { tags, tagged } = await at.tags();
    return tags.length === 1 && tagged.length === 2;
  });
  await text(page, 'Reason 1').getByText('Slow', { exact: true }).waitFor();
});

test('a tag that cannot be saved is kept, said, and saved when asked again', async (t) => {
  const at = await startCollector(t);
  await at.post(someAnswers());
  const page = await open(t, '#/survey/nps/words', { at });
  await page.getByLabel('New tag').waitFor();
  await page.route('**/v1/tags.json', (route) => (route.request().method() === 'PUT' ? route.fulfill({ status: 503, json: { errors: [{ pointer: '', message: 'The disk is full.' }] } }) : route.continue()));
  await page.getByLabel('New tag').fill('Kept');
  await page.getByRole('button', { name: 'Create tag' }).click();
  await page.getByRole('alert').getByText('The disk is full.').waitFor();
  await page.locator('.tag-list').getByText('Kept').waitFor();
  await page.unroute('**/v1/tags.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await eventually('the tag', async () => (await at.tags()).tags[0]?.name === 'Kept');
  await page.getByRole('alert').waitFor({ state: 'detached' });
});

test('what two readers tag at the same time is all kept', async (t) => {
  const at = await startCollector(t);
  await at.post(someAnswers());
  const pages = [await open(t, '#/survey/nps/words', { at }), await open(t, '#/survey/nps/words', { at })];
  for (const page of pages) await page.getByLabel('New tag').waitFor();
  for (const [index, page] of pages.entries()) {
    await page.getByLabel('New tag').fill(`Of reader ${index}`);
    await page.getByRole('button', { name: 'Create tag' }).click();
  }
  await eventually('both tags', async () => (await at.tags()).tags.length === 2);
});

test('a tag without a name, or with one that is taken, is refused with a reason', async (t) => {
  const at = await startCollector(t);
  await at.post(someAnswers(1));
  const page = await open(t, '#/survey/nps/words', { at });
  await page.getByRole('button', { name: 'Create tag' }).click();
  await page.getByText('A tag needs a name.').waitFor();
  await page.getByLabel('New tag').fill('Once');
  await page.keyboard.press('Enter');
  await page.locator('.tag-list').getByText('Once').waitFor();
  await page.getByLabel('New tag').fill('once');
  await page.keyboard.press('Enter');
  await page.getByText('There is a tag “once” already.').waitFor();
});

// --- states ------------------------------------------------------------------------------------------------------

test('without answers the page says what to do', async (t) => {
  const at = await startCollector(t);
  const page = await open(t, '#/', { at });
  await page.getByRole('heading', { name: 'No answers yet' }).waitFor();
  await page.getByRole('link', { name: 'Open the shop' }).waitFor();
  await assertUnharmed(page);
});

test('without a token, or with a wrong one, the report is locked and files can be opened', async (t) => {
  const page = await browser.visit(t, `${collector.origin}/report#token=wrong`);
  await page.getByRole('heading', { name: 'This report is locked' }).waitFor();
  await page.getByRole('button', { name: 'Choose files…' }).waitFor();
  await page.getByText('Nothing is uploaded').waitFor();
  await page.evaluate((hash) => (location.hash = hash), `#token=${token}`);
  await page.locator('.survey').first().waitFor();
  assert.ok(!page.url().includes(token), 'expected the token to leave the address');
  await assertUnharmed(page);
});

test('while the collector is away the report stays, and goes on when it is back', async (t) => {
  const at = await startCollector(t);
  await at.post(someAnswers());
  const page = await open(t, '#/', { at });
  await page.locator('.survey').waitFor();
  await at.stop();
  await page.locator('#live[data-state=away]').waitFor();
  assert.equal(await page.locator('.survey').count(), 1);
  const other = await browser.visit(t);
  await at.start();
  await page.locator('#live[data-state=live]').waitFor({ timeout: 20_000 });
  await other.close();
});

test('a skeleton stands in until the first answer', async (t) => {
  const page = await browser.visit(t);
  let answer;
  const asked = new Promise((resolve) => (answer = resolve));
  await page.route('**/v1/report.json*', async (route) => {
    await asked;
    await route.continue();
  });
  await page.goto(`${collector.origin}/report#token=${token}`);
  await page.getByRole('status', { name: 'Loading the report' }).waitFor();
  answer();
  await page.locator('.survey').first().waitFor();
});

test('a question that cannot be answered is refused with its reason, and leads back', async (t) => {
  const page = await open(t, '#/?since=yesterday');
  await page.getByRole('alert').filter({ hasText: /since/ }).waitFor();
  await page.getByRole('combobox', { name: 'Period' }).waitFor();
  await page.evaluate(() => (location.hash = '#/'));
  await page.locator('.survey').first().waitFor();
  await page.getByRole('alert').waitFor({ state: 'detached' });
});

test('a survey that is not there is said to be so', async (t) => {
  const page = await open(t, '#/survey/nosuch');
  await page.getByRole('heading', { name: 'No answers here' }).waitFor();
  await page.getByRole('link', { name: 'All surveys' }).first().click();
  await page.locator('.survey').first().waitFor();
});

test('news leave the place, the focus and what is open as they are', async (t) => {
  const at = await startCollector(t);
  await at.post(data.events.slice(0, 4_000));
  const page = await open(t, '#/survey/nps', { at });
  await tableOf(page, 'Trend');
  await figure(page, 'Trend').getByRole('button', { name: 'Download CSV: Trend' }).focus();
  const kept = await page.evaluateHandle(() => document.activeElement);
  const scrolled = await page.evaluate(() => window.scrollY);
  const shifted = await inPage(page, ({ shifts }) => shifts.length);
  const answers = page.locator('.score .facts dd').first();
  const earlier = await answers.textContent();
  await at.post(data.events.slice(4_000, 6_000));
  await page.waitForFunction(([dd, text]) => dd.textContent !== text, [await answers.elementHandle(), earlier]);
  assert.ok(await page.evaluate((element) => element === document.activeElement, kept), 'expected the focus to stay');
  assert.equal(await figure(page, 'Trend').getByRole('table').count(), 1, 'expected the table to stay open');
  assert.equal(await page.evaluate(() => window.scrollY), scrolled, 'expected the page to stay where it was');
  // New periods lengthen the table; nothing else may move. 0.1 is what Web Vitals calls good for a whole visit.
  const shifts = await inPage(page, (test) => test.shifts);
  assert.ok(shifts.slice(shifted).reduce((sum, shift) => sum + shift, 0) < 0.05, `expected nothing to jump: ${shifts}`);
  await assertUnharmed(page);
});

// --- files -------------------------------------------------------------------------------------------------------

const dropped = { name: 'answers.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(data.ndjson) };

test('dropped files give the same report, without anything being sent', async (t) => {
  const page = await browser.visit(t, `${collector.origin}/report`);
  await page.getByRole('heading', { name: 'Open a report' }).waitFor();
  const sentBefore = page.seen.requests.length;
  await page.locator('input[type=file]').first().setInputFiles([
    dropped,
    { name: 'config.json', mimeType: 'application/json', buffer: Buffer.from(files.config) },
    { name: 'tickets.csv', mimeType: 'text/csv', buffer: Buffer.from(data.tickets) },
  ]);
  await page.locator('.survey').first().waitFor({ timeout: 30_000 });
  const report = expected();
  const nps = entryOf(report, 'nps');
  const card = (await page.locator('.survey').filter({ has: page.locator('a[href="#/survey/nps"]') }).innerText()).replace(/\s+/g, ' ');
  assert.ok(card.includes(`95 % interval ${between(nps, nps.interval)}`), card);
  assert.ok(card.includes(nps.title), 'expected the configuration to name the question');
  const support = await tableOf(page, 'What to fix first');
  assert.deepEqual(support.rows.map(([topic, tickets]) => [topic, tickets]), report.support.topics.map(({ topic, tickets }) => [topic, thousands(tickets)]));
  const sent = page.seen.requests.slice(sentBefore).filter((url) => !/\/report\/[^/]+\.(js|wasm|svg)$/.test(url) && !url.startsWith('blob:'));
  assert.deepEqual(sent, [], 'expected nothing to be sent');
  await assertUnharmed(page);
});

test('files can be dropped anywhere on the page, and reading them is shown', async (t) => {
  const page = await browser.visit(t);
  let read;
  const held = new Promise((resolve) => (read = resolve));
  await page.route('**/report.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${collector.origin}/report`);
  await page.getByRole('heading', { name: 'Open a report' }).waitFor();
  const transfer = await page.evaluateHandle((lines) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([lines], 'answers.ndjson'));
    return transfer;
  }, data.ndjson);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.locator('main[data-dropping]').waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await page.getByRole('heading', { name: 'Reading the answers' }).waitFor();
  await page.getByRole('progressbar', { name: 'Read' }).waitFor();
  read();
  await page.locator('.survey').first().waitFor({ timeout: 30_000 });
  await assertUnharmed(page);
});

test('tags of dropped files are kept in a file that can be dropped with them', async (t) => {
  const page = await browser.visit(t, undefined, { init: () => delete window.showSaveFilePicker });
  await page.goto(`${collector.origin}/report`);
  const answers = { ...dropped, buffer: Buffer.from(someAnswers().map((event) => `${JSON.stringify(event)}\n`).join('')) };
  const input = page.locator('input[type=file]').first();
  await input.setInputFiles([answers]);
  await page.locator('.survey').waitFor({ timeout: 30_000 });
  await page.evaluate(() => (location.hash = '#/survey/nps/words'));
  await text(page, 'Reason 1').getByRole('button', { name: 'Add tag' }).click();
  await page.keyboard.type('Kept');
  await page.keyboard.press('Enter');
  await page.getByText('Not saved yet').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the tags file' }).click()]);
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });
  const saved = readFileSync(await download.path());
  assert.deepEqual(JSON.parse(saved).tagged, [{ survey: 'nps', response: 'r1', question: 'why', tags: ['kept'] }]);

  await input.setInputFiles([answers, { name: 'tags.json', mimeType: 'application/json', buffer: saved }]);
  await page.locator('.survey').waitFor({ timeout: 30_000 });
  await page.evaluate(() => (location.hash = '#/survey/nps/words'));
  await text(page, 'Reason 1').getByText('Kept', { exact: true }).waitFor();
});

test('a file that does not say what it is is asked about', async (t) => {
  const page = await browser.visit(t, `${collector.origin}/report`);
  await page.locator('input[type=file]').first().setInputFiles([dropped, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello\nthere\n') }]);
  await page.getByRole('heading', { name: 'What are these files?' }).waitFor();
  assert.equal(await page.getByLabel('answers.ndjson').inputValue(), 'events');
  assert.equal(await page.getByLabel('notes.txt').inputValue(), '');
  await page.getByRole('button', { name: 'Show the report' }).click();
  await page.locator('.survey').first().waitFor({ timeout: 30_000 });
});

// --- one file ----------------------------------------------------------------------------------------------------

test('the report that the command writes as one page says the same, and asks nothing', { skip: !existsSync(join(dist, 'report/standalone.html')) && 'no standalone.html in dist' }, async (t) => {
  const path = join(folder, 'report.html');
  execFileSync(canvassProgram, ['report', join(folder, 'answers.ndjson'), '--config', join(folder, 'config'), '--by', 'plan', '--html', path]);
  const page = await browser.visit(t, `file://${path}`);
  await page.locator('.survey').first().waitFor();
  const nps = entryOf(expected('--by', 'plan'), 'nps');
  const card = (await page.locator('.survey').filter({ has: page.locator('a[href="#/survey/nps"]') }).innerText()).replace(/\s+/g, ' ');
  assert.ok(card.includes(`95 % interval ${between(nps, nps.interval)}`), card);
  await page.evaluate(() => (location.hash = '#/survey/nps/segments'));
  await figure(page, 'Net Promoter Score by plan').waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Period' }).count(), 0, 'expected no control that cannot do anything');
  assert.deepEqual(page.seen.errors, []);
});
