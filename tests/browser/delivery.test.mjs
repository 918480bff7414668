// Answers reach the endpoint, exactly once in effect, whatever it and the network do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, dialog, placeOrder, question, settled, stored, useBrowser } from './support/browser.mjs';
import { startCollector } from './support/collector.mjs';
import { config, nps, now } from './support/config.mjs';
import { ledgerWith } from './support/delivery.mjs';
import { page as plain, startSite, tag } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

async function siteWithSurvey(t, more = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps({ ...now, frequency: 'once' })], guides: [], ...more }));
  site.put('/', plain());
  return site;
}

async function answerAll(page) {
  await clickOn(page, cell(page, 9));
  await question(page, /main reason/).waitFor();
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
}

const queued = async (page) => (await stored(page)).filter((key) => key.startsWith('canvass:q:')).length;

function assertOnce(events) {
  const ids = events.map((event) => event.messageId);
  assert.equal(new Set(ids).size, ids.length, 'expected no messageId twice');
  // The shop's tip may have shown too. What has failed before may come later: ids tell the order.
  const made = events.filter((event) => event.properties.survey).sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
  assert.deepEqual(
    made.map((event) => event.event),
    ['Survey Shown', 'Survey Answered', 'Survey Completed'],
    'expected every event of the survey once',
  );
}

// What was taken, but not acknowledged before the page was gone, comes again.
const distinct = (events) => [...new Map(events.map((event) => [event.messageId, event])).values()];

test('answers given while the collector is down are kept and delivered once it is up', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await placeOrder(page, collector.origin);
  await question(page, /recommend/).waitFor();
  await collector.event('Survey Shown');
  await settled(page);

  await collector.stop();
  await clickOn(page, cell(page, 9));
  await question(page, /main reason/).waitFor();
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  assert.ok((await queued(page)) >= 2, 'expected the answer and the completion in storage');

  await collector.start();
  await collector.event('Survey Completed');
  await settled(page);
  assert.equal(await queued(page), 0, 'expected nothing left in storage after the acknowledgement');
  assertOnce(await collector.events());
  await assertUnharmed(page);
});

test('answers that could not be delivered are delivered on the next visit', async (t) => {
  const site = await siteWithSurvey(t);
  site.endpoint.answer = 'refuse';
  const visitor = await browser.visitor(t);
  const page = await browser.open(visitor, site.origin);
  await answerAll(page);
  await site.endpoint.request(1);
  await page.close();

  site.endpoint.answer = 200;
  await settled(await browser.open(visitor, site.origin));
  await site.endpoint.event('Survey Completed');
  assertOnce(distinct(site.endpoint.events()));
});

for (const answer of [500, 429, 'refuse', 'hang']) {
  test(`an endpoint that answers "${answer}" costs the page nothing and no answer is lost`, async (t) => {
    const site = await siteWithSurvey(t, { delivery: { batchDelay: '20ms', backoff: '50ms', backoffMax: '100ms', timeout: '1s' } });
    site.endpoint.answer = answer;
    const page = await browser.visit(t, site.origin);
    await answerAll(page);
    await site.endpoint.request(2); // a retry
    assert.equal(await queued(page), 3, 'expected every event to be kept');

    site.endpoint.answer = 200;
    await site.endpoint.event('Survey Completed');
    await settled(page);
    assert.equal(await queued(page), 0, 'expected nothing left in storage after the acknowledgement');
    assertOnce(site.endpoint.events());
    await assertUnharmed(page);
  });
}

test('an endpoint that refuses the events as wrong is told once, and the console says so', async (t) => {
  const site = await siteWithSurvey(t);
  site.endpoint.answer = 400;
  const page = await browser.visit(t, site.origin);
  await question(page, /recommend us/).waitFor();
  await site.endpoint.request(1);
  await settled(page);
  assert.equal(await queued(page), 0, 'expected events that can never be taken to be dropped');
  assert.equal(page.seen.console.length, 1, `expected one sentence on the console, got ${JSON.stringify(page.seen.console)}`);
  assert.match(page.seen.console[0], /400/);
});

test('an endpoint on another origin gets simple requests only, no preflight', async (t) => {
  const other = await startSite(t);
  const site = await siteWithSurvey(t, { endpoint: `${other.origin}/v1/batch` });
  const page = await browser.visit(t, site.origin);
  await answerAll(page);
  await other.endpoint.event('Survey Completed');
  for (const { method, headers } of other.endpoint.requests) {
    assert.equal(method, 'POST', 'expected no OPTIONS request');
    assert.match(headers['content-type'], /^text\/plain/, 'expected a content type that needs no preflight');
    assert.equal(headers.cookie, undefined, 'expected no cookies');
  }
  await assertUnharmed(page);
});

test('data-endpoint of the script tag outranks the configuration', async (t) => {
  const other = await startSite(t);
  const site = await siteWithSurvey(t);
  site.put('/', plain({ script: tag.replace('data-config', `data-endpoint="${other.origin}/v1/batch" data-config`) }));
  await browser.visit(t, site.origin);
  await other.endpoint.event('Survey Shown');
  assert.equal(site.endpoint.requests.length, 0, 'expected nothing at the endpoint of the configuration');
});

test('a batch has the shape of Segment', async (t) => {
  const site = await siteWithSurvey(t);
  const page = await browser.visit(t, `${site.origin}/?secret=1`);
  await answerAll(page);
  const event = await site.endpoint.event('Survey Answered');
  const { body } = site.endpoint.requests[0];
  assert.equal(body.writeKey, 'test');
  assert.ok(!Number.isNaN(Date.parse(body.sentAt)), `expected sentAt to be a time, is ${body.sentAt}`);
  assert.equal(event.type, 'track');
  assert.match(event.messageId, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'expected a UUIDv7');
  assert.ok(event.anonymousId, 'expected an anonymous id');
  assert.ok(Math.abs(Date.parse(event.timestamp) - Date.now()) < 60_000, `expected the time of now, is ${event.timestamp}`);
  assert.deepEqual(event.context.page, { path: '/' }, 'expected the path of the page without its query');
  assert.equal(event.context.library.name, 'canvass');
});

test('a visitor who leaves right after answering is heard', async (t) => {
  const site = await siteWithSurvey(t, { delivery: { batchDelay: '1h' } });
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 2));
  await question(page, /main reason/).waitFor();
  await ledgerWith(page, { lead: true, acknowledged: 0 });
  assert.equal(site.endpoint.requests.length, 0, 'expected the batch still to be waiting');
  await page.goto('about:blank');
  const event = await site.endpoint.event('Survey Answered');
  assert.equal(event.properties.value, 2);
});

test('coming back online sends at once', async (t) => {
  const site = await siteWithSurvey(t, { delivery: { batchDelay: '20ms', backoff: '1h', backoffMax: '1h' } });
  const visitor = await browser.visitor(t);
  const page = await browser.open(visitor, site.origin);
  await question(page, /recommend us/).waitFor();
  await site.endpoint.event('Survey Shown');
  await settled(page);
  await visitor.setOffline(true);
  await answerAll(page);
  const before = site.endpoint.requests.length;
  await visitor.setOffline(false);
  // A browser on a machine without any network never says this of itself.
  await page.evaluate(() => navigator.onLine || window.dispatchEvent(new Event('online')));
  await site.endpoint.event('Survey Completed');
  await eventually('an empty outbox', async () => (await queued(page)) === 0);
  assert.ok(site.endpoint.requests.length > before);
  assertOnce(site.endpoint.events());
});

test('two tabs of one visitor deliver every event once', async (t) => {
  const site = await startSite(t);
  site.put('/canvass.json', config());
  site.put('/', plain());
  const visitor = await browser.visitor(t);
  const pages = [await browser.open(visitor, site.origin), await browser.open(visitor, site.origin)];
  for (const page of pages) {
    await page.bringToFront();
    await page.evaluate(() => window.canvass('show', 'nps'));
    await answerAll(page);
    await page.keyboard.press('Escape'); // what one tab shows, another cannot
    await dialog(page).waitFor({ state: 'detached' });
  }
  await eventually('two completions', () => site.endpoint.events().filter((event) => event.event === 'Survey Completed').length >= 2);
  for (const page of pages) await settled(page);
  const ids = site.endpoint.events().map((event) => event.messageId);
  assert.equal(new Set(ids).size, 6, 'expected three events of each tab');
});
