// Where a visitor does struggle, and beside each of them what only looks like it.

const dead = `<button id="coupon">Apply coupon</button>`;

export const struggles = [
  {
    name: 'a dead button',
    html: dead,
    drive: (user) => user.click('#coupon'),
    clicks: 1,
    expect: [{ signal: 'dead', element: '#coupon' }],
  },
  {
    name: 'words that look like a link',
    html: `<span class="link" style="cursor: pointer; color: blue; text-decoration: underline">All reviews</span>`,
    drive: (user) => user.click('.link'),
    clicks: 1,
    expect: [{ signal: 'dead' }],
  },
  {
    name: 'a dead button of ARIA, named for us',
    html: `<div role="button" tabindex="0" data-canvass="size-guide">Size guide</div>`,
    drive: (user) => user.click('[role=button]'),
    clicks: 1,
    expect: [{ signal: 'dead', element: '[data-canvass="size-guide"]' }],
  },
  {
    name: 'a dead button, hammered',
    html: dead,
    drive: (user) => user.click('#coupon', { times: 5 }),
    clicks: 5,
    expect: [
      { signal: 'dead', element: '#coupon', count: 5 },
      { signal: 'rage', element: '#coupon', count: 5 },
    ],
  },
  {
    name: 'a dead button whose picture is pressed, now here, now there',
    html: `<button id="coupon" style="padding: 4px"><svg width="14" height="14"><circle cx="7" cy="7" r="6"/></svg><b>Go</b> <i>on</i></button>`,
    drive: (user) => user.clickOver(['#coupon svg', '#coupon b', '#coupon svg', '#coupon b']),
    clicks: 4,
    expect: [
      { signal: 'dead', element: '#coupon', count: 4 },
      { signal: 'rage', element: '#coupon', count: 4 },
    ],
  },
  {
    name: 'two clicks and no more',
    html: `<button>Refresh</button><p></p>`,
    script(root) {
      root.querySelector('button').onclick = () => (root.querySelector('p').textContent += '.');
    },
    drive: (user) => user.click('button', { times: 2 }),
    clicks: 2,
  },
  {
    name: 'three clicks without haste',
    html: `<button>Refresh</button><p></p>`,
    script(root) {
      root.querySelector('button').onclick = () => (root.querySelector('p').textContent += '.');
    },
    drive: (user) => user.click('button', { times: 4, apart: 600 }),
    clicks: 4,
  },
  {
    name: 'a large area, pressed here and there in haste',
    html: `<div class="area" role="button" tabindex="0" style="width: 400px; height: 200px; background: #eee">Whack</div>`,
    script(root) {
      root.querySelector('.area').onclick = () => root.querySelector('.area').append('.');
    },
    async drive(user) {
      for (const at of [[0.1, 0.2], [0.9, 0.2], [0.5, 0.8], [0.1, 0.8]]) await user.click('.area', { at });
    },
    clicks: 4,
  },
  {
    name: 'a disabled button, hammered',
    html: `<button id="continue" disabled>Continue</button>`,
    drive: (user) => user.click('#continue', { times: 5 }),
    clicks: 5,
    expect: [{ signal: 'rage', element: '#continue', count: 5 }],
  },
  {
    name: 'a disabled button, tried once',
    html: `<button id="continue" disabled>Continue</button>`,
    drive: (user) => user.click('#continue'),
    clicks: 1,
  },
  {
    name: 'a picture that cannot be enlarged, hammered',
    html: `<img id="photo" alt="A gaiwan" width="200" height="120" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E">`,
    drive: (user) => user.click('#photo', { times: 4 }),
    clicks: 4,
    expect: [{ signal: 'rage', element: '#photo', count: 4 }],
  },
  {
    name: 'a picture, pressed once',
    html: `<img alt="A gaiwan" width="200" height="120" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E">`,
    drive: (user) => user.click('img'),
    clicks: 1,
  },
  {
    name: 'something dead within data-canvass-ignore, hammered',
    html: `<div data-canvass-ignore><button>Clap</button></div>`,
    drive: (user) => user.click('button', { times: 6 }),
    clicks: 0,
  },
  {
    name: 'something dead within what the configuration ignores, hammered',
    html: `<div class="ignored-game"><button>Hit</button></div>`,
    drive: (user) => user.click('button', { times: 6 }),
    clicks: 0,
  },
  {
    name: 'the mouse thrown to and fro',
    html: `<p>Where is it?</p>`,
    async drive(user) {
      for (let n = 0; n < 6; n++) {
        await user.move([150, 300]);
        await user.pause(90);
        await user.move([750, 310]);
        await user.pause(90);
      }
    },
    clicks: 0,
    expect: [{ signal: 'thrash' }],
  },
  {
    name: 'the mouse on its way through a menu',
    html: `<nav style="width: 600px; display: flex; gap: 60px">${['Tea', 'Pots', 'Cups', 'About'].map((word) => `<a href="#${word}">${word}</a>`).join('')}</nav>`,
    async drive(user) {
      for (const n of [1, 2, 3, 4, 3, 2]) {
        await user.move(`a:nth-child(${n})`);
        await user.pause(80);
      }
      await user.click('a:nth-child(2)');
    },
    clicks: 1,
  },
  {
    name: 'a page left at once again',
    html: `<a href="/watched">Delivery</a>`,
    async drive(user) {
      await user.click('a');
      await user.started('/watched');
      await user.back();
      await user.started();
    },
    clicks: undefined,
    expect: [{ signal: 'quickBack', to: '/watched' }],
    firefox: { expect: [] }, // a page that it has kept learns nothing of the others
  },
  {
    name: 'a page that was read before it was left',
    html: `<a href="/watched">Delivery</a>`,
    async drive(user) {
      await user.click('a');
      await user.started('/watched');
      await user.click('p');
      await user.wheel('p', 300);
      await user.pause(300);
      await user.back();
      await user.started();
    },
    clicks: undefined,
  },
  {
    name: 'a page loaded again and again',
    html: `<p>Is it there yet?</p>`,
    async drive(user) {
      for (let n = 0; n < 4; n++) {
        await user.reload();
        await user.started();
      }
    },
    clicks: undefined,
    expect: [{ signal: 'refreshBurst' }],
  },
  {
    name: 'a page loaded once more',
    html: `<p>Is it there yet?</p>`,
    async drive(user) {
      await user.reload();
      await user.started();
    },
    clicks: undefined,
  },
  {
    name: 'our own card, hammered',
    html: `<p>A page with a question</p>`,
    async drive(user) {
      await user.evaluate(() => window.canvass('show', 'nps'));
      const card = await user.card('[role=dialog]');
      await user.click(card, { times: 6 });
    },
    clicks: 0,
  },
  {
    name: 'our own tip, hammered',
    html: `<button id="anchor">Save</button>`,
    async drive(user) {
      await user.evaluate(() => window.canvass('show', 'tip'));
      const card = await user.card('[role=dialog]');
      await user.click(card, { times: 6 });
    },
    clicks: 0,
  },
  {
    name: 'a button that only draws on a canvas',
    html: `<button id="roll">Roll the dice</button><canvas width="100" height="60"></canvas>`,
    script(root) {
      const context = root.querySelector('canvas').getContext('2d');
      root.querySelector('button').onclick = () => context.fillRect(Math.random() * 90, 10, 8, 8);
    },
    drive: (user) => user.click('#roll'),
    clicks: 1,
  },
  {
    name: 'a link to nowhere',
    html: `<a href="javascript:void(0)">Terms</a>`,
    drive: (user) => user.click('a'),
    clicks: 1,
    expect: [{ signal: 'dead' }],
  },
  // --- known limits ------------------------------------------------------------------------------------------------
  {
    name: 'a dead button on a page whose clock ticks',
    html: `${dead}<time>0</time>`,
    script(root) {
      setInterval(() => (root.querySelector('time').textContent = String(performance.now())), 500);
    },
    drive: (user) => user.click('#coupon'),
    clicks: 1,
    expect: [],
    limit: 'Any change of the document counts as the effect: on a page that changes by itself dead clicks go unseen.',
  },
];
