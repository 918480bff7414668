// The demo shop: a cart in localStorage, three languages, and a few calls to canvass().
import { product, products } from './products.js';
import { texts, topics } from './texts.js';

// Calls made before the widget has loaded wait in this queue.
window.canvass ??= (...call) => {
  (window.canvass.q ??= []).push(call);
};

const language = document.documentElement.lang;
// Browsers know little of Kazakh number formats; the Russian one is the same.
const money = new Intl.NumberFormat(language === 'kk' ? 'ru' : language, {
  style: 'currency',
  currency: 'KZT',
  currencyDisplay: 'narrowSymbol',
  maximumFractionDigits: 0,
});

function text(key, values = {}) {
  const found = texts[language][key] ?? texts.en[key];
  return found.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const byId = (id) => document.getElementById(id);

// element('a', { href: '/' }, 'text', otherElement)
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// --- what is remembered ------------------------------------------------------------------------------------

// Storage may be denied; the shop then remembers until the page is left.
function remembered(storage, key, otherwise) {
  let value = otherwise;
  try {
    value = JSON.parse(window[storage].getItem(key)) ?? otherwise;
  } catch {
    // As if nothing had been there.
  }
  return {
    get: () => value,
    set(next) {
      value = next;
      try {
        if (next === null) window[storage].removeItem(key);
        else window[storage].setItem(key, JSON.stringify(next));
      } catch {
        // Kept in memory.
      }
    },
  };
}

const cart = remembered('localStorage', 'ember.cart', {}); // product id → quantity
const promo = remembered('localStorage', 'ember.promo', false);
const order = remembered('sessionStorage', 'ember.order', null);
const again = remembered('sessionStorage', 'ember.again', false);

function totals() {
  const lines = Object.entries(cart.get())
    .map(([id, quantity]) => ({ item: product(id), quantity }))
    .filter((line) => line.item !== undefined);
  const subtotal = lines.reduce((sum, line) => sum + line.item.price * line.quantity, 0);
  const discount = promo.get() ? Math.round(subtotal / 10) : 0;
  return { lines, subtotal, discount, total: subtotal - discount };
}

function put(id, quantity) {
  const next = { ...cart.get() };
  if (quantity > 0) next[id] = quantity;
  else delete next[id];
  cart.set(next);
  showCount();
}

// --- what every page has -----------------------------------------------------------------------------------

function translate() {
  const own = texts[language];
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = own[node.dataset.t] ?? node.textContent;
  for (const node of document.querySelectorAll('[data-t-label]')) {
    node.ariaLabel = own[node.dataset.tLabel] ?? node.ariaLabel;
  }
  for (const node of document.querySelectorAll('[data-t-alt]')) node.alt = own[node.dataset.tAlt] ?? node.alt;
}

function showCount() {
  const count = totals().lines.reduce((sum, line) => sum + line.quantity, 0);
  byId('cart-count').textContent = String(count);
  byId('cart-count').hidden = count === 0;
}

function footer() {
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
    button.addEventListener('click', () => {
      try {
        localStorage.setItem('ember.language', button.dataset.language);
      } catch {
        return; // Nowhere to keep the choice.
      }
      location.reload();
    });
  }
  byId('start-over').addEventListener('click', () => {
    again.set(true);
    cart.set(null);
    promo.set(null);
    order.set(null);
    location.assign('/');
  });
  // On the page we go to and not on the one we leave: the widget may first have to load.
  if (again.get()) window.canvass('reset');
  again.set(null);
}

function card(item) {
  const title = element('a', { href: `/product.html?id=${item.id}` }, item.name[language]);
  return element(
    'li',
    item === products[0] ? { class: 'card', 'data-canvass': 'first-piece' } : { class: 'card' },
    element('div', { class: 'stage' }, picture(item, { loading: 'lazy' })),
    element('h3', {}, title),
    element('p', { class: 'fact' }, item.fact[language]),
    element('p', { class: 'price' }, money.format(item.price)),
  );
}

// A picture beside the product's name says nothing more than the name.
function picture(item, attributes = {}) {
  return element('img', { src: `/img/${item.id}.svg`, alt: '', width: '400', height: '440', ...attributes });
}

// --- the pages ---------------------------------------------------------------------------------------------

const pages = {
  index() {
    byId('products').append(...products.map(card));
    byId('first-steps').addEventListener('click', () => window.canvass('show', 'first-steps'));
  },

  product() {
    const item = product(new URLSearchParams(location.search).get('id'));
    if (item === undefined) {
      byId('product').replaceWith(element('h1', {}, text('product.none')));
      byId('products').append(...products.slice(0, 4).map(card));
      return;
    }
    document.title = `${item.name[language]} · Ember & Clay`;
    const add = element('button', { type: 'button', class: 'button', id: 'add', 'data-canvass': 'add' }, text('product.add'));
    const status = element('p', { class: 'note', role: 'status' });
    add.addEventListener('click', () => {
      put(item.id, (cart.get()[item.id] ?? 0) + 1);
      window.canvass('track', 'product_added', { product: item.id, price: item.price });
      status.replaceChildren(element('a', { href: '/cart.html' }, text('product.added')));
    });
    byId('product').append(
      element('div', { class: 'stage' }, picture(item)),
      element(
        'div',
        {},
        element('h1', {}, item.name[language]),
        element('p', { class: 'fact' }, element('span', { 'data-canvass': 'fact' }, item.fact[language])),
        element('p', { class: 'lead' }, item.text[language]),
        element('p', { class: 'price' }, money.format(item.price)),
        add,
        status,
      ),
    );
    const at = products.indexOf(item);
    const others = [1, 3, 5, 6].map((step) => products[(at + step) % products.length]);
    byId('products').append(...others.map(card));
  },

  cart() {
    function takeOff(good) {
      promo.set(good);
      byId('promo-note').textContent = text(good ? 'cart.promo.good' : 'cart.promo.bad');
      window.canvass('track', good ? 'promo_applied' : 'promo_refused');
      showTotals();
    }
    byId('promo').addEventListener('submit', (submitted) => {
      submitted.preventDefault();
      takeOff(byId('promo-code').value.trim().toUpperCase() === 'FIRSTFIRE');
    });
    // Who could not use the coupon may leave it to us.
    window.canvass('on', 'Guide Clicked', ({ properties }) => {
      if (properties.guide === 'coupon-help' && properties.does === 'track') takeOff(true);
    });
    byId('checkout').addEventListener('click', () => {
      const { lines, total } = totals();
      if (lines.length === 0) return;
      order.set({
        number: `EC-${1000 + Math.floor(Math.random() * 9000)}`,
        total,
        items: lines.map((line) => ({ id: line.item.id, quantity: line.quantity })),
        tracked: false,
      });
      cart.set(null);
      promo.set(null);
      location.assign('/order.html');
    });

    function showTotals() {
      const { lines, subtotal, discount, total } = totals();
      const rows = [
        ['cart.subtotal', money.format(subtotal)],
        ...(discount > 0 ? [['cart.discount', money.format(-discount)]] : []),
        ['cart.delivery', text('cart.free')],
        ['cart.total', money.format(total)],
      ];
      byId('totals').replaceChildren(
        ...rows.map(([key, value]) => element('div', {}, element('dt', {}, text(key)), element('dd', {}, value))),
      );
      byId('empty').hidden = lines.length > 0;
      byId('checkout').disabled = lines.length === 0;
    }

    function line({ item, quantity }) {
      const name = item.name[language];
      const count = element('input', {
        type: 'number',
        min: '1',
        max: '99',
        value: String(quantity),
        'aria-label': text('cart.quantity', { name }),
      });
      const sum = element('p', { class: 'price' }, money.format(item.price * quantity));
      const remove = element('button', { type: 'button', class: 'quiet', 'aria-label': text('cart.remove', { name }) }, '✕');
      const row = element(
        'li',
        { class: 'line' },
        element('div', { class: 'stage' }, picture(item)),
        element(
          'div',
          {},
          element('h2', {}, element('a', { href: `/product.html?id=${item.id}` }, name)),
          element('p', { class: 'fact' }, item.fact[language]),
        ),
        count,
        sum,
        remove,
      );
      count.addEventListener('change', () => {
        const next = Math.min(99, Math.max(1, Math.round(Number(count.value)) || 1));
        count.value = String(next);
        put(item.id, next);
        sum.textContent = money.format(item.price * next);
        showTotals();
      });
      remove.addEventListener('click', () => {
        put(item.id, 0);
        row.remove();
        showTotals();
        if (totals().lines.length === 0) window.canvass('track', 'cart_emptied');
      });
      return row;
    }

    byId('lines').append(...totals().lines.map(line));
    showTotals();
  },

  order() {
    const placed = order.get();
    byId('order').hidden = placed === null;
    byId('no-order').hidden = placed !== null;
    if (placed === null) return;
    byId('order-line').textContent = text('order.line', { number: placed.number, total: money.format(placed.total) });
    byId('parcel').append(
      ...placed.items.map(({ id, quantity }) => {
        const item = product(id);
        const name = quantity > 1 ? `${item.name[language]} × ${quantity}` : item.name[language];
        return element('li', {}, element('div', { class: 'stage' }, picture(item)), name);
      }),
    );
    if (placed.tracked) return; // A reload is not a second order.
    order.set({ ...placed, tracked: true });
    window.canvass('track', 'order_completed', {
      order: placed.number,
      total: placed.total,
      currency: 'KZT',
      pieces: placed.items.reduce((sum, item) => sum + item.quantity, 0),
    });
  },

  support() {
    byId('topic-list').append(
      ...topics.map((topic) =>
        element('li', {}, element('a', { href: `/support.html?topic=${topic.id}` }, topic.title[language])),
      ),
    );

    function show(moveFocus) {
      const asked = new URLSearchParams(location.search).get('topic');
      const topic = topics.find((one) => one.id === asked);
      byId('topics').hidden = topic !== undefined;
      byId('answer').hidden = topic === undefined;
      byId('outcome').textContent = '';
      byId('solved').hidden = false;
      if (topic === undefined) return;
      byId('answer-title').textContent = topic.title[language];
      byId('answer-text').replaceChildren(...topic.text[language].map((part) => element('p', {}, part)));
      if (moveFocus) byId('answer-title').focus();
    }

    // Moving about here is a single-page affair; a new tab or a copied address works all the same.
    byId('main').addEventListener('click', (clicked) => {
      const link = clicked.target.closest('a[href^="/support.html"]');
      if (link === null || clicked.ctrlKey || clicked.metaKey || clicked.shiftKey) return;
      clicked.preventDefault();
      history.pushState(null, '', link.href);
      show(true);
    });
    window.addEventListener('popstate', () => show(false));

    function end(key) {
      byId('solved').hidden = true;
      byId('outcome').textContent = text(key);
    }
    const solved = (event, outcome) => () => {
      end(outcome);
      window.canvass('track', event, { topic: new URLSearchParams(location.search).get('topic') });
    };
    byId('solved-yes').addEventListener('click', solved('support_resolved', 'support.glad'));
    byId('solved-no').addEventListener('click', solved('support_unsolved', 'support.write'));

    show(false);
  },
};

translate();
showCount();
footer();
pages[document.body.dataset.page]();
