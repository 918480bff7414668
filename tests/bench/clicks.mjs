// What signals cost a page in Chromium: the time inside our listeners for a click, and for a move of the mouse, on an
// ordinary page of some 2,000 elements that does its own work for each click; and the same page without us, in the same
// run, as times alone say more of the machine than of the code.
//
// usage: node tests/bench/clicks.mjs      exit 1 when anything of ours runs for a move of the mouse that nothing asked for

import { createRequire } from 'node:module';

import { config } from '../browser/support/config.mjs';
import { chromiumProgram } from '../browser/support/paths.mjs';
import { page as plain, startSite, tag } from '../browser/support/site.mjs';

const wanted = 100; // µs a click, at most
const rounds = 40; // over every target
const moves = 400;

const { chromium } = createRequire(import.meta.url)('playwright-core');
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: chromiumProgram(), args });
const cleanups = [];
const t = { after: (run) => cleanups.push(run) };

// Runs before anything of the page: takes the time of every listener, observer and timer that our files add, and of each
// event from before its first listener to after its last.
function stopwatch() {
  const spent = { listeners: 0, later: 0, nothing: 0, calls: {}, handling: 0 };
  window[Symbol.for('canvass.spent')] = spent;
  // What our code sets up while it is timed is known to be ours without a look at the stack, which takes longer than what
  // is to be timed.
  let inside = 0;
  const ours = () => inside > 0 || new Error().stack.includes('/canvass.');
  const timed = (run, what, name) =>
    function (...rest) {
      const start = performance.now();
      inside++;
      try {
        return run.apply(this, rest);
      } finally {
        inside--;
        spent[what] += performance.now() - start;
        spent.calls[name] = (spent.calls[name] ?? 0) + 1;
      }
    };
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
    let begun = 0;
    window.addEventListener(type, () => (begun = performance.now()), true);
    window.addEventListener(type, () => (spent.handling += performance.now() - begun));
  }
  for (const type of ['pointerdown', 'pointerup', 'click']) window.addEventListener(type, timed(() => {}, 'nothing', type), true);
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const own = typeof listener === 'function' && ours();
    return addEventListener.call(this, type, own ? timed(listener, 'listeners', type) : listener, options);
  };
  const { setTimeout: wait } = window;
  window.setTimeout = (run, ms, ...rest) => wait(ours() ? timed(run, 'later', 'timer') : run, ms, ...rest);
  const Observer = window.MutationObserver;
  window.MutationObserver = class extends Observer {
    constructor(run) {
      super(ours() ? timed(run, 'later', 'mutations') : run);
    }
  };
}

const row = (n) =>
  `<li class="row"><img alt="" width="40" height="40"><h3>Tea ${n}</h3><p>From the <b>hills</b> of <i>Uji</i></p><a href="#tea-${n}">More</a><button class="add">Add</button></li>`;
const body = `<nav>${['Teas', 'Pots', 'Cups'].map((word) => `<a href="#${word}">${word}</a>`).join(' ')}</nav>
  <div class="targets"><button class="works">Works</button> <button class="dead">Dead</button> <a class="link" href="#link">Link</a>
  <label class="label"><input type="checkbox"> Label</label> <input class="field" placeholder="Field"> <p class="words">Some words to read</p>
  <span class="pointed" style="cursor: pointer"><svg width="12" height="12"><circle cx="6" cy="6" r="6"/></svg> Pointed</span></div>
  <ul>${Array.from({ length: 230 }, (_, n) => row(n)).join('')}</ul>
  <script>document.addEventListener('click', ({ target }) => {
    if (target.closest('.works')) for (const row of document.querySelectorAll('.row')) row.classList.toggle('chosen');
  });</script>`;
const targets = ['.works', '.dead', '.link', '.label', '.field', '.words', '.pointed'];

async function open(signals) {
  const site = await startSite(t);
  // Without them the clock of a page counts in steps of 100 µs; with them, of 5 µs.
  Object.assign(site.headers, { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' });
  const listening = `<script>window.canvass = function () { (window.canvass.q ??= []).push(arguments); };
    canvass('on', 'input', ({ what }) => { if (what === 'load') document.documentElement.dataset.listens = ''; });</script>`;
  site.put('/canvass.json', config({ surveys: [], guides: [], signals }));
  site.put('/', plain({ body, script: signals ? listening + tag : '' }));
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  await page.addInitScript(stopwatch);
  await page.goto(site.origin);
  if (signals) await page.waitForSelector('[data-listens]', { state: 'attached' });
  return page;
}

const reset = (page) =>
  page.evaluate(() => {
    const spent = window[Symbol.for('canvass.spent')];
    Object.assign(spent, { listeners: 0, later: 0, nothing: 0, calls: {}, handling: 0 });
  });
const read = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window[Symbol.for('canvass.spent')]), 0))));

async function clicksOn(page) {
  const places = await page.evaluate((all) => all.map((one) => {
    const { left, top, width, height } = document.querySelector(one).getBoundingClientRect();
    return [left + Math.min(width, 60) / 2, top + height / 2];
  }), targets);
  const taken = targets.map(() => []);
  for (let round = -3; round < rounds; round++) {
    for (const [index, [x, y]] of places.entries()) {
      await reset(page);
      await page.mouse.click(x, y, { delay: 40 }); // a finger is no faster
      const { listeners, later, nothing, handling } = await read(page);
      if (round >= 0) taken[index].push({ listeners, later, nothing, handling }); // the first are for the compiler
    }
  }
  return taken;
}

async function movesOver(page) {
  const taken = [];
  let calls = {};
  for (let n = 0; n < moves; n++) {
    await reset(page);
    await page.mouse.move(100 + ((n * 37) % 700), 100 + ((n * 91) % 600));
    const spent = await read(page);
    taken.push(spent.listeners);
    for (const [name, count] of Object.entries(spent.calls)) calls = { ...calls, [name]: (calls[name] ?? 0) + count };
  }
  return { taken, calls };
}

const at = (values, share) => values.slice().sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] * 1000;
const both = (values) => `p50 ${at(values, 0.5).toFixed(0)} µs, p95 ${at(values, 0.95).toFixed(0)} µs`;

const without = await clicksOn(await open(undefined));
const watching = await open({});
const withUs = await clicksOn(watching);
const all = withUs.flat();
for (const [index, target] of targets.entries()) {
  console.log(`a click on ${target.padEnd(8)} inside our listeners: ${both(withUs[index].map(({ listeners }) => listeners))}`);
}
const median = at(all.map(({ listeners }) => listeners), 0.5);
const handling = (taken) => at(taken.flat().map((one) => one.handling), 0.5);
console.log(`any of these            inside our listeners: ${both(all.map(({ listeners }) => listeners))} (wanted: less than ${wanted} µs)`);
console.log(`                        three listeners that do nothing, timed alike: ${both(all.map(({ nothing }) => nothing))}`);
console.log(`                        and afterwards, in observers and timers: ${both(all.map(({ later }) => later))}`);
console.log(
  `the events of a click, from the first listener to the last: ${handling(without).toFixed(0)} µs without us, ` +
    `${handling(withUs).toFixed(0)} µs with us (p50): ${(handling(withUs) / handling(without)).toFixed(2)} times`,
);

const still = await movesOver(watching);
const stray = Object.entries(still.calls).filter(([name]) => /move|over|enter/.test(name));
console.log(`a move of the mouse     ${stray.length ? `runs listeners of ours: ${stray.map(([name]) => name).join(', ')}` : 'runs nothing of ours'}`);
const thrash = await movesOver(await open({ thrash: true }));
console.log(`… where thrash is looked for: ${both(thrash.taken)}`);

await browser.close();
for (const run of cleanups) run();
process.exitCode = stray.length > 0 ? 1 : 0;
