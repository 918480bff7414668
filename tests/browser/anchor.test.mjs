// Where a tip stands: in every situation of support/situations.mjs it is measured against the browser's own layout, and
// where floating-ui knows about the situation, against the place that floating-ui finds by itself.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';

import { assertUnharmed, useBrowser } from './support/browser.mjs';
import { config, now, tip } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';
import { situations } from './support/situations.mjs';

const browser = useBrowser(before, after);
const { resolve } = createRequire(import.meta.url);
const floating = ['core', 'dom'].map((part) => resolve(`@floating-ui/${part}`).replace(/[^/]*$/, `floating-ui.${part}.umd.min.js`));

const gap = 12; // px between the target and the card
const edge = 8; // least distance of the card to the edge of the window
const corner = 12; // least distance of the arrow to the card's corners
const patience = 8000; // ms until what is expected has to be so

// Everything that there is to measure, once nothing moves any more. Runs in the page.
async function measureInPage({ target, surface, within }) {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const plainBox = ({ x, y, width, height }) => ({ x, y, width, height });

  // In coordinates of this page's viewport, wherever the element is.
  function rectsOf(element) {
    let boxes = [element.getBoundingClientRect(), ...element.getClientRects()].map(plainBox);
    for (let view = element.ownerDocument.defaultView; view && view !== window; view = view.parent) {
      const outer = view.frameElement;
      const { x, y, width } = outer.getBoundingClientRect();
      const scale = width / outer.offsetWidth;
      boxes = boxes.map((box) => ({
        x: x + (outer.clientLeft + box.x) * scale,
        y: y + (outer.clientTop + box.y) * scale,
        width: box.width * scale,
        height: box.height * scale,
      }));
    }
    return boxes;
  }

  function cut(box, by) {
    const x = Math.max(box.x, by.x);
    const y = Math.max(box.y, by.y);
    return { x, y, width: Math.min(box.x + box.width, by.x + by.width) - x, height: Math.min(box.y + box.height, by.y + by.height) - y };
  }

  // Where the painted arrow is: what is opaque just outside of the card.
  function arrowOf(card) {
    const canvas = card.querySelector('canvas');
    const at = canvas.getBoundingClientRect();
    const box = card.getBoundingClientRect();
    const scale = canvas.width / at.width;
    const pixels = canvas.getContext('2d');
    const off = 3;
    const line = (x, y, width, height) => {
      const { data } = pixels.getImageData(
        Math.round((x - at.x) * scale),
        Math.round((y - at.y) * scale),
        Math.max(1, Math.round(width * scale)),
        Math.max(1, Math.round(height * scale)),
      );
      const solid = [];
      for (let i = 0; i < data.length / 4; i++) if (data[i * 4 + 3] > 128) solid.push(i);
      return solid.length ? (solid[0] + solid[solid.length - 1] + 1) / 2 / scale : undefined;
    };
    const found = {
      top: line(box.x, box.y - off, box.width, 0),
      bottom: line(box.x, box.y + box.height + off, box.width, 0),
      left: line(box.x - off, box.y, 0, box.height),
      right: line(box.x + box.width + off, box.y, 0, box.height),
    };
    const sides = Object.keys(found).filter((side) => found[side] !== undefined);
    const [side] = sides;
    if (sides.length > 1) return { sides };
    return side && { side, at: found[side] + (side === 'top' || side === 'bottom' ? box.x : box.y) };
  }

  const read = () => {
    const host = surface();
    const card = host?.shadowRoot.querySelector('.card');
    const element = target();
    const viewport = { x: 0, y: 0, width: document.documentElement.clientWidth, height: document.documentElement.clientHeight };
    const [whole, ...lines] = element ? rectsOf(element) : [];
    return {
      there: Boolean(card),
      hidden: !card?.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
      card: card && plainBox(card.getBoundingClientRect()),
      zoom: card && card.getBoundingClientRect().width / card.offsetWidth,
      viewport: host?.isConnected && host.getBoundingClientRect().width ? plainBox(host.getBoundingClientRect()) : viewport,
      whole,
      lines,
    };
  };
  let last = '';
  for (let still = 0; still < 4; still++) {
    await frame();
    const next = JSON.stringify(read());
    if (next !== last) still = 0;
    last = next;
  }
  const result = read();
  if (!result.there || result.hidden || !result.whole) return result;
  let { viewport: seen } = result;
  for (const selector of [within].flat()) if (selector) seen = cut(seen, document.querySelector(selector).getBoundingClientRect());
  return { ...result, seen: cut(result.whole, seen), arrow: arrowOf(surface().shadowRoot.querySelector('.card')) };
}

// The corner that floating-ui finds for a box of that size, measuring the page by itself.
async function floatingInPage({ target, placement, width, height }) {
  const { computePosition, flip, offset, shift } = window.FloatingUIDOM;
  const probe = document.createElement('div');
  probe.popover = 'manual';
  probe.style.cssText = `all: initial; position: fixed; inset: 0 auto auto 0; visibility: hidden; pointer-events: none; width: ${width}px; height: ${height}px`;
  document.documentElement.append(probe);
  probe.showPopover();
  const middleware = [offset(12), flip({ padding: 8, crossAxis: false, fallbackAxisSideDirection: 'end' }), shift({ padding: 8 })];
  const result = await computePosition(target(), probe, { placement, strategy: 'fixed', middleware });
  probe.remove();
  return { x: result.x, y: result.y, placement: result.placement };
}

const inThePage = (page, run, options) => {
  const members = Object.entries(options).map(([name, value]) => `${name}: ${typeof value === 'function' ? value : JSON.stringify(value)}`);
  return page.evaluate(`(${run})({ ${members.join(', ')} })`);
};

const isAcross = (side) => side === 'top' || side === 'bottom';
const opposite = { top: 'bottom', right: 'left', bottom: 'top', left: 'right' };
const near = (value, wanted, what, tolerance = 1.01) =>
  assert.ok(Math.abs(value - wanted) <= tolerance, `expected ${what} ${wanted}, it is ${value}`);

function assertWithin(card, viewport, margin) {
  assert.ok(
    card.x >= viewport.x + margin - 1 &&
      card.y >= viewport.y + margin - 1 &&
      card.x + card.width <= viewport.x + viewport.width - margin + 1 &&
      card.y + card.height <= viewport.y + viewport.height - margin + 1,
    `expected the card ${margin} px within ${JSON.stringify(viewport)}, it is at ${JSON.stringify(card)}`,
  );
}

function assertBeside({ card, seen, lines, arrow, viewport, zoom }, side) {
  const gaps = {
    top: seen.y - (card.y + card.height),
    bottom: card.y - (seen.y + seen.height),
    left: seen.x - (card.x + card.width),
    right: card.x - (seen.x + seen.width),
  };
  near(gaps[side], gap * zoom, `the card on the ${side} of ${JSON.stringify(seen)} (it is at ${JSON.stringify(card)}), with a gap of`);
  assertWithin(card, viewport, edge * zoom);

  assert.ok(arrow?.side, `expected one arrow, there is ${JSON.stringify(arrow)}`);
  assert.equal(arrow.side, opposite[side], 'expected the arrow on the side of the target');
  const line = lines.length > 1 ? lines[side === 'bottom' || side === 'right' ? lines.length - 1 : 0] : seen;
  const [start, length, from, size] = isAcross(side) ? ['x', 'width', card.x, card.width] : ['y', 'height', card.y, card.height];
  const begin = Math.max(line[start], seen[start]);
  const end = Math.min(line[start] + line[length], seen[start] + seen[length]);
  const wanted = Math.min(Math.max((begin + end) / 2, from + corner * zoom), from + size - corner * zoom);
  near(arrow.at, wanted, 'the arrow at', 1.5);
  const last = viewport[start] + viewport[length];
  const room = (edge + corner) * zoom;
  if (end > room && begin < last - room) {
    assert.ok(arrow.at >= begin - 1.5 && arrow.at <= end + 1.5, `expected the arrow, at ${arrow.at}, to point at ${begin}…${end}`);
  }
}

function assertOver({ card, seen, arrow, viewport, zoom }) {
  assertWithin(card, viewport, edge * zoom);
  assert.equal(arrow, undefined, 'expected no arrow on what it covers');
  assert.ok(card.x >= seen.x && card.y >= seen.y, 'expected the card on its target');
}

async function assertPhase(page, situation, phase) {
  const { target = () => document.querySelector('#anchor'), surface = () => document.querySelector('canvass-surface') } = situation;
  const measured = await inThePage(page, measureInPage, { target, surface, within: phase.within ?? null });
  assert.ok(measured.there, 'expected the tip on the page');
  if (phase.expect === 'hidden') {
    assert.equal(measured.hidden, true, `expected the tip to be hidden, it is at ${JSON.stringify(measured.card)}`);
  } else {
    assert.equal(measured.hidden, false, 'expected to see the tip');
    if (phase.expect === 'over') assertOver(measured);
    else assertBeside(measured, phase.expect);
  }
  if (phase.check) {
    const check = typeof phase.check === 'function' ? `(${phase.check})()` : phase.check;
    assert.equal(await page.evaluate(check), true);
  }
  if (phase.expect in opposite && situation.like !== false && !phase.within) {
    const { width, height } = measured.card;
    const placement = situation.tip?.placement ?? 'bottom';
    const like = await inThePage(page, floatingInPage, { target, placement, width, height });
    near(measured.card.x, like.x, 'x as floating-ui has it:');
    near(measured.card.y, like.y, 'y as floating-ui has it:');
  }
}

// What is expected becomes so: frames load, transitions end.
async function eventually(page, check) {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
  }
}

async function siteOf(t, { css, body, script = '', tip: more = {}, asked = false, pages = {} }) {
  const site = await startSite(t);
  const triggers = asked ? { triggers: [{ event: 'never' }] } : now;
  site.put('/canvass.json', config({ surveys: [], guides: [tip({ ...triggers, ...more })] }));
  site.put('/', plain({ body, head: '<link rel="stylesheet" href="/own.css">' }));
  site.put('/own.css', css);
  site.put('/own.js', script);
  for (const [path, html] of Object.entries(pages)) site.put(path, html);
  return site;
}

const chosen = new RegExp(process.env.SITUATION ?? ''); // a part of a name, to try one by itself
const titled = situations.map((situation) => ({ ...situation, title: `${situation.group}: ${situation.name}` }));

describe('a tip', { concurrency: 3 }, () => {
  for (const situation of titled.filter(({ title }) => chosen.test(title))) {
    test(situation.title, async (t) => {
      const site = await siteOf(t, situation);
      const page = await browser.visit(t, site.origin, situation.visit);
      for (const path of floating) await page.addScriptTag({ path });
      if (situation.before) await page.evaluate(situation.before);
      if (situation.asked) await page.evaluate(() => window.canvass('show', 'tip'));
      for (const [index, phase] of situation.phases.entries()) {
        if (phase.act) await page.evaluate(typeof phase.act === 'function' ? `(${phase.act})()` : phase.act);
        if (phase.drive) await phase.drive(page);
        await eventually(page, () => assertPhase(page, situation, phase)).catch((error) => {
          error.message = `phase ${index + 1} of ${situation.phases.length}: ${error.message}`;
          throw error;
        });
        if (phase.usable) await phase.usable(page);
      }
      assert.deepEqual(site.endpoint.events().filter(({ event }) => event === 'Guide Anchor Missing'), []);
      await assertUnharmed(page);
    });
  }
});

test('on a page that is in a frame itself, a tip follows what moves', async (t) => {
  const site = await siteOf(t, { css: '#anchor { position: absolute; left: 200px; top: 100px; width: 120px; height: 40px }', body: '<button id="anchor">Bookmark</button>' });
  site.put('/around', plain({ body: '<iframe src="/" style="margin: 150px 0 0 250px; width: 700px; height: 500px"></iframe>', script: '' }));
  const page = await browser.visit(t, `${site.origin}/around`);
  const inner = page.frames()[1];
  const situation = { like: false };
  await eventually(page, () => assertPhase(inner, situation, { expect: 'bottom' }));
  await inner.evaluate(() => document.styleSheets[0].insertRule('#anchor { left: 320px !important; top: 40px !important }', 1));
  const moved = () => document.querySelector('#anchor').getBoundingClientRect().x === 320;
  await eventually(page, () => assertPhase(inner, situation, { expect: 'bottom', check: moved }));
  await assertUnharmed(page);
});

test('Esc in a tip in a modal dialog closes the tip, and not the dialog', async (t) => {
  const site = await siteOf(t, { css: '', body: '<dialog style="width: 400px; height: 200px"><button id="anchor">Bookmark</button></dialog>' });
  const page = await browser.visit(t, site.origin);
  await page.evaluate(() => document.querySelector('dialog').showModal());
  const done = page.getByRole('button', { name: 'Got it' });
  await done.focus();
  await page.keyboard.press('Escape');
  await done.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.querySelector('dialog').open), true);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog').open);
});

test('the button of a tip in a modal dialog completes it, and the focus stays in the dialog', async (t) => {
  const site = await siteOf(t, { css: '', body: '<dialog style="width: 400px; height: 200px"><button id="anchor">Bookmark</button></dialog>' });
  const page = await browser.visit(t, site.origin);
  await page.evaluate(() => document.querySelector('dialog').showModal());
  await page.locator('#anchor').focus();
  await page.getByRole('button', { name: 'Got it' }).click();
  await site.endpoint.event('Guide Completed');
  await page.waitForFunction(() => !document.querySelector('canvass-surface'));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'anchor');
});

async function siteWith(t, guide, css, body) {
  const site = await siteOf(t, { css, body });
  site.put('/canvass.json', config({ surveys: [], guides: [{ ...now, ...guide }] }));
  return site;
}

const zoomed = 'html { zoom: 1.25 } button { position: absolute; left: 300px; width: 120px; height: 40px } #a { top: 200px } #b { top: 2000px }';
const two = '<button id="a">One</button><button id="b">Two</button><div style="height: 3000px"></div>';

// Waits until `read`, in the page, gives the boxes of what is ours and of what it belongs to, and they fit.
const fits = (page, read, compare) =>
  eventually(page, async () => {
    const [ours, theirs] = await page.evaluate(read);
    assert.ok(ours && theirs, 'expected both to be there');
    compare(ours, theirs);
  });

test('the light on the step of a tour is on its element, on a zoomed page too, and goes with it to the next', async (t) => {
  const steps = [
    { anchor: '#a', text: 'The first' },
    { anchor: '#b', text: 'The second' },
  ];
  const site = await siteWith(t, { id: 'tour', type: 'tour', steps }, zoomed, two);
  const page = await browser.visit(t, site.origin);
  for (const [index, anchor] of ['#a', '#b'].entries()) {
    if (index > 0) await page.getByRole('button', { name: 'Next' }).click();
    await fits(
      page,
      `[document.querySelector('canvass-surface')?.shadowRoot.querySelector('.hole'), document.querySelector('${anchor}')].map((one) => one?.getBoundingClientRect().toJSON())`,
      (light, target) => {
        near(light.x + light.width / 2, target.x + target.width / 2, 'the middle of the light at');
        near(light.y + light.height / 2, target.y + target.height / 2, 'the middle of the light at');
        assert.ok(light.width > target.width && light.height > target.height, 'expected the light around the element');
        assert.ok(target.y >= 0 && target.bottom <= 800, 'expected the element in view');
      },
    );
  }
  await assertUnharmed(page);
});

test('the beacon of a hotspot is at the corner of its element, on a zoomed page too, and scrolls nothing', async (t) => {
  const site = await siteWith(t, { id: 'spot', type: 'hotspot', anchor: '#a', title: 'A spot' }, zoomed, two);
  const page = await browser.visit(t, site.origin);
  const read = `[document.querySelector('canvass-surface')?.shadowRoot.querySelector('button:not([hidden])'), document.querySelector('#a')].map((one) => one?.getBoundingClientRect().toJSON())`;
  const atCorner = (beacon, target) => {
    near(beacon.x + beacon.width / 2, target.right, 'the middle of the beacon at');
    near(beacon.y + beacon.height / 2, target.y, 'the middle of the beacon at');
  };
  await fits(page, read, atCorner);
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.evaluate(() => scrollTo(0, 60));
  await fits(page, read, atCorner);
  await assertUnharmed(page);
});

test('two hundred boxes anywhere in the window: the card is where floating-ui has it, or at least in view', async (t) => {
  const site = await siteOf(t, { css: '', body: '' });
  site.put('/boxes', plain({ body: '<div id="anchor" style="position: fixed; background: #ddd"></div>', script: '' }));
  const page = await browser.visit(t, `${site.origin}/boxes`, { device: { viewport: { width: 900, height: 600 } } });
  for (const path of floating) await page.addScriptTag({ path });
  const cases = await page.evaluate(async () => {
    const { point } = await import('/canvass.anchor.js');
    const { computePosition, flip, offset, shift } = window.FloatingUIDOM;
    const host = document.createElement('canvass-surface');
    host.style.cssText = 'position: fixed; inset: 0; pointer-events: none';
    const card = document.createElement('div');
    card.style.cssText = 'position: fixed; left: 0; top: 0; visibility: hidden';
    host.attachShadow({ mode: 'open' }).append(card);
    document.documentElement.append(host);
    let state = 7;
    const random = (below) => (state = (state * 48271) % 2147483647) % below;
    const anchor = document.querySelector('#anchor');
    const results = [];
    for (let i = 0; i < 200; i++) {
      const [width, height] = [1 + random(i % 5 ? 200 : 880), 1 + random(i % 7 ? 120 : 580)];
      const [left, top] = [random(901 - width), random(601 - height)];
      const size = { width: 200 + random(160), height: 80 + random(160) };
      const placement = ['top', 'right', 'bottom', 'left'][random(4)];
      Object.assign(anchor.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
      Object.assign(card.style, { width: `${size.width}px`, height: `${size.height}px` });
      let tip;
      const ours = await new Promise((placed) => {
        const view = {
          element: card,
          size: () => size,
          viewport: () => ({ width: innerWidth, height: innerHeight }),
          place: (x, y, side, along) => placed({ x, y, side, along }),
          conceal() {},
        };
        tip = point({ anchor: '#anchor', placement, missing() {} }, view);
      });
      tip.stop();
      const middleware = [offset(12), flip({ padding: 8, crossAxis: false, fallbackAxisSideDirection: 'end' }), shift({ padding: 8 })];
      const theirs = await computePosition(anchor, card, { placement, strategy: 'fixed', middleware });
      results.push({ target: { x: left, y: top, width, height }, size, placement, ours, theirs: { x: theirs.x, y: theirs.y, placement: theirs.placement } });
    }
    return results;
  });
  let alike = 0;
  for (const { target, size, ours, theirs, ...rest } of cases) {
    const where = JSON.stringify({ target, size, ours, theirs, ...rest });
    assertWithin({ ...ours, ...size }, { x: 0, y: 0, width: 900, height: 600 }, edge);
    const within = theirs.x >= edge && theirs.y >= edge && theirs.x + size.width <= 900 - edge && theirs.y + size.height <= 600 - edge;
    if (!within) continue; // no side has room: floating-ui leaves it out of view
    alike++;
    near(ours.x, theirs.x, `in ${where}, x`, 0.01);
    near(ours.y, theirs.y, `in ${where}, y`, 0.01);
    assert.equal(ours.side, opposite[theirs.placement], where);
  }
  assert.ok(alike > 150, `expected room for most of them, there was for ${alike}`);
});
