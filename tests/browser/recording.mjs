// Records how a promo code goes in, for the demo shop's tip and help: examples/shop/media/code.webm with its poster.
// The captions beside them are written by hand.
//
// usage: node tests/browser/recording.mjs
//
// The browser's own screencast gives a picture for each change of the page; a second page plays these on a canvas at
// the pace of the first and encodes them.

import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';

import { chromiumProgram, shop } from './support/paths.mjs';

const { chromium } = createRequire(import.meta.url)('playwright-core');

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const size = { width: 640, height: 360 };
const most = 200_000; // bytes of the film

// The shop without the widget: the film shows the shop alone.
const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://shop.example').pathname;
  try {
    const body = readFileSync(join(shop, path.includes('..') || path === '/canvass.js' ? 'none' : path));
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({ executablePath: chromiumProgram(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
const page = await browser.newPage({ viewport: size, locale: 'en-GB', colorScheme: 'light', reducedMotion: 'reduce' });
await page.addInitScript(() => localStorage.setItem('ember.cart', '{"teapot":1}'));
await page.goto(`${origin}/cart.html`);
// The summary alone, as large as it goes.
await page.addStyleTag({
  content: `body > :not(main), .cart > div, h1, .summary > .note, #checkout { display: none !important }
    main, .cart { display: block !important; margin: 0 !important; padding: 0 !important; max-width: none !important }
    .summary { position: fixed; inset: 0; margin: 0; padding: 24px 72px; border: 0; align-content: start; border-radius: 0 }`,
});
await page.evaluate(() => document.fonts.ready);

const frames = [];
const cast = await page.context().newCDPSession(page);
cast.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
  frames.push({ data, at: metadata.timestamp * 1000 });
  cast.send('Page.screencastFrameAck', { sessionId });
});
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
await cast.send('Page.startScreencast', { format: 'png', maxWidth: size.width, maxHeight: size.height });
await pause(900);
await page.click('#promo-code');
await pause(500);
await page.keyboard.type('FIRSTFIRE', { delay: 170 });
await pause(600);
await page.hover('#promo button');
await pause(400);
await page.click('#promo button');
await pause(1900);
const until = Date.now();
await cast.send('Page.stopScreencast');

const player = await browser.newPage();
const film = await player.evaluate(
  async ({ frames, size, until }) => {
    const pictures = [];
    for (const { data, at } of frames) {
      const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      pictures.push({ at, picture: await createImageBitmap(new Blob([bytes], { type: 'image/png' })) });
    }
    const canvas = Object.assign(document.createElement('canvas'), size);
    const context = canvas.getContext('2d');
    const show = ({ picture }) => context.drawImage(picture, 0, 0, size.width, size.height);
    const base64 = async (blob) => {
      let text = '';
      for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
      return btoa(text);
    };
    // What is on screen before it plays: all that it will say.
    show(pictures.at(-1));
    const poster = await new Promise((done) => canvas.toBlob(done, 'image/webp', 0.8));

    show(pictures[0]);
    const stream = canvas.captureStream(15);
    const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp9', videoBitsPerSecond: 300_000 });
    const parts = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    const stopped = new Promise((done) => recorder.addEventListener('stop', done));
    recorder.start();
    const begin = performance.now();
    const first = pictures[0].at;
    const length = until - first;
    for (let now = 0; now < length; now = performance.now() - begin) {
      show(pictures.findLast(({ at }) => at - first <= now) ?? pictures[0]);
      await new Promise((done) => setTimeout(done, 60));
    }
    recorder.stop();
    await stopped;
    return { webm: await base64(new Blob(parts)), webp: await base64(poster), seconds: length / 1000 };
  },
  { frames, size, until },
);
await browser.close();
server.close();

const media = join(shop, 'media');
mkdirSync(media, { recursive: true });
for (const ending of ['webm', 'webp']) {
  const bytes = Buffer.from(film[ending], 'base64');
  if (bytes.length > most) throw new Error(`code.${ending} has ${bytes.length} bytes, more than ${most}.`);
  writeFileSync(join(media, `code.${ending}`), bytes);
  console.log(`code.${ending}: ${bytes.length} bytes${ending === 'webm' ? `, ${film.seconds.toFixed(1)} s` : ''}`);
}
