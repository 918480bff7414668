// Two tabs of one visitor: a survey is in one of them at a time, whichever way the browser offers to see to that.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, dialog, inPage, question, started, useBrowser } from './support/browser.mjs';
import { config, nps } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

const ways = {
  'with locks': () => undefined,
  'without locks': () => {
    delete Navigator.prototype.locks;
  },
};

// Two pages of one visitor that note what the engine has shown and hidden.
async function twoTabs(t, init, survey = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps(survey)], guides: [] }));
  site.put('/', plain());
  const context = await browser.visitor(t, { init });
  const tabs = [];
  for (let i = 0; i < 2; i++) {
    const page = await browser.open(context, site.origin);
    await started(page);
    await page.evaluate(() => {
      const heard = window[Symbol.for('canvass.test')].recording;
      window.canvass('on', 'effect', (effect) => heard.push(`${effect.fx} ${effect.id}`));
      // After Canvass has heard of it: what another tab remembers of a survey that was closed there.
      window.addEventListener('storage', ({ key, newValue }) => {
        if (newValue?.includes('"dismissed"')) heard.push(`dismissed ${key}`);
      });
    });
    tabs.push(page);
  }
  return { site, tabs };
}

const ask = (page) => page.evaluate(() => window.canvass('track', 'ask_nps'));
const heard = (page, what) => eventually(`"${what}"`, async () => (await inPage(page, (test) => test.recording)).includes(what));
const asked = (page) => question(page, /recommend us/).waitFor();

for (const [way, init] of Object.entries(ways)) {
  test(`what one tab shows, another does not (${way})`, async (t) => {
    const { site, tabs } = await twoTabs(t, init);
    const [one, other] = tabs;
    await ask(one);
    await asked(one);
    await site.endpoint.event('Survey Shown');
    await ask(other);
    await heard(other, 'hide nps');
    await dialog(other).waitFor({ state: 'detached' });
    assert.equal(await dialog(one).count(), 1, 'expected the first tab to keep it');

    await clickOn(one, button(one, 'Close'));
    await dialog(one).waitFor({ state: 'detached' });
    await heard(other, 'dismissed canvass:m:nps'); // what is closed in one tab closes in the other: ask for it after that
    await ask(other);
    await asked(other);
    for (const tab of tabs) await assertUnharmed(tab);
  });

  test(`of two tabs that ask at once, one shows it (${way})`, async (t) => {
    const { site, tabs } = await twoTabs(t, init);
    await Promise.all(tabs.map(ask));
    await site.endpoint.event('Survey Shown');
    await eventually('one of them to give way', async () => {
      const hidden = await Promise.all(tabs.map((tab) => inPage(tab, (test) => test.recording.includes('hide nps'))));
      return hidden.some(Boolean);
    });
    await eventually('it in one of the two', async () => {
      const shown = await Promise.all(tabs.map((tab) => dialog(tab).count()));
      return shown[0] + shown[1] === 1;
    });
  });

  test(`what was begun in a tab goes on in another once that is closed (${way})`, async (t) => {
    const { site, tabs } = await twoTabs(t, init);
    const [one, other] = tabs;
    await ask(one);
    await clickOn(one, cell(one, 9));
    await question(one, /main reason/).waitFor();
    await site.endpoint.event('Survey Answered');
    await one.close();
    await other.reload();
    await question(other, /main reason/).waitFor();
    await dialog(other).getByText('You chose 9').waitFor();
    await clickOn(other, button(other, 'Send'));
    const { properties } = await site.endpoint.event('Survey Completed');
    assert.equal(properties.answered, 1);
    const responses = site.endpoint.events().map((event) => event.properties.response);
    assert.equal(new Set(responses).size, 1, 'expected one response of both tabs');
  });

  test(`what was answered in one tab is not asked in another (${way})`, async (t) => {
    const { site, tabs } = await twoTabs(t, init, { frequency: 'once', thanks: undefined });
    const [one, other] = tabs;
    await ask(one);
    await clickOn(one, cell(one, 9));
    await clickOn(one, button(one, 'Send'));
    await site.endpoint.event('Survey Completed');
    await ask(other);
    const explained = await other.evaluate(() => new Promise((done) => window.canvass('explain', 'nps', done)));
    const frequency = explained.conditions.find(({ condition }) => condition === 'frequency');
    assert.equal(frequency.pass, false, 'expected the other tab to know of the answer');
    assert.equal(await inPage(other, (test) => test.recording.includes('show nps')), false);
  });
}

for (const [way, init] of Object.entries(ways)) {
  test(`what the visitor opens in one tab leaves the other, with what was answered (${way})`, async (t) => {
    const { site, tabs } = await twoTabs(t, init, { display: 'tab', tab: 'Tell us', triggers: [] });
    const [one, other] = tabs;
    const opener = (page) => page.getByRole('button', { name: 'Tell us' });
    await clickOn(one, opener(one));
    await clickOn(one, cell(one, 9));
    await question(one, /main reason/).waitFor();
    await site.endpoint.event('Survey Answered');
    await clickOn(other, opener(other));
    await dialog(other).getByText('You chose 9').waitFor();
    await dialog(one).waitFor({ state: 'detached' });
    await clickOn(other, button(other, 'Send'));
    await site.endpoint.event('Survey Completed');
    const responses = site.endpoint.events().map((event) => event.properties.response);
    assert.equal(new Set(responses).size, 1, 'expected one response of both tabs');
    for (const tab of tabs) await assertUnharmed(tab);
  });
}

test('where tabs cannot agree, completing a survey in one closes it in the other', async (t) => {
  const { site, tabs } = await twoTabs(t, () => {
    delete Navigator.prototype.locks;
    delete window.BroadcastChannel;
  });
  const [one, other] = tabs;
  for (const tab of tabs) await ask(tab);
  for (const tab of tabs) await asked(tab);
  await clickOn(one, cell(one, 9));
  await clickOn(one, button(one, 'Send'));
  await site.endpoint.event('Survey Completed');
  await dialog(other).waitFor({ state: 'detached' });
  for (const tab of tabs) await assertUnharmed(tab);
});
