// Forms: filled in, corrected, given up.

const order = `<form novalidate class="order"><label>E-mail <input id="email" type="email" required></label> <button id="order">Order</button></form>`;

// Says what is wrong beside the field, as most sites do themselves; sends what is right without leaving the page.
function checked(root) {
  const form = root.querySelector('form');
  form.onsubmit = (event) => {
    event.preventDefault();
    const field = form.querySelector('input');
    field.setAttribute('aria-invalid', String(!field.validity.valid));
    if (!field.validity.valid) return field.focus();
    root.append('Thank you');
    void fetch('/data', { method: 'POST', body: 'x' });
  };
}

export const forms = [
  {
    name: 'a form filled in and sent',
    html: order,
    script: checked,
    async drive(user) {
      await user.fill('#email', 'aru@shop.example');
      await user.click('#order');
    },
    clicks: 2,
  },
  {
    name: 'a form corrected once',
    html: order,
    script: checked,
    async drive(user) {
      await user.fill('#email', 'aru');
      await user.click('#order');
      await user.fill('#email', 'aru@shop.example');
      await user.click('#order');
    },
    clicks: 4,
  },
  {
    name: 'a form that refuses three times what was written, in the page’s own words',
    html: order,
    script: checked,
    async drive(user) {
      for (const wrong of ['aru', 'aru@', '@shop']) {
        await user.fill('#email', wrong);
        await user.click('#order');
        await user.pause(900);
      }
      await user.fill('#email', 'aru@shop.example');
      await user.click('#order');
    },
    clicks: 8,
    expect: [{ signal: 'formStruggle', element: '#email' }],
  },
  {
    name: 'a form that the browser refuses to send three times',
    html: `<form action="/other"><input id="phone" pattern="[0-9]{6}" required><button id="send">Send</button></form>`,
    async drive(user) {
      for (const wrong of ['abc', '12', '1x3']) {
        await user.fill('#phone', wrong);
        await user.click('#send');
        await user.pause(900);
      }
      await user.fill('#phone', '123456');
      await user.click('#send');
      await user.until('the other page', () => location.pathname === '/other');
    },
    clicks: 8,
    expect: [{ signal: 'formStruggle', element: '#phone' }],
  },
  {
    name: 'a field cleared and filled again, and again',
    html: order,
    script: checked,
    async drive(user) {
      await user.fill('#email', 'aru@shop.kz');
      await user.clear();
      await user.type('aru@shop.com');
      await user.clear();
      await user.type('aru@shop.example');
      await user.click('#order');
    },
    clicks: 2,
    expect: [{ signal: 'formStruggle', element: '#email' }],
  },
  {
    name: 'a mistake mended while writing',
    html: order,
    script: checked,
    async drive(user) {
      await user.fill('#email', 'aru@shp');
      for (let n = 0; n < 2; n++) await user.press('Backspace');
      await user.type('op.example');
      await user.click('#order');
    },
    clicks: 2,
  },
  {
    name: 'a search field used again and again',
    html: `<input type="search" aria-label="Search"><p></p>`,
    script(root) {
      root.querySelector('input').oninput = ({ target }) => (root.querySelector('p').textContent = `Results ${target.value.length}`);
    },
    async drive(user) {
      await user.click('input');
      for (const words of ['tea', 'kettle', 'cup', 'gaiwan']) {
        await user.clear();
        await user.type(words);
      }
    },
    clicks: 1,
  },
  {
    name: 'a form begun and given up',
    html: order,
    script: checked,
    async drive(user) {
      await user.fill('#email', 'aru@shop.example');
    },
    clicks: 1,
    expect: [{ signal: 'abandonedForm' }],
  },
  {
    name: 'a form that was only looked at',
    html: order,
    script: checked,
    async drive(user) {
      await user.click('#email');
      await user.press('Tab');
    },
    clicks: 1,
  },
  {
    name: 'a form that its page replaces by its thanks, without an event',
    html: `<form><input id="name"><button type="button">Send</button></form>`,
    script(root) {
      root.querySelector('button').onclick = async () => {
        await fetch('/data', { method: 'POST', body: 'x' });
        root.replaceChildren('Thank you');
      };
    },
    async drive(user) {
      await user.fill('#name', 'Aru');
      await user.click('form button');
      await user.until('the thanks', () => document.querySelector('form') === null);
    },
    clicks: 2,
  },
  {
    name: 'filters that act as they are chosen',
    html: `<form role="search"><label><input type="checkbox"> Green tea</label><select><option>Price<option>Name</select></form><p></p>`,
    script(root) {
      root.querySelector('form').onchange = () => (root.querySelector('p').textContent = 'Fewer teas');
    },
    drive: (user) => user.click('label'),
    clicks: 1,
  },
  {
    name: 'a click on a field’s words and beside the field',
    html: `<form><fieldset><legend>Address</legend><label for="street">Street</label> <input id="street"></fieldset></form>`,
    async drive(user) {
      await user.click('label', { times: 2, apart: 300 });
      await user.click('fieldset', { at: [0.95, 0.6] });
    },
    clicks: 3,
  },
];
