// What the end-to-end suite shares: the parts of a card as a visitor finds them, a site with a configuration, and what
// has arrived at its endpoint. The same in every engine (support/driver.mjs).

import { config } from './config.mjs';
import { page, startSite } from './site.mjs';
import { eventually } from './wait.mjs';

// --- what is on a card ---------------------------------------------------------------------------------------------

export const card = { role: 'dialog' };
export const button = (name) => ({ role: 'button', name });
export const heading = (name) => ({ role: 'heading', name });
export const link = (name) => ({ role: 'link', name });
export const radio = (name) => ({ role: 'radio', name });
export const checkbox = (name) => ({ role: 'checkbox', name });
export const textbox = { role: 'textbox' };
// Of a scale.
export const cell = (value) => ({ role: 'radio', name: new RegExp(`^${value}(\\D|$)`) });

// Tab, until what has the focus is called that.
export async function tabTo(user, name, key = 'Tab') {
  const passed = [];
  for (let i = 0; i < 30; i++) {
    const at = await user.focused();
    if (name.test(at)) return;
    passed.push(at);
    await user.press(key);
  }
  throw new Error(`expected ${key} to reach ${name}, it passed ${passed.join(' | ')}`);
}

export async function press(user, ...keys) {
  for (const key of keys) await user.press(key);
}

// All that the shadow roots of ours say to be read.
export const words = (user) =>
  user.evaluate(() => Array.from(document.querySelectorAll('canvass-surface'), ({ shadowRoot }) => shadowRoot.textContent).join('\n'));

export const says = (user, text) =>
  user.until(`"${text}" on the card`, (wanted) =>
    Array.from(document.querySelectorAll('canvass-surface')).some(({ shadowRoot }) => shadowRoot.textContent.includes(wanted)), text);

// --- a site --------------------------------------------------------------------------------------------------------

// Asks at once, of everybody, each time.
export const atOnce = { frequency: 'always', triggers: [{ delay: '0s' }] };

export const pageOf = (options) => page({ instrumented: true, ...options });

// `pages`: path → what pageOf takes. There is always "/".
export async function serve(t, more = {}, pages = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [], guides: [], quiet: '0s', ...more }));
  for (const [path, options] of Object.entries({ '/': {}, ...pages })) site.put(path, pageOf(options));
  return site;
}

export const survey = (questions, more = {}) => ({ id: 'it', ...atOnce, questions, ...more });

// --- the page's side -----------------------------------------------------------------------------------------------

export const call = (user, ...command) => user.evaluate((words) => void window.canvass(...words), command);

// What a command tells the function that it is given last.
export const told = (user, ...command) =>
  user.evaluate((words) => new Promise((done) => window.canvass(...words, done)), command);

// The widget runs on this page and has carried out every command so far.
export const started = (user) => user.evaluate(() => new Promise((done) => window.canvass('export', () => done(true))));

// Nothing waits to be delivered, and no timer of ours waits but those far off.
export async function settled(user) {
  await started(user);
  const waits = () => user.evaluate(() => {
    const timers = Array.from(window[Symbol.for('canvass.test')].pending.values()).filter(({ delay, stack }) => delay < 60_000 && stack.includes('/canvass.'));
    return [...Object.keys(localStorage).filter((key) => key.startsWith('canvass:q:')), ...timers.map(({ delay, stack }) => `${delay} ms: ${stack}`)];
  });
  try {
    await eventually('nothing to wait', async () => (await waits()).length === 0);
  } catch (error) {
    throw new Error(`${error.message}; there waits ${await waits()}`);
  }
}

// What is kept of the visitor, and what of the tab.
export const stored = (user) =>
  user.evaluate(() =>
    [localStorage, sessionStorage].flatMap((storage) => Object.keys(storage).filter((key) => key.startsWith('canvass:'))).sort());

// --- what has arrived ----------------------------------------------------------------------------------------------

// Every event once, in the order in which they were made. What was on its way when its page went may come twice.
export function arrived(site, name) {
  const events = new Map(site.endpoint.events().map((event) => [event.messageId, event]));
  const made = Array.from(events.values()).sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
  return name ? made.filter(({ event }) => event === name) : made;
}

export const names = (site) => arrived(site).map(({ event, type }) => event ?? type);

// question → value, of the last answer to each.
export const answers = (site) =>
  Object.fromEntries(arrived(site, 'Survey Answered').map(({ properties }) => [properties.question, properties.value]));

export const arrives = async (site, name, count = 1) => {
  const found = await eventually(`${count} of "${name}" at the endpoint`, () => {
    const those = arrived(site, name);
    return those.length >= count && those;
  });
  return found.at(-1).properties;
};
