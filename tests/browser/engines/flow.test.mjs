// A survey from its first screen to its last: welcome, logic, follow-ups, texts that know something, what is wrong with an
// answer, going back, coming back, links that ask.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { npsQuestion, whyQuestion } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { answers, arrived, arrives, button, call, card, cell, checkbox, heading, link, names, press, says, serve, settled, started, stored, survey, tabTo, textbox, told } from '../support/suite.mjs';

const engine = useEngine(before, after);

const recommend = heading(/recommend us/);
const reason = heading(/main reason/);
const thanked = heading('Thank you!');
const thanks = { title: 'Thank you!', text: 'Every answer is read.' };
const both = (more = {}) => survey([npsQuestion, whyQuestion], { id: 'nps', thanks, ...more });

async function visit(t, surveys, { path = '', pages, options, ...more } = {}) {
  const site = await serve(t, { surveys: [surveys].flat(), ...more }, { '/second': {}, ...pages });
  const user = await engine.visit(t, site.origin + path, options);
  return { site, user };
}

// --- screens -------------------------------------------------------------------------------------------------------

test('from the welcome over a question to the thanks, with its link', async (t) => {
  const welcome = { title: 'One minute?', text: 'One question about your visit.', button: 'Go on' };
  const { site, user } = await visit(t, both({ questions: [npsQuestion], welcome, thanks: { ...thanks, link: { text: 'Back to the shop', url: '/shop' } } }));
  await user.see(heading('One minute?'));
  await user.click(button('Go on'));
  await user.see(recommend);
  await user.click(cell(9));
  await user.see(thanked);
  await says(user, 'Every answer is read.');
  assert.ok(await user.is(link('Back to the shop')));
  await user.click(button('Close'));
  await user.gone(card);
  await arrives(site, 'Survey Completed');
  assert.deepEqual(names(site), ['Survey Shown', 'Survey Answered', 'Survey Completed']);
  await assertUnharmed(user);
});

test('a follow-up question asks for the reason, and says which answer it is about', async (t) => {
  const { site, user } = await visit(t, both());
  await user.click(cell(3));
  await user.see(reason);
  await says(user, 'You chose 3');
  await user.click(textbox);
  await user.type('Too slow');
  await user.click(button('Send'));
  await user.see(thanked);
  await arrives(site, 'Survey Completed');
  assert.deepEqual(answers(site), { score: 3, why: 'Too slow' });
  await assertUnharmed(user);
});

test('a question that may be passed over is, and counts as nothing', async (t) => {
  const { site, user } = await visit(t, both());
  await user.click(cell(8));
  await user.see(reason);
  await user.click(button('Send'));
  await user.see(thanked);
  const { answered } = await arrives(site, 'Survey Completed');
  assert.equal(answered, 1);
  assert.deepEqual(answers(site), { score: 8 });
});

test('a survey without thanks closes with its last answer', async (t) => {
  const { site, user } = await visit(t, both({ questions: [npsQuestion], thanks: undefined }));
  await user.click(cell(9));
  await user.gone(card);
  await arrives(site, 'Survey Completed');
  await assertUnharmed(user);
});

test('going back finds the answer as it was given, and what is said last counts', async (t) => {
  const { site, user } = await visit(t, both());
  await user.click(cell(3));
  await user.see(reason);
  await user.click(button('Back'));
  await user.see(recommend);
  assert.equal(await user.checked(cell(3)), true);
  await user.click(cell(9));
  await user.see(reason);
  await says(user, 'You chose 9');
  await user.click(button('Send'));
  await user.see(thanked);
  await arrives(site, 'Survey Completed');
  assert.deepEqual(answers(site), { score: 9 });
});

// --- logic ---------------------------------------------------------------------------------------------------------

const branching = both({
  questions: [
    { ...npsQuestion, logic: [{ if: { category: 'score', is: 'promoter' }, end: 'happy' }, { if: { answer: 'score', lte: 6 }, goTo: 'wrong' }] },
    { id: 'better', type: 'text', text: 'What would make it a nine?' },
    { id: 'wrong', type: 'text', text: 'What went wrong?' },
  ],
  endings: [{ id: 'happy', title: 'Good to hear!', text: 'Would you tell others?' }],
});

for (const [score, shown, after_] of [[10, 'Good to hear!', undefined], [7, 'What would make it a nine?', 'What went wrong?'], [2, 'What went wrong?', undefined]]) {
  test(`after ${score} comes "${shown}"`, async (t) => {
    const { site, user } = await visit(t, branching);
    await user.click(cell(score));
    await user.see(heading(shown));
    if (after_) {
      await user.click(button('Next'));
      await user.see(heading(after_));
    }
    if (score < 9) {
      await user.click(button('Send'));
      await user.see(thanked);
    }
    await arrives(site, 'Survey Completed');
    assert.deepEqual(answers(site), { score });
    await assertUnharmed(user);
  });
}

test('a question shows only to whom it concerns, and knows the words of the answer before', async (t) => {
  const options = [{ id: 'price', text: 'The price' }, { id: 'quality', text: 'The quality' }];
  const { site, user } = await visit(t, survey([
    { id: 'reasons', type: 'choice', multiple: true, text: 'What made you choose us?', options },
    { id: 'cheaper', type: 'yesno', text: 'Did you find it cheaper elsewhere?', showIf: { answer: 'reasons', contains: 'price' } },
    { id: 'more', type: 'text', lines: 'one', text: '{{trait.name | "You"}}, tell us more about {{answer.reasons}}.' },
  ]));
  await call(user, 'identify', 'user-7', { name: 'Aru' });
  await user.click(checkbox('The quality'));
  await user.click(button('Next'));
  await user.see(heading('Aru, tell us more about The quality.'));
  await user.click(button('Send'));
  await arrives(site, 'Survey Completed');
  assert.deepEqual(answers(site), { reasons: ['quality'] });
  await assertUnharmed(user);
});

test('what is put into a text stays text', async (t) => {
  const { user } = await visit(t, survey([{ id: 'more', type: 'text', text: '{{trait.name | "You"}}, tell us more.' }], { triggers: [{ event: 'ask' }] }));
  await call(user, 'identify', 'user-7', { name: '<img src=x onerror="window.harm=1">' });
  await call(user, 'track', 'ask');
  await user.see(heading('<img src=x onerror="window.harm=1">, tell us more.'));
  assert.equal(await user.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelectorAll('img').length + Number('harm' in window)), 0);
  await assertUnharmed(user);
});

// --- what is wrong with an answer ----------------------------------------------------------------------------------

const described = (user) =>
  user.evaluate(() => {
    const { shadowRoot } = document.querySelector('canvass-surface');
    const field = shadowRoot.querySelector('[aria-invalid=true]');
    const by = (field?.getAttribute('aria-describedby') ?? '').split(' ').map((id) => shadowRoot.getElementById(id)?.textContent ?? '');
    const said = Array.from(shadowRoot.querySelectorAll('[aria-live]'), ({ textContent }) => textContent);
    return { by: by.join(' '), said: said.join(' ') };
  });

const invalid = 'canvass-surface >>> [aria-invalid=true]';

for (const [what, question, wrong, right] of [
  ['an address that is none', { type: 'email' }, 'aru@shop', 'aru@shop.example'],
  ['a number out of its range', { type: 'number', min: 1, max: 12 }, '40', '4'],
  ['words that are too few', { type: 'text', lines: 'one', minLength: 5 }, 'Tea', 'Tea and cups'],
  ['words of another shape', { type: 'text', lines: 'one', pattern: '[A-Z]{2}-\\d{3}', patternMessage: 'It looks like AB-123.' }, 'AB', 'AB-123'],
]) {
  test(`${what}: said beside the field and aloud, mended, then taken`, async (t) => {
    const { site, user } = await visit(t, survey([{ id: 'field', text: 'Tell us', ...question }, { id: 'end', type: 'message', text: 'The end' }]));
    await user.click(textbox);
    await user.type(wrong);
    await user.press('Enter');
    await user.see(invalid);
    const { by, said } = await described(user);
    assert.ok(by.trim().length > 5 && said.includes(by.trim()), `expected "${by}" to be announced, was "${said}"`);
    assert.match(await user.focused(), /^input/, 'expected the focus to stay where it has to be mended');
    await user.fill(textbox, right);
    await user.gone(invalid);
    await user.press('Enter');
    await user.see(heading('The end'));
    await arrives(site, 'Survey Answered');
    assert.deepEqual(answers(site), { field: question.type === 'number' ? Number(right) : right });
    await assertUnharmed(user);
  });
}

test('a question that must be answered is not left without', async (t) => {
  const { site, user } = await visit(t, survey([
    { id: 'both', type: 'matrix', required: true, text: 'How far do you agree?', rows: [{ id: 'a', text: 'It was fast' }, { id: 'b', text: 'It was cheap' }] },
    { id: 'end', type: 'message', text: 'The end' },
  ]));
  await user.see(heading('How far do you agree?'));
  await user.click({ role: 'radio', nth: 4 });
  await user.click(button('Next'));
  await user.see(invalid);
  assert.ok(await user.is(heading('How far do you agree?')));
  await user.click({ role: 'radio', nth: 5 });
  await user.click(button('Next'));
  await user.see(heading('The end'));
  await arrives(site, 'Survey Answered');
  assert.deepEqual(answers(site), { both: { a: 5, b: 1 } });
  await assertUnharmed(user);
});

test('no fewer and no more are ticked than may be', async (t) => {
  const { site, user } = await visit(t, survey([{ id: 'two', type: 'choice', multiple: true, minChoices: 1, maxChoices: 2, required: true, text: 'Which two?', options: ['A', 'B', 'C'] }]));
  await user.see(heading('Which two?'));
  await user.click(button('Send'));
  await user.see('canvass-surface >>> .l18');
  for (const name of ['A', 'B', 'C']) await user.click(checkbox(name));
  await user.gone('canvass-surface >>> .l18');
  await user.click(button('Send'));
  await user.see('canvass-surface >>> .l18');
  await user.click(checkbox('C'));
  await user.click(button('Send'));
  await arrives(site, 'Survey Completed');
  assert.deepEqual(answers(site), { two: ['1', '2'] });
  await assertUnharmed(user);
});

// --- leaving and coming back ---------------------------------------------------------------------------------------

test('what was begun goes on after a reload and on another page, with what was typed', async (t) => {
  const { site, user } = await visit(t, both());
  await user.click(cell(9));
  await user.see(reason);
  await user.click(textbox);
  await user.type('The tea');
  await user.goto(`${site.origin}/second`);
  await user.see(reason);
  await says(user, 'You chose 9');
  await user.reload();
  await user.see(reason);
  assert.equal(await user.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelector('textarea').value), 'The tea');
  await user.click(button('Send'));
  await user.see(thanked);
  const { answered } = await arrives(site, 'Survey Completed');
  assert.equal(answered, 2);
  assert.equal(arrived(site, 'Survey Shown').length, 1, 'expected it to count as shown once');
  await assertUnharmed(user);
});

test('Esc keeps what was answered, and the survey does not come back', async (t) => {
  const { site, user } = await visit(t, both({ frequency: 'once' }));
  await user.click(cell(3));
  await user.see(reason);
  await user.click(textbox);
  await user.press('Escape');
  await user.gone(card);
  const { question, answered } = await arrives(site, 'Survey Dismissed');
  assert.deepEqual([question, answered], ['why', 1]);
  assert.deepEqual(answers(site), { score: 3 });
  await user.reload();
  await settled(user);
  assert.ok(await user.none(card));
  await assertUnharmed(user);
});

test('the focus goes back to what had it', async (t) => {
  const { user } = await visit(t, both({ triggers: [{ event: 'ask' }] }), { pages: { '/': { body: '<button id="own">The page\'s own</button>' } } });
  await started(user);
  await user.click('#own');
  await call(user, 'track', 'ask');
  await user.see(recommend);
  assert.match(await user.focused(), /^button.*own/, 'expected a survey that shows by itself to take no focus');
  await tabTo(user, /^input radio/);
  await user.press('Escape');
  await user.gone(card);
  await user.until('the focus back where it was', () => document.activeElement?.id === 'own');
  await assertUnharmed(user);
});

// --- by a link -----------------------------------------------------------------------------------------------------

test('a preview shows at once, says that it is one, and stores and sends nothing', async (t) => {
  const { site, user } = await visit(t, both({ sample: 0.0001, triggers: [] }), { path: '/?canvass-preview=nps' });
  await user.see(recommend);
  await says(user, 'Preview');
  await user.click(cell(9));
  await user.see(reason);
  await user.click(button('Send'));
  await user.see(thanked);
  await user.click(button('Close'));
  await user.gone(card);
  await settled(user);
  assert.deepEqual(await stored(user), []);
  assert.deepEqual(site.endpoint.requests, []);
  await assertUnharmed(user);
});

test('a link can show a survey and answer its first question', async (t) => {
  const { site, user } = await visit(t, both({ triggers: [] }), { path: '/?canvass-show=nps&canvass-nps-score=9' });
  await user.see(recommend);
  assert.equal(await user.checked(cell(9)), true);
  await user.click(button('Next'));
  await user.see(reason);
  assert.equal((await arrives(site, 'Survey Answered')).value, 9);
  await assertUnharmed(user);
});

test('the page can bring answers and hidden fields', async (t) => {
  const { site, user } = await visit(t, both({ triggers: [], prefill: 'skip', hidden: ['plan', 'order'] }));
  await call(user, 'fields', { plan: 'gold' });
  await call(user, 'show', 'nps', { answers: { score: 4 }, fields: { order: 17 } });
  await user.see(reason);
  await user.click(button('Send'));
  assert.deepEqual((await arrives(site, 'Survey Completed')).fields, { order: 17, plan: 'gold' });
  assert.deepEqual(answers(site), { score: 4 });
  await assertUnharmed(user);
});

// --- languages -----------------------------------------------------------------------------------------------------

const languages = {
  en: ['Would you recommend us?', 'Close', 'Send'],
  ru: ['Порекомендуете ли вы нас?', 'Закрыть', 'Отправить'],
  kk: ['Бізді ұсынасыз ба?', 'Жабу', 'Жіберу'],
  de: ['Würden Sie uns empfehlen?', 'Schließen', 'Senden'],
  ja: ['私たちを勧めますか?', '閉じる', '送信'],
  ar: ['هل توصي بنا؟', 'إغلاق', 'إرسال'],
};
const spoken = Object.fromEntries(Object.entries(languages).map(([language, [text]]) => [language, text]));
const inAll = survey([{ ...npsQuestion, text: spoken }, { ...whyQuestion, text: spoken }]);

for (const [lang, [text, close, send]] of Object.entries(languages)) {
  test(`a visitor of a page in "${lang}" reads and answers in it`, async (t) => {
    const { site, user } = await visit(t, inAll, { pages: { '/': { lang } } });
    await user.see(heading(text));
    assert.ok(await user.is(button(close)), `expected a button "${close}"`);
    const { dir, language } = await user.evaluate(() => {
      const box = document.querySelector('canvass-surface').shadowRoot.querySelector('[role=dialog]');
      return { dir: getComputedStyle(box).direction, language: box.closest('[lang]')?.lang ?? '' };
    });
    assert.equal(dir, lang === 'ar' ? 'rtl' : 'ltr');
    assert.equal(language, lang);
    await user.click({ role: 'radio', nth: 9 });
    await user.see(textbox);
    await user.click(textbox);
    await user.type(text);
    await user.click(button(send));
    await user.gone(card);
    await arrives(site, 'Survey Completed');
    assert.deepEqual(answers(site), { score: 9, why: text });
    await assertUnharmed(user);
  });
}

test('from right to left the scale is mirrored, and so are its keys', async (t) => {
  const { site, user } = await visit(t, inAll, { pages: { '/': { lang: 'ar' } } });
  await user.see(heading(languages.ar[0]));
  const [lowest, highest, close, box] = [await user.rect({ role: 'radio', nth: 0 }), await user.rect({ role: 'radio', nth: 10 }), await user.rect(button(languages.ar[1])), await user.rect(card)];
  assert.ok(lowest.x > highest.x, 'expected the lowest number at the right');
  assert.ok(close.x - box.x < box.width / 4, 'expected the close button at the left');
  await tabTo(user, /^input radio/);
  await press(user, '5', 'ArrowLeft', 'Enter');
  await user.see(textbox);
  await arrives(site, 'Survey Answered');
  assert.deepEqual(answers(site), { score: 6 });
  await assertUnharmed(user);
});

test('without its words of its own a survey speaks English around the site\'s, and one sentence says why', async (t) => {
  const site = await serve(t, { surveys: [inAll] }, { '/': { lang: 'de' } });
  site.lose('/packs/de.json');
  const user = await engine.visit(t, site.origin);
  await user.see(heading(spoken.de));
  assert.ok(await user.is(button('Close')));
  await assertUnharmed(user, { console: ['Canvass: packs/de.json could not be loaded (status 404).'] });
});

test('explain says what a survey waits for', async (t) => {
  const { user } = await visit(t, both({ sample: 0.0001, audience: { trait: 'plan', is: 'gold' }, triggers: [{ event: 'ask' }] }));
  const { id, shows, conditions } = await told(user, 'explain', 'nps');
  assert.deepEqual([id, shows], ['nps', false]);
  assert.deepEqual(conditions.filter(({ pass }) => !pass).map(({ condition }) => condition), ['sample', 'audience', 'triggers']);
  await assertUnharmed(user);
});
