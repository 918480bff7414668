// The page that is opened from a disk: one script, no server, answers in the page's storage and in a file.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { assertUnharmed, button, cell, clickOn, dialog, question, useBrowser } from './support/browser.mjs';
import { dist, root } from './support/paths.mjs';

const browser = useBrowser(before, after);

// As in a clone of the repository: the example and, two folders up, dist/.
function address(t, { locale } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-offline-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, 'examples/offline'), join(folder, 'examples/offline'), { recursive: true });
  symlinkSync(dist, join(folder, 'dist'));
  if (locale) {
    const file = join(folder, 'examples/offline/index.html');
    const tag = 'data-config="#canvass-config"';
    writeFileSync(file, readFileSync(file, 'utf8').replace(tag, `${tag} data-locale="${locale}"`));
  }
  return pathToFileURL(join(folder, 'examples/offline/index.html')).href;
}

async function answer(page, value, words) {
  await page.getByRole('button', { name: 'Rate your visit' }).click();
  await clickOn(page, cell(page, value));
  await question(page, /main reason/).waitFor();
  await dialog(page).getByRole('textbox').fill(words);
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  await clickOn(page, button(page, 'Close'));
  await question(page, 'Thank you!').waitFor({ state: 'detached' }); // the page's tip may follow
}

test('from a file:// page answers are stored, listed after a reload and downloaded as NDJSON', async (t) => {
  const page = await browser.visit(t, address(t), { acceptDownloads: true });
  await answer(page, 9, 'Quiet, and the tea');
  await page.getByText('Quiet, and the tea').waitFor();
  await page.reload();
  await page.getByText('Quiet, and the tea').waitFor();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download NDJSON' }).click();
  const download = await downloading;
  assert.match(download.suggestedFilename(), /\.ndjson$/);
  const lines = readFileSync(await download.path(), 'utf8').split('\n');
  assert.equal(lines.pop(), '', 'expected the last line to be ended');
  const events = lines.map((line) => JSON.parse(line));
  assert.deepEqual(
    events.filter((event) => event.event === 'Survey Answered').map(({ properties }) => [properties.question, properties.value]),
    [
      ['recommend', 9],
      ['reason', 'Quiet, and the tea'],
    ],
  );
  assert.ok(
    page.seen.requests.every((url) => /^(file|blob|data):/.test(url)),
    `expected nothing from the network, was ${page.seen.requests.join(' ')}`,
  );
  await assertUnharmed(page);
});

test('the feedback tab of the file:// page asks on where something is wanting', async (t) => {
  const page = await browser.visit(t, address(t));
  await clickOn(page, page.getByRole('button', { name: 'How is the room?' }));
  await clickOn(page, cell(page, 2));
  await question(page, 'What is wanting?').waitFor();
  await clickOn(page, dialog(page).getByRole('checkbox', { name: 'Quiet' }));
  await clickOn(page, dialog(page).getByRole('checkbox', { name: 'Other' }));
  await page.keyboard.type('Tea');
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  await page.getByText('Quiet, Tea').waitFor();
  await page.getByText('Dissatisfied').waitFor();
  await assertUnharmed(page);
});

test('on a file:// page every language is at hand', async (t) => {
  const page = await browser.visit(t, address(t, { locale: 'ru' }));
  await page.evaluate(() => window.canvass('show', 'lending'));
  await question(page, /Взять книгу/).waitFor();
  await button(page, 'Закрыть').waitFor();
  await assertUnharmed(page);
});

test('the tip of the file:// page points at its button', async (t) => {
  const page = await browser.visit(t, address(t));
  await question(page, 'Take the answers with you').waitFor();
  await clickOn(page, button(page, 'Got it'));
  await dialog(page).waitFor({ state: 'detached' });
  await assertUnharmed(page);
});
