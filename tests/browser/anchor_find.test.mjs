// What an anchor finds, how long it looks, and what that costs the page: canvass.anchor.js by itself.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { inPage, useBrowser } from './support/browser.mjs';
import { page as plain, startSite } from './support/site.mjs';

const browser = useBrowser(before, after);

async function visit(t, body, { script = '', head = '', ...options } = {}) {
  const site = await startSite(t);
  site.put('/', plain({ body: `${body}<script src="/own.js"></script>`, head: `<link rel="stylesheet" href="/own.css">${head}`, script: '' }));
  site.put('/own.js', script);
  site.put('/own.css', '.loud { text-transform: uppercase } .gone { display: none }');
  return browser.visit(t, site.origin, options);
}

// The id of what an anchor finds at once; none: it waits for it.
function find(page, aim) {
  return page.evaluate(async (wanted) => {
    const { follow } = await import('/canvass.anchor.js');
    let sight;
    let missing = 0;
    follow({ anchor: '', ...wanted, missing: () => missing++ }, (next) => (sight = next)).stop();
    return missing ? 'no selector' : sight?.element.id;
  }, aim);
}

const shadow = `
  const root = document.querySelector('x-card').attachShadow({ mode: document.querySelector('x-card').getAttribute('mode') ?? 'open' });
  const button = document.createElement('button');
  button.id = 'inside';
  button.textContent = 'In the shadow';
  root.append(button);
`;

const found = [
  ['its own text', '<button id="it">Add to cart</button>', { text: 'Add to cart' }, 'it'],
  ['not a part of a text', '<button id="it">Add to cart now</button>', { text: 'Add to cart' }, undefined],
  ['capital and small letters alike', '<button id="it">add to Cart</button>', { text: 'Add to cart' }, 'it'],
  ['emoji, in a text with more of them', '<button id="it">👍🏽 Save 👩‍👩‍👧 <span class="gone">or 👎</span></button>', { text: '👍🏽 Save 👩‍👩‍👧' }, 'it'],
  ['a text with something hidden in the middle', '<p id="it">Add <span class="gone">this thing </span>to cart</p>', { text: 'Add to cart' }, 'it'],
  ['a text without blanks between blocks, not', '<div><p>Add</p><p>to cart</p></div>', { text: 'Addto cart' }, undefined],
  ['blanks folded in the page', '<button id="it">\n  Add&nbsp;to \t<!-- here -->\n cart </button>', { text: 'Add to cart' }, 'it'],
  ['blanks folded in what is wanted', '<button id="it">Add to cart</button>', { text: '  Add   to\ncart ' }, 'it'],
  ['the innermost element', '<div><button><span id="it">Save</span></button></div>', { text: 'Save' }, 'it'],
  ['a text across elements', '<p id="it">Add <b>three</b> to <i>cart</i></p>', { text: 'Add three to cart' }, 'it'],
  ['letters that are elements', '<p id="it"><b>S</b><b>a</b><b>v</b><b>e</b></p>', { text: 'Save' }, 'it'],
  ['the first of two', '<button id="it">Save</button><button id="other">Save</button>', { text: 'Save' }, 'it'],
  ['not a hidden one', '<button class="gone">Save</button><button id="it">Save</button>', { text: 'Save' }, 'it'],
  ['without what is hidden in it', '<button id="it">Save<span class="gone"> as draft</span></button>', { text: 'Save' }, 'it'],
  ['as it is written, in capitals by a style', '<button id="it" class="loud">Save</button>', { text: 'Save' }, 'it'],
  ['as it looks, in capitals by a style', '<button id="it" class="loud">Save</button>', { text: 'SAVE' }, 'it'],
  ['a button of the browser', '<input type="submit" id="it" value="Send it">', { text: 'Send it' }, 'it'],
  ['not the words of a script', '<script type="text/plain">Save</script>', { text: 'Save' }, undefined],
  ['Russian', '<button id="it">Добавить в\nкорзину</button>', { text: 'Добавить в корзину' }, 'it'],
  ['Kazakh', '<button id="it">Себетке қосу</button>', { text: 'Себетке қосу' }, 'it'],
  ['Japanese', '<button id="it">カートに入れる</button>', { text: 'カートに入れる' }, 'it'],
  ['Arabic, with a mark of direction', '<button id="it">أضف إلى السلة&lrm;</button>', { text: 'أضف إلى السلة' }, 'it'],
  ['accents composed in another way', '<button id="it">Cafe&#x301;</button>', { text: 'Caf\u00e9' }, 'it'],
  ['soft hyphens', '<button id="it">Waren&shy;korb</button>', { text: 'Warenkorb' }, 'it'],
  ['a selector and a text, the second of its kind', '<button>No</button><button id="it">Yes</button><a>Yes</a>', { anchor: 'button', text: 'Yes' }, 'it'],
  ['a selector and a text, around the innermost', '<button id="it"><span>Yes</span></button>', { anchor: 'button', text: 'Yes' }, 'it'],
  ['a selector and a text that are two elements', '<button>No</button><a>Yes</a>', { anchor: 'button', text: 'Yes' }, undefined],
  ['a selector, the first that can be seen', '<a class="menu gone">A</a><a class="menu" id="it">B</a>', { anchor: '.menu' }, 'it'],
  ['a selector list', '<a id="it">A</a>', { anchor: '#none, a' }, 'it'],
  ['a selector in a shadow root', '<x-card></x-card>', { anchor: '#inside' }, 'inside', shadow],
  ['a text in a shadow root', '<x-card></x-card>', { text: 'In the shadow' }, 'inside', shadow],
  ['a text in a slot', '<x-card><span id="it">Slotted</span></x-card>', { text: 'Slotted' }, 'it', `${shadow} root.append(document.createElement('slot'))`],
  ['nothing in a closed shadow root', '<x-card mode="closed"></x-card>', { anchor: '#inside' }, undefined, shadow],
  ['nothing of ours', '<canvass-surface></canvass-surface>', { text: 'In the shadow' }, undefined, shadow.replaceAll('x-card', 'canvass-surface')],
  ['nothing in a frame of another origin', '<iframe sandbox srcdoc="<b id=it>Save</b>"></iframe>', { text: 'Save' }, undefined],
  ['no selector', '<a>A</a>', { anchor: 'a:[' }, 'no selector'],
];

for (const [name, body, aim, expected, script] of found) {
  test(`finds ${name}`, async (t) => {
    const page = await visit(t, body, { script });
    assert.equal(await find(page, aim), expected);
    assert.deepEqual(page.seen.errors, []);
  });
}

test('finds a text in a frame, and says where that is on the page', async (t) => {
  const page = await visit(
    t,
    '<iframe style="position: absolute; left: 100px; top: 50px; border: 10px solid" srcdoc="<body style=margin:0><button id=it style=\'position:absolute;left:30px;top:20px;width:80px;height:30px\'>Save</button>"></iframe>',
  );
  await page.frameLocator('iframe').locator('#it').waitFor();
  const box = await page.evaluate(async () => {
    const { follow } = await import('/canvass.anchor.js');
    let sight;
    follow({ anchor: '', text: 'Save', missing() {} }, (next) => (sight = next)).stop();
    return sight.box;
  });
  assert.deepEqual(box, { x: 140, y: 80, width: 80, height: 30 });
});

// Follows in the page until it is told to stop; what it heard is in window.heard.
async function followed(page, aim) {
  await page.evaluate(async (wanted) => {
    const { follow } = await import('/canvass.anchor.js');
    window.heard = [];
    window.following = follow({ anchor: '', ...wanted, missing: () => window.heard.push('missing') }, (sight) =>
      window.heard.push(sight ? sight.element.id : 'nothing'),
    );
  }, aim);
}
const heard = (page) => page.evaluate(() => window.heard);

test('an anchor that never comes is missing after five seconds, once', async (t) => {
  const page = await visit(t, '<p>Nothing</p>');
  await page.clock.install();
  await followed(page, { anchor: '#it' });
  await page.clock.runFor(4900);
  assert.deepEqual(await heard(page), []);
  await page.clock.runFor(200);
  assert.deepEqual(await heard(page), ['missing']);
  await page.evaluate(() => {
    const it = document.createElement('button');
    it.id = 'it';
    document.body.append(it);
  });
  await page.clock.runFor(60_000);
  assert.deepEqual(await heard(page), ['missing'], 'expected it to have stopped looking');
});

test('one that is waited for may take a day', async (t) => {
  const page = await visit(t, '<p>Nothing</p>');
  await page.clock.install();
  await followed(page, { anchor: '#it', wait: true });
  await page.clock.fastForward(86_400_000);
  assert.deepEqual(await heard(page), []);
  await page.evaluate(() => {
    const it = document.createElement('button');
    it.id = 'it';
    document.body.append(it);
  });
  await page.clock.runFor(100);
  assert.deepEqual(await heard(page), ['it']);
});

test('one that was seen is never missing, however long it is gone', async (t) => {
  const page = await visit(t, '<button id="it">Save</button>');
  await page.clock.install();
  await followed(page, { text: 'Save' });
  await page.evaluate(() => (document.querySelector('#it').firstChild.data = 'Saved'));
  await page.clock.runFor(3_600_000);
  assert.deepEqual(await heard(page), ['it', 'nothing']);
  await page.evaluate(() => (document.querySelector('#it').firstChild.data = 'Save'));
  await page.clock.runFor(100);
  assert.deepEqual(await heard(page), ['it', 'nothing', 'it']);
});

test('one that is replaced in one go is never lost from sight', async (t) => {
  const page = await visit(t, '<button id="it">Save</button>');
  await followed(page, { text: 'Save' });
  await page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 100)); // it had time to rest from looking
    const next = document.querySelector('#it').cloneNode(true);
    next.id = 'next';
    document.querySelector('#it').replaceWith(next);
  });
  await page.waitForFunction(() => window.heard.length > 1);
  assert.deepEqual(await heard(page), ['it', 'next']);
});

test('a page at rest stays at rest while an element of it is followed', async (t) => {
  const page = await visit(t, '<button id="it">Save</button>');
  await followed(page, { anchor: '#it' });
  const frames = (count) =>
    page.evaluate(async (many) => {
      for (let i = 0; i < many; i++) await new Promise((done) => requestAnimationFrame(done));
    }, count);
  await frames(10);
  const before = await inPage(page, (seen) => ({ ...seen.counts, pending: seen.pending.size }));
  await frames(30);
  const after = await inPage(page, (seen) => ({ ...seen.counts, pending: seen.pending.size }));
  assert.deepEqual(after, { ...before, frames: before.frames + 30 });
  assert.equal(before.pending, 0, 'expected no timer to be left');
});

test('after it is stopped nothing is left that runs', async (t) => {
  const page = await visit(t, '<p>Nothing</p>');
  await followed(page, { text: 'Save' });
  await page.evaluate(() => window.following.stop());
  const before = await inPage(page, (seen) => ({ frames: seen.counts.frames, pending: seen.pending.size }));
  await page.evaluate(() => document.body.append('Save'));
  await page.evaluate(() => scrollTo(0, 1));
  const after = await inPage(page, (seen) => ({ frames: seen.counts.frames, pending: seen.pending.size }));
  assert.deepEqual(after, before);
  assert.equal(after.pending, 0);
});

test('on a page that never rests, looking takes a small part of the time', async (t) => {
  const page = await visit(t, '<p id="ticker">0</p>');
  const looked = await page.evaluate(async () => {
    const { follow } = await import('/canvass.anchor.js');
    // Looking through this page takes 10 ms.
    let time = 0;
    let count = 0;
    performance.now = () => time;
    const { createTreeWalker } = Document.prototype;
    document.createTreeWalker = (...rest) => {
      time += 10;
      count++;
      return createTreeWalker.apply(document, rest);
    };
    const following = follow({ anchor: '', text: 'Save', wait: true, missing() {} }, () => undefined);
    for (let frame = 0; frame < 100; frame++) {
      document.querySelector('#ticker').textContent = frame;
      await new Promise((done) => requestAnimationFrame(done));
      time += 16;
    }
    following.stop();
    return count;
  });
  assert.ok(looked >= 2, 'expected it to look again');
  assert.ok(looked <= 12, `expected it to look through the page in no more than one frame of ten, it did so in ${looked} of 100`);
});

test('one that is asked for scrolls the page once, and never back', async (t) => {
  const page = await visit(t, '<button id="it" style="margin-top: 2000px">Save</button><div style="height: 3000px"></div>');
  await followed(page, { anchor: '#it', reveal: true });
  const y = await page.evaluate(() => scrollY);
  assert.ok(y > 1000, `expected the page to be scrolled, by ${y}`);
  await page.evaluate(async () => {
    scrollTo(0, 0);
    document.querySelector('#it').replaceWith(document.querySelector('#it').cloneNode(true));
    for (let i = 0; i < 5; i++) await new Promise((done) => requestAnimationFrame(done));
  });
  assert.equal(await page.evaluate(() => scrollY), 0);
});
