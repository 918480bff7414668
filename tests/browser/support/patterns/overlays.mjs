// What opens and closes.

export const overlays = [
  {
    name: 'alert, confirm and prompt',
    html: `<button class="alert">Help</button><button class="confirm">Delete</button><button class="prompt">Rename</button>`,
    script(root) {
      root.querySelector('.alert').onclick = () => alert('Here is help');
      root.querySelector('.confirm').onclick = () => void confirm('Really?');
      root.querySelector('.prompt').onclick = () => void prompt('Name?');
    },
    async drive(user) {
      await user.click('.alert');
      await user.click('.confirm');
      await user.click('.prompt');
    },
    clicks: 3,
  },
  {
    name: 'a native dialog, opened and closed',
    html: `<button class="open">Size guide</button><dialog><form method="dialog"><button class="close">Close</button></form></dialog>`,
    script(root) {
      root.querySelector('.open').onclick = () => root.querySelector('dialog').showModal();
    },
    async drive(user) {
      await user.click('.open');
      await user.click('.close');
    },
    clicks: 2,
  },
  {
    name: 'a native popover, without any script',
    html: `<button popovertarget="menu">Menu</button><div id="menu" popover>Items</div>`,
    async drive(user) {
      await user.click('button');
      await user.pause(200);
      await user.click('button');
    },
    clicks: 2,
  },
  {
    name: 'details and summary',
    html: `<details><summary>Shipping</summary><p>Three days</p></details>`,
    drive: (user) => user.click('summary', { times: 2, apart: 250 }),
    clicks: 2,
  },
  {
    name: 'a menu that CSS alone opens by the focus',
    style: '.css-menu div { display: none } .css-menu:focus-within div { display: block }',
    html: `<div class="css-menu"><button>Account</button><div><a href="#orders">Orders</a></div></div>`,
    drive: (user) => user.click('.css-menu button'),
    clicks: 1,
  },
  {
    name: 'a select of the page’s own',
    html: `<div class="select" role="combobox" tabindex="0" aria-expanded="false" aria-controls="colours" style="width: 120px; border: 1px solid; cursor: pointer">Red</div><ul id="colours" role="listbox" hidden style="margin: 0">${['Red', 'Green', 'Blue'].map((word) => `<li role="option">${word}</li>`).join('')}</ul>`,
    script(root) {
      const [box, list] = [root.querySelector('.select'), root.querySelector('ul')];
      box.onclick = () => {
        list.hidden = !list.hidden;
        box.setAttribute('aria-expanded', String(!list.hidden));
      };
      list.onclick = ({ target }) => {
        box.textContent = target.textContent;
        list.hidden = true;
      };
    },
    async drive(user) {
      await user.click('.select');
      await user.click('li:nth-child(3)');
      await user.click('.select');
      await user.click('li:nth-child(1)');
    },
    clicks: 4,
  },
  {
    name: 'a field that suggests while one types',
    html: `<input role="combobox" aria-label="City" aria-controls="cities"><ul id="cities" role="listbox"></ul>`,
    script(root) {
      const [input, list] = [root.querySelector('input'), root.querySelector('ul')];
      input.oninput = () => {
        const found = ['Almaty', 'Astana', 'Berlin'].filter((city) => city.toLowerCase().startsWith(input.value.toLowerCase()));
        list.replaceChildren(...found.map((city) => Object.assign(document.createElement('li'), { textContent: city, role: 'option' })));
      };
      list.onclick = ({ target }) => {
        input.value = target.textContent;
        list.replaceChildren();
      };
    },
    async drive(user) {
      await user.click('input');
      await user.type('A');
      await user.click('li:nth-child(2)');
    },
    clicks: 2,
  },
  {
    name: 'tabs, also the one that is open already',
    html: `<div role="tablist"><button role="tab" aria-selected="true">Details</button><button role="tab" aria-selected="false">Reviews</button></div><div role="tabpanel">Details</div>`,
    script(root) {
      for (const tab of root.querySelectorAll('[role=tab]')) {
        tab.onclick = () => {
          if (tab.getAttribute('aria-selected') === 'true') return;
          for (const other of root.querySelectorAll('[role=tab]')) other.setAttribute('aria-selected', String(other === tab));
          root.querySelector('[role=tabpanel]').textContent = tab.textContent;
        };
      }
    },
    async drive(user) {
      await user.click('[role=tab]:nth-child(2)');
      await user.pause(300);
      await user.click('[role=tab]:nth-child(2)');
    },
    clicks: 2,
  },
  {
    name: 'the tab that is open already, and nothing else',
    html: `<div role="tablist"><button role="tab" aria-selected="true">Details</button><button role="tab" aria-selected="false">Reviews</button></div>`,
    drive: (user) => user.click('[role=tab]'),
    clicks: 1,
  },
  {
    name: 'an accordion',
    html: `<h3><button aria-expanded="false" aria-controls="answer">Do you ship to Japan?</button></h3><div id="answer" hidden>Yes</div>`,
    script(root) {
      const button = root.querySelector('button');
      button.onclick = () => {
        const open = button.getAttribute('aria-expanded') !== 'true';
        button.setAttribute('aria-expanded', String(open));
        root.querySelector('#answer').hidden = !open;
      };
    },
    drive: (user) => user.click('button', { times: 2, apart: 200 }),
    clicks: 2,
  },
  {
    name: 'a tip at a question mark',
    html: `<span class="help" role="button" tabindex="0" style="cursor: help">?</span>`,
    script(root) {
      root.querySelector('.help').onclick = () => {
        root.append(Object.assign(document.createElement('div'), { role: 'tooltip', textContent: 'The CVC is on the back' }));
      };
    },
    drive: (user) => user.click('.help'),
    clicks: 1,
  },
  {
    name: 'something copied without a word',
    html: `<code>SAVE10</code><button class="new">Copy</button><button class="old">Copy too</button>`,
    script(root) {
      root.querySelector('.new').onclick = () => void navigator.clipboard?.writeText('SAVE10').catch(() => undefined);
      root.querySelector('.old').onclick = () => {
        getSelection().selectAllChildren(root.querySelector('code'));
        document.execCommand('copy');
        getSelection().removeAllRanges();
      };
    },
    async drive(user) {
      await user.click('.new');
      await user.pause(100);
      await user.click('.old');
    },
    clicks: 2,
  },
  {
    name: 'a menu behind three lines',
    html: `<button class="hamburger" aria-label="Menu" aria-expanded="false"><span style="display: block; width: 20px; border-top: 2px solid"></span></button><nav hidden><a href="#a">Teas</a></nav>`,
    script(root) {
      root.querySelector('button').onclick = () => (root.querySelector('nav').hidden = !root.querySelector('nav').hidden);
    },
    drive: (user) => user.click('.hamburger', { times: 2, apart: 250 }),
    clicks: 2,
  },
  {
    name: 'a modal that a click beside it closes',
    html: `<button class="open">Open</button><div class="backdrop" hidden style="position: fixed; inset: 0; background: #0008"><div class="modal" style="background: #fff; width: 200px; margin: 100px auto">Words</div></div>`,
    script(root) {
      const backdrop = root.querySelector('.backdrop');
      root.querySelector('.open').onclick = () => (backdrop.hidden = false);
      backdrop.onclick = ({ target }) => {
        if (target === backdrop) backdrop.hidden = true;
      };
    },
    async drive(user) {
      await user.click('.open');
      await user.click('.modal');
      await user.click('.backdrop', { at: [0.05, 0.9] });
    },
    clicks: 3,
  },
  {
    name: 'a button that only changes a class of the body',
    style: 'body.dark { background: #222 }',
    html: `<button>Dark</button>`,
    script(root) {
      root.querySelector('button').onclick = () => document.body.classList.toggle('dark');
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a custom element that changes within its shadow only',
    html: `<my-counter></my-counter>`,
    script() {
      customElements.define(
        'my-counter',
        class extends HTMLElement {
          connectedCallback() {
            const root = this.attachShadow({ mode: 'open' });
            const button = document.createElement('button');
            const output = document.createElement('output');
            root.append(button, output);
            button.textContent = 'Count';
            button.onclick = () => (output.textContent += 'I');
          }
        },
      );
    },
    drive: (user) => user.click('my-counter >>> button'),
    clicks: 1,
  },
  {
    name: 'an animation that changes nothing in the document',
    html: `<button>Shake</button><div class="box" style="width: 40px; height: 40px; background: #c33"></div>`,
    script(root) {
      root.querySelector('button').onclick = () => root.querySelector('.box').animate([{ opacity: 1 }, { opacity: 0 }], { duration: 400, fill: 'forwards' });
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
];
