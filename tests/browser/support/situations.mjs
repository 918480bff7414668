// The anchoring test page: what pages do to an element that a tip points at. Every situation is a page and one phase
// or more; after each phase the tip has to be where the browser's own layout says that the element is.
//
//   {
//     name,
//     css, body,            the page. #anchor has a place of its own (see `standard`) unless `css` gives it another.
//     tip,                  of the tip's configuration, beside the anchor and what it says
//     asked,                the page calls canvass('show', 'tip'); otherwise the tip shows by itself
//     visit,                options of the browser: device, reducedMotion …
//     target,               finds the element in the page, when it is not document.querySelector('#anchor')
//     like: false,          floating-ui's own result is another: it knows nothing of what this situation is about
//     phases: [{
//       act,                in the page (a function without references to here)
//       drive,              or with the page, as a visitor does
//       expect,             a side, 'hidden', or 'over' (no room on any side: on the target, without an arrow)
//       within,             the element, or list of them, whose boxes cut something off the target (default: none)
//       check,              more, in the page: true, or what is wrong
//     }]
//   }

import { devices } from './browser.mjs';

export const standard = '#anchor { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px }';

const button = '<button id="anchor">Bookmark</button>';
const at = (left, top, width = 120, height = 40) =>
  `#anchor { position: absolute; left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px }`;
const long = '<div style="height: 3000px"></div>';

const atRoot = () => document.querySelector('canvass-surface').parentNode === document.documentElement || 'the tip is not back at the root';
const unscrolled = () => (scrollX === 0 && scrollY === 0) || `the page was scrolled by ${scrollX}, ${scrollY}`;
const scrolled = () => scrollY > 0 || 'the page was not scrolled';

// --- where there is room -----------------------------------------------------------------------------------------

const room = [
  ...['top', 'right', 'bottom', 'left'].map((placement) => ({
    name: `room on the wished side: ${placement}`,
    tip: { placement },
    phases: [{ expect: placement }],
  })),
  { name: 'no room above', css: at(500, 20), tip: { placement: 'top' }, phases: [{ expect: 'bottom' }] },
  { name: 'no room below', css: at(500, 740), phases: [{ expect: 'top' }] },
  { name: 'no room on the left', css: at(20, 320), tip: { placement: 'left' }, phases: [{ expect: 'right' }] },
  { name: 'no room on the right', css: at(1140, 320), tip: { placement: 'right' }, phases: [{ expect: 'left' }] },
  {
    name: 'no room on either side of a narrow window',
    css: at(120, 320),
    tip: { placement: 'right' },
    visit: { device: { viewport: { width: 520, height: 700 } } },
    phases: [{ expect: 'bottom' }],
  },
  { name: 'at the left edge', css: at(0, 320, 60), phases: [{ expect: 'bottom' }] },
  { name: 'at the right edge', css: at(1230, 320, 50), phases: [{ expect: 'bottom' }] },
  { name: 'in the corner at the top left', css: at(0, 0, 48, 48), phases: [{ expect: 'bottom' }] },
  { name: 'in the corner at the bottom right', css: at(1232, 752, 48, 48), phases: [{ expect: 'top' }] },
  { name: 'as wide as the window', css: '#anchor { position: absolute; left: 0; right: 0; top: 300px; height: 60px }', phases: [{ expect: 'bottom' }] },
  {
    name: 'as high as the window',
    css: '#anchor { position: absolute; left: 0; top: 0; bottom: 0; width: 240px }',
    tip: { placement: 'bottom' },
    phases: [{ expect: 'right' }],
  },
  { name: 'as large as the window', css: '#anchor { position: absolute; inset: 0 }', like: false, phases: [{ expect: 'over' }] },
  { name: 'four pixels small', css: at(640, 400, 4, 4), body: '<span id="anchor"></span>', phases: [{ expect: 'bottom' }] },
  { name: 'without a size', css: at(640, 400, 0, 0), body: '<span id="anchor"></span>', phases: [{ expect: 'bottom' }] },
  { name: 'on a phone', css: at(20, 300), visit: { device: devices.phone }, phases: [{ expect: 'bottom' }] },
  { name: 'at the bottom of a phone', css: at(250, 700), visit: { device: devices.phone }, phases: [{ expect: 'top' }] },
  ...[1.25, 2, 3].map((deviceScaleFactor) => ({
    name: `${deviceScaleFactor} device pixels for a CSS pixel`,
    css: at(501.3, 320.7, 119.5, 40.2),
    visit: { device: { viewport: { width: 1280, height: 800 }, deviceScaleFactor } },
    phases: [{ expect: 'bottom' }],
  })),
];

// --- what kind of element it is ----------------------------------------------------------------------------------

const broken = `<p style="margin: 200px 0 0 300px; width: 400px; font: 20px/40px sans-serif">What stands before it in this line of text, and
 then <a id="anchor" href="#">a link that is broken into lines</a> and more.</p>`;

const kinds = [
  { name: 'a link broken into two lines, from below', css: '#none {}', body: broken, phases: [{ expect: 'bottom' }] },
  { name: 'a link broken into two lines, from above', css: '#none {}', body: broken, tip: { placement: 'top' }, phases: [{ expect: 'top' }] },
  {
    name: 'a shape in an SVG',
    css: 'svg { position: absolute; left: 400px; top: 200px }',
    body: '<svg width="400" height="300" viewBox="0 0 200 150"><rect id="anchor" x="50" y="40" width="40" height="20"/></svg>',
    phases: [{ expect: 'bottom' }],
  },
  {
    name: 'a row of a table',
    css: 'table { position: absolute; left: 400px; top: 300px }',
    body: '<table><tr><td>One</td></tr><tr id="anchor"><td>Two</td><td>Three</td></tr><tr><td>Four</td></tr></table>',
    tip: { placement: 'right' },
    phases: [{ expect: 'right' }],
  },
  {
    name: 'an element without a box, around one with a box',
    css: '#anchor { display: contents } #inner { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px }',
    body: '<div id="anchor"><button id="inner">Bookmark</button></div>',
    target: () => document.querySelector('#inner'),
    phases: [{ expect: 'bottom' }],
  },
  { name: 'a page written from right to left', body: button, css: `html { direction: rtl } ${standard}`, phases: [{ expect: 'bottom' }] },
  {
    name: 'left is left where one writes from right to left',
    css: `html { direction: rtl } ${standard}`,
    tip: { placement: 'left' },
    phases: [{ expect: 'left' }],
  },
  {
    name: 'a page from right to left, scrolled sideways',
    css: 'html { direction: rtl } #wide { width: 3000px; height: 10px } #anchor { position: absolute; right: 1500px; top: 320px; width: 120px; height: 40px }',
    body: `${button}<div id="wide"></div>`,
    phases: [{ expect: 'hidden' }, { act: () => scrollTo({ left: -900, behavior: 'instant' }), expect: 'bottom' }],
  },
  { name: 'a page written from top to bottom', css: `html { writing-mode: vertical-rl } ${standard}`, like: false, phases: [{ expect: 'bottom' }] },
  {
    name: 'named by what it says, in the language of the visitor',
    tip: { anchor: { text: { en: 'Bookmark', ru: 'Закладка' } } },
    body: `<button>Закладка</button>${button}`,
    phases: [
      { expect: 'bottom' },
      { act: () => (document.querySelector('#anchor').textContent = 'Bookmarked'), expect: 'hidden' },
      { act: () => (document.querySelector('#anchor').textContent = ' Bookmark '), expect: 'bottom' },
    ],
  },
  {
    name: 'named by a selector and by what it says',
    tip: { anchor: { selector: 'nav a', text: 'Cart' } },
    css: 'a { position: absolute; top: 300px; left: 200px } #anchor { left: 600px }',
    body: '<a>Cart</a><nav><a>Home</a><a id="anchor" href="#">Cart</a></nav>',
    phases: [{ expect: 'bottom' }],
  },
  {
    name: 'named by what it says, in a list whose rows are used again for others',
    tip: { anchor: { text: 'Three' } },
    css: 'li { height: 40px; width: 200px; margin-left: 300px }',
    body: '<ul><li>One</li><li>Two</li><li>Three</li><li>Four</li></ul>',
    target: () => Array.from(document.querySelectorAll('li')).find((row) => row.textContent === 'Three'),
    phases: [
      { expect: 'bottom' },
      { act: () => document.querySelectorAll('li').forEach((row, index) => (row.textContent = ['Zero', 'One', 'Two', 'Three'][index])), expect: 'bottom' },
      { act: () => document.querySelectorAll('li').forEach((row, index) => (row.textContent = ['Two', 'Three', 'Four', 'Five'][index])), expect: 'bottom' },
    ],
  },
  { name: 'named for us, by its id', tip: { anchor: { id: 'cart' } }, body: '<button id="anchor" data-canvass="cart">Cart</button>', phases: [{ expect: 'bottom' }] },
  { name: 'named for us', tip: { anchor: '[data-canvass="cart"]' }, body: '<button id="anchor" data-canvass="cart">Cart</button>', phases: [{ expect: 'bottom' }] },
];

// --- what it is in -----------------------------------------------------------------------------------------------

const around = (style, inner = button) => `<div id="around" style="${style}">${inner}</div>`;
const plainAt = '#anchor { margin: 60px; width: 120px; height: 40px }';

const ancestors = [
  {
    name: 'in a fixed bar, while the page scrolls',
    css: plainAt,
    body: around('position: fixed; inset: 0 0 auto 0; height: 160px') + long,
    phases: [{ expect: 'bottom' }, { act: () => scrollTo(0, 700), expect: 'bottom' }],
  },
  { name: 'moved and scaled by a transform', css: plainAt, body: around('transform: translate(300px, 200px) scale(1.5)'), phases: [{ expect: 'bottom' }] },
  { name: 'turned by a transform', css: plainAt, body: around('width: 300px; margin: 200px 0 0 400px; transform: rotate(30deg)'), phases: [{ expect: 'bottom' }] },
  { name: 'in perspective', css: plainAt, body: around('width: 400px; margin: 200px; transform: perspective(600px) rotateY(35deg)'), phases: [{ expect: 'bottom' }] },
  { name: 'fixed in a transformed box', css: '#anchor { position: fixed; left: 100px; top: 80px }', body: around('margin: 150px; height: 300px; transform: translate(20px)'), phases: [{ expect: 'bottom' }] },
  { name: 'a page that is transformed as a whole', css: `html { transform: scale(.8); transform-origin: 0 0 } ${standard}`, like: false, phases: [{ expect: 'bottom' }] },
  { name: 'a page with a filter', css: `body { filter: contrast(.9); min-height: 700px } ${standard}`, phases: [{ expect: 'bottom' }] },
  { name: 'a box that is laid out by itself', css: plainAt, body: around('contain: layout; will-change: transform; margin: 200px'), phases: [{ expect: 'bottom' }] },
  {
    name: 'a page that is zoomed by its style',
    css: `html { zoom: 1.5 } ${at(300, 200)}`,
    like: false,
    phases: [
      { expect: 'bottom' },
      { act: () => document.styleSheets[0].insertRule('#anchor { left: 360px !important }', 2), expect: 'bottom' },
      { act: () => (document.documentElement.style.zoom = '.75'), expect: 'bottom' },
      { act: () => document.styleSheets[0].insertRule('#anchor { top: 150px !important }', 2), expect: 'bottom' },
    ],
  },
  { name: 'a body that is zoomed', css: `body { zoom: .8 } ${standard}`, phases: [{ expect: 'bottom' }] },
  { name: 'a box that is zoomed', css: plainAt, body: around('zoom: 1.7; margin: 60px'), phases: [{ expect: 'bottom' }] },
  {
    name: 'a body that scrolls',
    css: 'html, body { height: 100%; margin: 0; overflow: hidden } body { overflow: auto } #anchor { margin: 900px 0 0 400px }',
    body: button + long,
    phases: [{ expect: 'hidden' }, { act: () => document.body.scrollTo(0, 500), expect: 'bottom' }],
  },
  {
    name: 'a sticky element while it stays in place',
    css: '#anchor { position: sticky; top: 30px; margin: 300px 0 0 400px; display: block }',
    body: button + long,
    phases: [{ expect: 'bottom' }, { act: () => scrollTo(0, 900), expect: 'bottom', check: () => document.querySelector('#anchor').getBoundingClientRect().y === 30 || 'not stuck' }],
  },
];

// --- what scrolls, and cuts off ----------------------------------------------------------------------------------

const box = (style, inner) =>
  `<div id="box" style="position: absolute; left: 400px; top: 200px; width: 300px; height: 200px; overflow: auto; ${style}">${inner}</div>`;
const inBox = '#anchor { margin: 400px 0 800px 40px; width: 120px; height: 40px; display: block }';
const scrollBox = (to) => `document.querySelector('#box').scrollTo({ top: ${to}, left: 0, behavior: 'instant' })`;
const header = (height = 80) => `<header style="position: sticky; top: 0; height: ${height}px; background: #ddd">Header</header>`;

const clipping = [
  {
    name: 'the page scrolls',
    body: button + long,
    phases: [
      { expect: 'bottom' },
      { act: () => scrollTo(0, 130), expect: 'bottom' },
      { act: () => scrollTo(0, 2000), expect: 'hidden' },
      { act: () => scrollTo(0, 100), expect: 'bottom' },
    ],
  },
  {
    name: 'a box scrolls',
    css: inBox,
    body: box('', button),
    phases: [
      { expect: 'hidden' },
      { act: scrollBox(300), expect: 'bottom' },
      { act: scrollBox(320), expect: 'bottom' },
      { act: scrollBox(600), expect: 'hidden' },
      { act: scrollBox(350), expect: 'bottom' },
    ],
  },
  {
    name: 'half of it is cut off by a box',
    css: inBox,
    body: box('', button),
    tip: { placement: 'top' },
    like: false,
    phases: [
      { act: scrollBox(420), expect: 'top', within: '#box' },
      { act: scrollBox(220), expect: 'top', within: '#box' },
    ],
  },
  {
    name: 'a box in a box, both scroll',
    css: '#anchor { margin: 300px 0 600px 20px; display: block }',
    body: box('', `<div id="inner" style="height: 150px; margin: 250px 0 600px; overflow: auto">${button}</div>`),
    phases: [
      { expect: 'hidden' },
      { act: "document.querySelector('#inner').scrollTop = 250", expect: 'hidden' },
      { act: scrollBox(200), expect: 'bottom' },
      { act: "document.querySelector('#inner').scrollTop = 0", expect: 'hidden' },
    ],
  },
  {
    name: 'a box within a page, both scroll',
    css: inBox,
    body: box('top: 1000px', button) + long,
    phases: [
      { act: scrollBox(300), expect: 'hidden' },
      { act: () => scrollTo(0, 700), expect: 'bottom' },
      { act: () => scrollTo(0, 0), expect: 'hidden' },
    ],
  },
  {
    name: 'a carousel that is moved by a transform',
    css: '#row { width: 1200px; height: 100%; position: relative } #anchor { position: absolute; left: 640px; top: 60px; width: 120px; height: 40px }',
    body: box('overflow: hidden', `<div id="row">${button}</div>`),
    phases: [
      { expect: 'hidden' },
      { act: () => (document.querySelector('#row').style.transform = 'translateX(-600px)'), expect: 'bottom' },
      { act: () => (document.querySelector('#row').style.transform = 'translateX(-900px)'), expect: 'hidden' },
    ],
  },
  { name: 'cut off by overflow: clip', css: '#anchor { margin-top: 300px }', body: box('overflow: clip', button), phases: [{ expect: 'hidden' }, { act: () => (document.querySelector('#anchor').style.marginTop = '50px'), expect: 'bottom' }] },
  { name: 'cut off by contain: paint', css: '#anchor { margin-top: 300px }', body: box('overflow: visible; contain: paint', button), phases: [{ expect: 'hidden' }, { act: () => (document.querySelector('#anchor').style.marginTop = '50px'), expect: 'bottom' }] },
  { name: 'cut off sideways only, and standing out below', css: '#anchor { margin-top: 260px }', body: box('overflow: clip visible', button), phases: [{ expect: 'bottom' }] },
  { name: 'fixed, in a box that cuts off', css: '#anchor { position: fixed; left: 60px; top: 60px }', body: box('overflow: hidden', button), phases: [{ expect: 'bottom' }] },
  {
    name: 'absolute, out of a box that cuts off what it contains',
    css: '#outer { position: relative } #clip { overflow: hidden; height: 100px; width: 300px } #anchor { position: absolute; left: 500px; top: 300px }',
    body: `<div id="outer"><div id="clip">${button}</div></div>`,
    phases: [{ expect: 'bottom' }],
  },
  {
    name: 'under a sticky header once the page is scrolled',
    css: '#anchor { margin: 300px 0 0 400px; height: 40px; display: block }',
    body: header() + button + long,
    phases: [
      { expect: 'bottom' },
      { act: () => scrollBy(0, document.querySelector('#anchor').getBoundingClientRect().y - 20), expect: 'hidden' },
      { act: () => scrollBy(0, -200), expect: 'bottom' },
    ],
  },
  {
    name: 'under a bar that is fixed, until that goes',
    css: `#bar { position: fixed; inset: auto 0 0 0; height: 120px; background: #ddd } ${at(500, 720)}`,
    body: `${button}<div id="bar"><button>Accept</button></div>`,
    phases: [{ expect: 'hidden' }, { act: () => document.querySelector('#bar').remove(), expect: 'top' }],
  },
  {
    name: 'under a link that is stretched over it',
    css: `${standard} #link::after { content: ""; position: absolute; inset: 0; z-index: 2 }`,
    body: `${button}<div><a id="link" href="#">All of this</a></div>`,
    phases: [{ expect: 'bottom' }],
  },
  {
    name: 'asked for, above the edge of the window: nothing scrolls',
    asked: true,
    body: button + long,
    phases: [{ expect: 'bottom', check: unscrolled }],
  },
  {
    name: 'shown by itself, out of view: nothing scrolls',
    css: at(500, 1800),
    body: button + long,
    phases: [{ expect: 'hidden', check: unscrolled }],
  },
  {
    name: 'asked for, out of view: scrolled to, at once',
    asked: true,
    css: `html { scroll-behavior: smooth } ${at(500, 1800)}`,
    body: button + long,
    phases: [{ expect: 'bottom', check: scrolled }, { act: () => scrollTo({ top: 0, behavior: 'instant' }), expect: 'hidden', check: unscrolled }],
  },
  {
    name: 'asked for, out of view: smoothly, where motion is welcome',
    asked: true,
    visit: { reducedMotion: 'no-preference' },
    css: at(500, 1800),
    body: `${button}${long}<script src="/own.js"></script>`,
    script: 'window.stops = new Set(); addEventListener("scroll", () => stops.add(scrollY))',
    phases: [{ expect: 'bottom', check: () => (scrollY > 0 && window.stops.size > 2) || `scrolled in ${window.stops.size} steps` }],
  },
  {
    name: 'asked for, above the view, under a sticky header',
    asked: true,
    css: '#anchor { margin: 600px 0 0 400px; height: 40px; display: block }',
    body: header(320) + button + long,
    before: () => scrollTo(0, 2000),
    phases: [{ expect: 'bottom', check: () => document.querySelector('#anchor').getBoundingClientRect().y >= 320 || 'under the header' }],
  },
  ...['reduce', 'no-preference'].map((reducedMotion) => ({
    name: `asked for, in a box with a sticky header, motion: ${reducedMotion}`,
    asked: true,
    visit: { reducedMotion },
    css: '#anchor { margin: 600px 0 800px 40px; height: 30px; display: block }',
    body: box('', header(120) + button),
    phases: [
      {
        expect: 'bottom',
        check: () =>
          document.querySelector('#anchor').getBoundingClientRect().y >= document.querySelector('header').getBoundingClientRect().bottom || 'under the header',
      },
    ],
  })),
  {
    name: 'asked for, in a box with a sticky footer',
    asked: true,
    css: '#anchor { margin: 600px 0 800px 40px; height: 30px; display: block } footer { position: sticky; bottom: 0; height: 120px; background: #ddd }',
    body: box('', `${button}<footer>Total</footer>`),
    tip: { placement: 'top' },
    phases: [
      {
        expect: 'top',
        check: () =>
          document.querySelector('#anchor').getBoundingClientRect().bottom <= document.querySelector('footer').getBoundingClientRect().y || 'under the footer',
      },
    ],
  },
  {
    name: 'asked for, far to the right in a list that scrolls sideways',
    asked: true,
    css: '#row { width: 3000px; height: 100px } #anchor { margin: 30px 0 0 1800px }',
    body: box('height: 140px', `<div id="row">${button}</div>`),
    phases: [{ expect: 'bottom', check: unscrolled }],
  },
  {
    name: 'asked for, in a table with a sticky column',
    asked: true,
    css: `table { border-spacing: 0; width: 2000px } th { position: sticky; left: 0; width: 150px; background: #ddd } td { padding: 0 40px }`,
    body: box('height: 100px', `<table><tr><th>Name</th>${'<td>1</td>'.repeat(6)}<td><button id="anchor">2</button></td>${'<td>3</td>'.repeat(30)}</tr></table>`),
    before: "document.querySelector('#box').scrollLeft = 1900",
    like: false,
    phases: [
      {
        expect: 'bottom',
        check: () => document.querySelector('#anchor').getBoundingClientRect().x >= document.querySelector('th').getBoundingClientRect().right || 'under the column',
      },
    ],
  },
  {
    name: 'asked for, higher than the window',
    asked: true,
    css: '#anchor { margin: 1200px 0 0 100px; width: 300px; height: 1500px; display: block }',
    body: header() + button + long,
    tip: { placement: 'right' },
    like: false,
    phases: [{ expect: 'right', within: 'html', check: () => document.querySelector('#anchor').getBoundingClientRect().y >= 80 || 'its top is under the header' }],
  },
];

// --- what changes ------------------------------------------------------------------------------------------------

const make = `
  const anchor = document.createElement('button');
  anchor.id = 'anchor';
  anchor.textContent = 'Bookmark';
`;
const set = (name, value) => `document.querySelector('#anchor').setAttribute('${name}', '${value}')`;
const hiding = (name, hide, back, body = `<div id="around">${button}</div>`, css = standard) => ({
  name,
  css,
  body,
  phases: [{ expect: 'bottom' }, { act: hide, expect: 'hidden' }, { act: back, expect: 'bottom' }],
});

const changes = [
  { name: 'it comes late', body: '<p>Nothing yet</p>', phases: [{ expect: 'hidden' }, { act: `${make} document.body.append(anchor)`, expect: 'bottom' }] },
  {
    name: 'it comes late, with all that it is in',
    body: '<div id="app"></div>',
    phases: [{ expect: 'hidden' }, { act: `${make} const part = document.createElement('section'); part.append(anchor); document.querySelector('#app').append(part)`, expect: 'bottom' }],
  },
  {
    name: 'its attribute comes late',
    css: '#one { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px }',
    body: '<button id="one">Bookmark</button>',
    tip: { anchor: '[data-state=ready]' },
    target: () => document.querySelector('#one'),
    phases: [{ expect: 'hidden' }, { act: "document.querySelector('#one').dataset.state = 'ready'", expect: 'bottom' }],
  },
  {
    name: 'it is taken away, and made again elsewhere',
    phases: [
      { expect: 'bottom' },
      { act: () => document.querySelector('#anchor').remove(), expect: 'hidden' },
      { act: `${make} anchor.style.left = '200px'; document.body.append(anchor)`, expect: 'bottom' },
    ],
  },
  {
    name: 'it is replaced by another in one go',
    phases: [{ expect: 'bottom' }, { act: `${make} anchor.style.top = '100px'; document.querySelector('#anchor').replaceWith(anchor)`, expect: 'bottom' }],
  },
  {
    name: 'another element becomes the one that is meant',
    css: 'button { position: absolute; top: 300px; width: 120px; height: 40px } #b { left: 700px }',
    body: '<button id="a" class="now">A</button><button id="b">B</button>',
    tip: { anchor: '.now' },
    target: () => document.querySelector('.now'),
    phases: [{ expect: 'bottom' }, { act: "document.querySelector('#a').className = ''; document.querySelector('#b').className = 'now'", expect: 'bottom' }],
  },
  {
    name: 'the body is replaced',
    phases: [{ expect: 'bottom' }, { act: `${make} const body = document.createElement('body'); body.append(anchor); document.body.replaceWith(body)`, expect: 'bottom' }],
  },
  hiding('display: none', set('style', 'display: none'), set('style', '')),
  hiding('visibility: hidden', set('style', 'visibility: hidden'), set('style', '')),
  hiding('opacity: 0', set('style', 'opacity: 0'), set('style', 'opacity: 1')),
  hiding('what it is in is hidden', "document.querySelector('#around').hidden = true", "document.querySelector('#around').hidden = false"),
  hiding('what it is in is transparent', "document.querySelector('#around').style.opacity = 0", "document.querySelector('#around').style.opacity = ''"),
  hiding('inert', "document.querySelector('#around').inert = true", "document.querySelector('#around').inert = false"),
  hiding('content-visibility: hidden', "document.querySelector('#around').style.contentVisibility = 'hidden'", "document.querySelector('#around').style.contentVisibility = ''", undefined, '#anchor { margin: 200px }'),
  hiding(
    'details that are closed',
    "document.querySelector('details').open = false",
    "document.querySelector('details').open = true",
    `<details open><summary>More</summary>${button}</details>`,
    '#anchor { margin: 100px }',
  ),
  hiding(
    'hidden by a check box, with CSS alone',
    "document.querySelector('#check').click()",
    "document.querySelector('#check').click()",
    `<input type="checkbox" id="check">${button}`,
    `#check:checked ~ #anchor { visibility: hidden } ${standard}`,
  ),
  hiding(
    'faded out and in again',
    "document.querySelector('#anchor').classList.add('gone')",
    "document.querySelector('#anchor').classList.remove('gone')",
    button,
    `#anchor { transition: opacity .1s } .gone { opacity: 0 } ${standard}`,
  ),
  {
    name: 'one for wide windows and one for narrow ones',
    css: 'a { position: absolute; left: 100px; top: 300px } #narrow { display: none; top: 100px } @media (max-width: 900px) { #wide { display: none } #narrow { display: block } }',
    body: '<a id="wide" href="#" class="menu">Menu</a><a id="narrow" href="#" class="menu">Menu</a>',
    tip: { anchor: '.menu' },
    target: () => Array.from(document.querySelectorAll('.menu')).find((one) => one.checkVisibility()),
    phases: [
      { expect: 'bottom' },
      { drive: (page) => page.setViewportSize({ width: 700, height: 700 }), expect: 'bottom' },
      { drive: (page) => page.setViewportSize({ width: 1200, height: 700 }), expect: 'bottom' },
    ],
  },
  {
    name: 'the window is resized',
    css: '#anchor { position: absolute; right: 60px; top: 50%; width: 120px; height: 40px }',
    tip: { placement: 'left' },
    phases: [
      { expect: 'left' },
      { drive: (page) => page.setViewportSize({ width: 800, height: 600 }), expect: 'left' },
      { drive: (page) => page.setViewportSize({ width: 500, height: 900 }), expect: 'bottom' },
    ],
  },
  {
    name: 'its own size changes',
    phases: [{ expect: 'bottom' }, { act: set('style', 'height: 200px; width: 300px'), expect: 'bottom' }, { act: set('style', 'height: 30px; width: 30px'), expect: 'bottom' }],
  },
  {
    name: 'what is above it grows',
    css: '#anchor { display: block; margin: 20px 0 0 400px } #above { height: 100px }',
    body: `<div id="above"></div>${button}`,
    phases: [{ expect: 'bottom' }, { act: "document.querySelector('#above').style.height = '300px'", expect: 'bottom' }],
  },
  {
    name: 'a text field above it grows under the hand',
    css: '#anchor { display: block; margin: 20px 0 0 400px } textarea { display: block; height: 100px }',
    body: `<textarea></textarea>${button}`,
    phases: [
      { expect: 'bottom' },
      {
        drive: async (page) => {
          const { x, y, width, height } = await page.locator('textarea').boundingBox();
          await page.mouse.move(x + width - 4, y + height - 4);
          await page.mouse.down();
          await page.mouse.move(x + width + 40, y + height + 160, { steps: 4 });
          await page.mouse.up();
        },
        expect: 'bottom',
        check: () => document.querySelector('textarea').offsetHeight > 200 || 'the field did not grow',
      },
    ],
  },
  {
    name: 'a style sheet changes, and nothing in the document',
    css: '#anchor { display: block; margin: 20px 0 0 400px } #above { height: 100px }',
    body: `<div id="above"></div>${button}`,
    phases: [{ expect: 'bottom' }, { act: () => document.styleSheets[0].insertRule('#above { height: 350px !important }', 2), expect: 'bottom' }],
  },
  {
    name: 'a transition moves it',
    css: `#anchor { transition: translate .2s } .moved { translate: 200px 150px } ${standard}`,
    phases: [{ expect: 'bottom' }, { act: set('class', 'moved'), expect: 'bottom', check: () => getComputedStyle(document.querySelector('#anchor')).translate === '200px 150px' || 'not there yet' }],
  },
  {
    name: 'an animation of a script moves it',
    phases: [
      { expect: 'bottom' },
      { act: () => void document.querySelector('#anchor').animate({ translate: ['0', '-180px 90px'] }, { duration: 200, fill: 'forwards' }), expect: 'bottom', check: () => getComputedStyle(document.querySelector('#anchor')).translate === '-180px 90px' || 'not there yet' },
    ],
  },
  {
    name: 'another route of a single-page application, and back',
    body: `<div id="app">${button}</div>`,
    phases: [
      { expect: 'bottom' },
      { act: () => { history.pushState(null, '', '/other'); document.querySelector('#app').replaceChildren('Another page'); }, expect: 'hidden' },
      { act: `${make} history.pushState(null, '', '/'); document.querySelector('#app').replaceChildren(anchor)`, expect: 'bottom' },
    ],
  },
];

// --- shadow roots and frames -------------------------------------------------------------------------------------

const inShadow = `
  const shadow = (host, html, mode = 'open') => {
    const root = document.querySelector(host).attachShadow({ mode });
    const part = document.createElement('div');
    part.setHTMLUnsafe(html);
    root.append(...part.childNodes);
    return root;
  };
`;
const card = '<style>#anchor { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px }</style><button id="anchor">Bookmark</button>';
const frame = (style, html, more = '') =>
  `<iframe id="frame" style="position: absolute; left: 300px; top: 150px; width: 600px; height: 400px; border: 0; ${style}" ${more}
    srcdoc="${html.replaceAll('"', '&quot;')}"></iframe>`;
const framed = (left, top) => `<style>body { margin: 0 } #anchor { position: absolute; left: ${left}px; top: ${top}px; width: 120px; height: 40px }</style>${button}`;
const inFrame = () => document.querySelector('#frame')?.contentDocument?.querySelector('#anchor');

const roots = [
  {
    name: 'in a shadow root',
    css: '#none {}',
    body: '<x-card></x-card><script src="/own.js"></script>',
    script: `${inShadow} shadow('x-card', \`${card}\`)`,
    target: () => document.querySelector('x-card').shadowRoot.querySelector('#anchor'),
    phases: [{ expect: 'bottom' }],
  },
  {
    name: 'in a shadow root in a shadow root, which scrolls',
    css: '#none {}',
    body: '<x-page></x-page><script src="/own.js"></script>',
    script: `${inShadow}
      const outer = shadow('x-page', '<div id="box" style="position: absolute; left: 400px; top: 200px; width: 300px; height: 200px; overflow: auto"><x-card></x-card></div>');
      const inner = outer.querySelector('x-card').attachShadow({ mode: 'open' });
      const part = document.createElement('div');
      part.setHTMLUnsafe('<button id="anchor" style="margin: 400px 0 600px 40px; height: 40px">Bookmark</button>');
      inner.append(part)`,
    target: () => document.querySelector('x-page').shadowRoot.querySelector('x-card').shadowRoot.querySelector('#anchor'),
    phases: [
      { expect: 'hidden' },
      { act: "document.querySelector('x-page').shadowRoot.querySelector('#box').scrollTop = 300", expect: 'bottom' },
      { act: "document.querySelector('x-page').shadowRoot.querySelector('#box').scrollTop = 0", expect: 'hidden' },
    ],
  },
  {
    name: 'in the slot of a shadow root that cuts off',
    css: '#anchor { margin: 300px 0 500px 20px; height: 40px; display: block }',
    body: `<x-box>${button}</x-box><script src="/own.js"></script>`,
    script: `${inShadow} shadow('x-box', '<div id="box" style="position: absolute; left: 400px; top: 200px; width: 300px; height: 200px; overflow: auto"><slot></slot></div>')`,
    phases: [{ expect: 'hidden' }, { act: "document.querySelector('x-box').shadowRoot.querySelector('#box').scrollTop = 250", expect: 'bottom' }],
  },
  {
    name: 'in a shadow root that comes late, when its element is defined',
    css: '#none {}',
    body: '<x-late></x-late>',
    target: () => document.querySelector('x-late').shadowRoot?.querySelector('#anchor'),
    phases: [
      { expect: 'hidden' },
      {
        act: `customElements.define('x-late', class extends HTMLElement {
          constructor() { super(); this.attachShadow({ mode: 'open' }).setHTMLUnsafe(\`${card}\`); }
        })`,
        expect: 'bottom',
      },
    ],
  },
  {
    name: 'under the sticky header of a shadow root, in its slot',
    css: '#anchor { margin: 300px 0 0 400px; height: 40px; display: block }',
    body: `<x-page>${button}${long}</x-page><script src="/own.js"></script>`,
    script: `${inShadow} shadow('x-page', '<header style="position: sticky; top: 0; height: 80px; background: #ddd">Header</header><slot></slot>')`,
    phases: [
      { expect: 'bottom' },
      { act: () => scrollBy(0, document.querySelector('#anchor').getBoundingClientRect().y - 20), expect: 'hidden' },
      { act: () => scrollBy(0, -200), expect: 'bottom' },
    ],
  },
  {
    name: 'added to a shadow root that was there',
    css: '#none {}',
    body: '<x-card></x-card><script src="/own.js"></script>',
    script: `${inShadow} shadow('x-card', '<p>Nothing yet</p>')`,
    target: () => document.querySelector('x-card').shadowRoot.querySelector('#anchor'),
    phases: [
      { expect: 'hidden' },
      { act: `const part = document.createElement('div'); part.setHTMLUnsafe(\`${card}\`); document.querySelector('x-card').shadowRoot.append(part)`, expect: 'bottom' },
      { act: "document.querySelector('x-card').shadowRoot.querySelector('#anchor').hidden = true", expect: 'hidden' },
    ],
  },
  { name: 'in a frame', body: frame('', framed(200, 100)), target: inFrame, like: false, phases: [{ expect: 'bottom' }] },
  { name: 'in a frame with a border, moved and scaled', body: frame('border: 20px solid; transform: scale(.7) translate(60px, 80px)', framed(200, 100)), target: inFrame, like: false, phases: [{ expect: 'bottom' }] },
  {
    name: 'in a frame that scrolls',
    body: frame('', framed(200, 900) + long),
    target: inFrame,
    like: false,
    phases: [
      { expect: 'hidden' },
      { act: () => document.querySelector('#frame').contentWindow.scrollTo(0, 700), expect: 'bottom' },
      { act: () => document.querySelector('#frame').contentWindow.scrollTo(0, 920), expect: 'bottom', within: '#frame' },
      { act: () => document.querySelector('#frame').contentWindow.scrollTo(0, 1500), expect: 'hidden' },
    ],
  },
  {
    name: 'in a frame on a page that scrolls',
    body: frame('top: 400px', framed(200, 100)) + long,
    target: inFrame,
    like: false,
    phases: [{ expect: 'bottom' }, { act: () => scrollTo(0, 300), expect: 'bottom' }, { act: () => scrollTo(0, 1500), expect: 'hidden' }],
  },
  {
    name: 'in a frame that is moved',
    body: frame('', framed(200, 100)),
    target: inFrame,
    like: false,
    phases: [{ expect: 'bottom' }, { act: () => document.styleSheets[0].insertRule('#frame { left: 500px !important; top: 60px !important }'), expect: 'bottom' }],
  },
  {
    name: 'in a frame in a frame',
    body: frame('', `<style>body { margin: 0 }</style><iframe id="inner" style="margin: 50px; width: 400px; height: 300px" srcdoc="${framed(100, 90).replaceAll('"', "'")}"></iframe>`),
    target: () => document.querySelector('#frame').contentDocument?.querySelector('#inner')?.contentDocument?.querySelector('#anchor'),
    like: false,
    phases: [{ expect: 'bottom' }],
  },
  {
    name: 'in a frame that goes elsewhere, and comes back',
    body: '<iframe id="frame" src="/framed" style="position: absolute; left: 300px; top: 150px; width: 600px; height: 400px"></iframe>',
    pages: { '/framed': `<!doctype html>${framed(200, 100)}`, '/other': '<!doctype html><p>Nothing here</p>' },
    target: inFrame,
    like: false,
    phases: [
      { expect: 'bottom' },
      { act: () => (document.querySelector('#frame').src = '/other'), expect: 'hidden' },
      { act: () => (document.querySelector('#frame').src = '/framed'), expect: 'bottom' },
      { act: () => document.querySelector('#frame').remove(), expect: 'hidden' },
    ],
  },
  { name: 'a frame itself', css: at(400, 200, 300, 150), body: '<iframe id="anchor"></iframe>', phases: [{ expect: 'bottom' }] },
  {
    name: 'asked for, far down in a frame that is far down',
    asked: true,
    body: frame('top: 1500px', framed(200, 1400) + long) + long,
    target: inFrame,
    like: false,
    phases: [{ expect: 'bottom', check: scrolled }],
  },
];

// --- above the page ----------------------------------------------------------------------------------------------

const dialog = `<dialog style="width: 400px; height: 200px">${button}</dialog>`;
const inside = (selector) => `document.querySelector('canvass-surface').parentNode === document.querySelector('${selector}') || 'the tip is not in ${selector}'`;
const plain = '#anchor { width: 120px; height: 40px; margin: 20px }';
const usable = async (page) => {
  await page.getByRole('dialog', { name: /Save your basket/ }).getByRole('button', { name: 'Got it' }).click({ trial: true });
};

const clickOnTip = async (page) => {
  const { x, y, height } = await page.getByRole('dialog', { name: /Save your basket/ }).boundingBox();
  await page.mouse.click(x + 20, y + height - 12);
};

const layers = [
  {
    name: 'in a modal dialog',
    css: plain,
    body: dialog,
    phases: [
      { expect: 'hidden' },
      { act: () => document.querySelector('dialog').showModal(), expect: 'bottom', check: inside('dialog'), usable },
      { act: () => document.querySelector('dialog').close(), expect: 'hidden', check: atRoot },
      { act: () => document.querySelector('dialog').showModal(), expect: 'bottom', check: inside('dialog'), usable },
    ],
  },
  {
    name: 'under a modal dialog',
    body: `${button}<dialog>Something else</dialog>`,
    phases: [
      { expect: 'bottom', check: atRoot },
      { act: () => document.querySelector('dialog').showModal(), expect: 'hidden' },
      { act: () => document.querySelector('dialog').close(), expect: 'bottom', usable },
    ],
  },
  { name: 'in a dialog that is not modal', css: plain, body: dialog, phases: [{ act: () => document.querySelector('dialog').show(), expect: 'bottom', check: atRoot, usable }] },
  {
    name: 'in a modal dialog that scrolls',
    css: '#anchor { display: block; margin: 500px 0 900px 20px; height: 40px }',
    body: dialog.replace('<button', '<button>First</button><button'),
    phases: [
      { act: () => document.querySelector('dialog').showModal(), expect: 'hidden' },
      { act: () => (document.querySelector('dialog').scrollTop = 420), expect: 'bottom', usable },
    ],
  },
  { name: 'a modal dialog itself', css: '#anchor { width: 300px; height: 200px }', body: '<dialog id="anchor">A dialog</dialog>', phases: [{ act: () => document.querySelector('dialog').showModal(), expect: 'bottom', check: inside('dialog'), usable }] },
  {
    name: 'in a modal dialog that closes when one clicks beside it',
    css: plain,
    body: `${dialog.replace('200px', '90px')}<script src="/own.js"></script>`,
    script: `
      const dialog = document.querySelector('dialog');
      dialog.showModal();
      dialog.addEventListener('click', ({ clientX, clientY }) => {
        const { x, y, right, bottom } = dialog.getBoundingClientRect();
        if (clientX < x || clientX > right || clientY < y || clientY > bottom) dialog.close();
      })`,
    phases: [
      { expect: 'bottom', usable },
      { drive: clickOnTip, expect: 'bottom', check: () => document.querySelector('dialog').open || 'the dialog was closed' },
    ],
  },
  {
    name: 'scrolled out of sight in a modal dialog: the tip stays in its layer',
    css: '#anchor { display: block; margin: 20px 0 900px 20px; height: 40px }',
    body: dialog,
    phases: [
      { act: () => document.querySelector('dialog').showModal(), expect: 'bottom' },
      { act: () => (document.querySelector('dialog').scrollTop = 400), expect: 'hidden', check: inside('dialog') },
      { act: () => (document.querySelector('dialog').scrollTop = 0), expect: 'bottom', check: inside('dialog'), usable },
    ],
  },
  {
    name: 'in a popover, which a click on the tip does not close',
    css: plain,
    body: `<div id="pop" popover style="width: 300px; height: 160px">${button}</div>`,
    phases: [
      { act: () => document.querySelector('#pop').showPopover(), expect: 'bottom', check: inside('#pop'), usable },
      {
        drive: clickOnTip,
        expect: 'bottom',
        check: () => document.querySelector('#pop').matches(':popover-open') || 'the popover was closed',
      },
      { act: () => document.querySelector('#pop').hidePopover(), expect: 'hidden', check: atRoot },
    ],
  },
  {
    name: 'in a popover in a modal dialog',
    css: plain,
    body: `<dialog style="width: 600px; height: 400px"><div id="pop" popover style="width: 300px; height: 160px">${button}</div></dialog>`,
    phases: [
      { act: () => (document.querySelector('dialog').showModal(), document.querySelector('#pop').showPopover()), expect: 'bottom', check: inside('#pop'), usable },
    ],
  },
  {
    name: 'in a modal dialog in a shadow root',
    css: '#none {}',
    body: '<x-dialog></x-dialog><script src="/own.js"></script>',
    script: `${inShadow} shadow('x-dialog', '<dialog style="width: 400px; height: 200px"><button id="anchor">Bookmark</button></dialog>').querySelector('dialog').showModal()`,
    target: () => document.querySelector('x-dialog').shadowRoot.querySelector('#anchor'),
    surface: () => document.querySelector('x-dialog').shadowRoot.querySelector('canvass-surface'),
    phases: [{ expect: 'bottom', usable }],
  },
  {
    name: 'what was on the page comes into a modal dialog',
    css: plain,
    body: `<div id="place" style="margin: 100px">${button}</div><dialog style="width: 500px; height: 300px"></dialog>`,
    phases: [
      { expect: 'bottom', check: atRoot },
      {
        act: () => {
          document.querySelector('dialog').append(document.querySelector('#anchor'));
          document.querySelector('dialog').showModal();
        },
        expect: 'bottom',
        check: inside('dialog'),
        usable,
      },
      {
        act: () => {
          document.querySelector('dialog').close();
          document.querySelector('#place').append(document.querySelector('#anchor'));
        },
        expect: 'bottom',
        check: atRoot,
      },
    ],
  },
  {
    name: 'what a modal dialog contains is made anew, with our element in it',
    css: plain,
    body: dialog,
    phases: [
      { act: () => document.querySelector('dialog').showModal(), expect: 'bottom' },
      { act: `${make} document.querySelector('dialog').replaceChildren(anchor)`, expect: 'bottom', check: inside('dialog'), usable },
    ],
  },
  {
    name: 'in what fills the screen',
    css: plain,
    body: `<div id="full" style="background: #eee">${button}<button id="go" onclick="this.parentNode.requestFullscreen()">Fill the screen</button></div>`,
    phases: [
      { expect: 'bottom' },
      { drive: (page) => page.click('#go'), expect: 'bottom', check: inside('#full') },
      { act: () => document.exitFullscreen(), expect: 'bottom', check: atRoot },
    ],
  },
];

// --- zoomed by hand ----------------------------------------------------------------------------------------------

const pinch = (scale) => async (page) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setPageScaleFactor', { pageScaleFactor: scale });
};

const zoom = [
  {
    name: 'zoomed by hand, a little: the tip is in what can be seen',
    css: at(40, 600),
    visit: { device: { ...devices.phone, viewport: { width: 800, height: 900 } } },
    like: false,
    phases: [
      { expect: 'bottom' },
      {
        drive: pinch(1.3),
        expect: 'top',
        check: () => {
          const { bottom } = document.querySelector('canvass-surface').shadowRoot.querySelector('.card').getBoundingClientRect();
          const { offsetTop, height } = visualViewport;
          return bottom <= offsetTop + height || 'the tip is out of view';
        },
      },
      { drive: pinch(1), expect: 'bottom' },
    ],
  },
  {
    name: 'zoomed by hand, so that no tip fits in: it keeps its place on the page',
    css: at(20, 300),
    visit: { device: devices.phone },
    like: false,
    phases: [{ expect: 'bottom' }, { drive: pinch(3), expect: 'bottom' }],
  },
];

export const situations = [
  ...Object.entries({
    room,
    'the element': kinds,
    'what it is in': ancestors,
    'what cuts it off': clipping,
    'what changes': changes,
    'shadow roots and frames': roots,
    'above the page': layers,
    'zoomed by hand': zoom,
  }).flatMap(([group, list]) => list.map((one) => ({ css: standard, body: button, phases: [], ...one, group }))),
];
