// Buttons whose answer is elsewhere: on the network, in a worker's hands, in an error.

const unsaid = { expect: [], why: 'WebKit tells no page the status of its requests, and of those that were cut nothing' };

export const requests = [
  {
    name: 'a slow fetch that shows nothing meanwhile',
    html: `<button id="pay">Pay</button><p></p>`,
    script(root) {
      root.querySelector('button').onclick = async () => {
        await fetch('/slow');
        root.querySelector('p').textContent = 'Paid';
      };
    },
    drive: (user) => user.click('#pay'),
    clicks: 1,
  },
  {
    name: 'a slow XMLHttpRequest that shows nothing meanwhile',
    html: `<button id="pay">Pay</button><p></p>`,
    script(root) {
      root.querySelector('button').onclick = () => {
        const request = new XMLHttpRequest();
        request.open('POST', '/slow');
        request.onload = () => (root.querySelector('p').textContent = 'Paid');
        request.send();
      };
    },
    drive: (user) => user.click('#pay'),
    clicks: 1,
  },
  {
    name: 'a slow button that is hammered',
    html: `<button id="pay">Pay</button>`,
    script(root) {
      root.querySelector('button').onclick = () => fetch('/slow');
    },
    drive: (user) => user.click('#pay', { times: 5 }),
    clicks: 5,
    expect: [{ signal: 'rage', element: '#pay', count: 5 }],
  },
  {
    name: 'a request that the framework starts a moment later',
    html: `<button>Save</button>`,
    script(root) {
      root.querySelector('button').onclick = () => setTimeout(() => fetch('/slow'), 250); // debounced
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a request that fails with a status',
    html: `<button id="save">Save</button>`,
    script(root) {
      root.querySelector('button').onclick = () => fetch('/fails').then(() => undefined);
    },
    drive: (user) => user.click('#save'),
    clicks: 1,
    expect: [{ signal: 'error', element: '#save', kind: 'request', status: 500 }],
    webkit: unsaid,
  },
  {
    name: 'an XMLHttpRequest that fails with a status',
    html: `<button id="save">Save</button>`,
    script(root) {
      root.querySelector('button').onclick = () => {
        const request = new XMLHttpRequest();
        request.open('GET', '/fails');
        request.send();
      };
    },
    drive: (user) => user.click('#save'),
    clicks: 1,
    expect: [{ signal: 'error', element: '#save', kind: 'request', status: 500 }],
    webkit: unsaid,
  },
  {
    name: 'a request whose connection is cut, and the page says so',
    html: `<button id="save">Save</button><p role="alert"></p>`,
    script(root) {
      root.querySelector('button').onclick = () =>
        fetch('/cut').catch(() => {
          root.querySelector('p').textContent = 'That did not work.';
        });
    },
    drive: (user) => user.click('#save'),
    clicks: 1,
    expect: [{ signal: 'error', element: '#save', kind: 'request' }],
    webkit: unsaid,
  },
  {
    name: 'a request that was under way before the click and fails after it',
    html: `<button id="open">Open</button><p></p>`,
    script(root) {
      root.querySelector('button').onclick = () => (root.querySelector('p').textContent = 'Open');
      window.poll = () => fetch('/fails-late');
    },
    async drive(user) {
      await user.evaluate(() => void window.poll());
      await user.pause(100);
      await user.click('#open');
      await user.until('the late answer', () => performance.getEntriesByName(`${location.origin}/fails-late`).length > 0);
    },
    clicks: 1,
  },
  {
    name: 'a button that throws',
    html: `<button id="add">Add</button>`,
    script(root) {
      root.querySelector('button').onclick = () => {
        throw new TypeError('price of undefined, for aru@shop.example');
      };
    },
    drive: (user) => user.click('#add'),
    clicks: 1,
    expect: [{ signal: 'error', element: '#add', kind: 'exception' }],
    throws: true,
  },
  {
    name: 'a button that throws before it is ready, hammered',
    html: `<button id="add">Add</button>`,
    script(root) {
      root.querySelector('button').onclick = () => {
        throw new TypeError('not ready');
      };
    },
    drive: (user) => user.click('#add', { times: 4 }),
    clicks: 4,
    expect: [...Array.from({ length: 4 }, () => ({ signal: 'error', element: '#add' })), { signal: 'rage', element: '#add', count: 4 }],
    throws: true,
  },
  {
    name: 'a button whose promise is rejected, later and with nobody to hear',
    html: `<button id="add">Add</button>`,
    script(root) {
      root.querySelector('button').onclick = async () => {
        await (await fetch('/data')).json();
        throw new RangeError('out of stock');
      };
    },
    drive: (user) => user.click('#add'),
    clicks: 1,
    expect: [{ signal: 'error', element: '#add', kind: 'rejection' }],
    throws: true,
  },
  {
    name: 'an error long after the click',
    html: `<button id="open">Open</button><p></p>`,
    script(root) {
      root.querySelector('button').onclick = () => {
        root.querySelector('p').textContent = 'Open';
        setTimeout(() => {
          throw new Error('of something else');
        }, 1600);
      };
    },
    async drive(user) {
      await user.click('#open');
      await user.pause(1700);
    },
    clicks: 1,
    throws: true,
  },
  {
    name: 'a message over a WebSocket',
    html: `<input aria-label="Message"><button>Send</button>`,
    script(root) {
      const socket = new WebSocket(`ws://${location.host}/socket`);
      socket.onopen = () => root.setAttribute('data-open', '');
      root.querySelector('button').onclick = () => socket.send('hello');
    },
    async drive(user) {
      await user.until('an open socket', () => document.querySelector('[data-open]') !== null);
      await user.click('button');
    },
    clicks: 1,
  },
  {
    name: 'a dead button whose click only analytics hear of',
    html: `<button id="dead">Apply</button>`,
    script(root) {
      root.querySelector('button').onclick = () => {
        navigator.sendBeacon('/data', 'click');
        fetch('/data', { method: 'POST', keepalive: true, body: 'click' });
      };
    },
    drive: (user) => user.click('#dead'),
    clicks: 1,
    expect: [{ signal: 'dead', element: '#dead' }],
  },
  {
    name: 'code that is loaded by the click and takes a second',
    html: `<button>Edit</button><p></p>`,
    script(root) {
      root.querySelector('button').onclick = async () => {
        const { words } = await import('/chunk.js');
        root.querySelector('p').textContent = words;
      };
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
];
