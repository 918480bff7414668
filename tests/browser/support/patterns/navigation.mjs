// Links and everything else that leads somewhere.

export const navigation = [
  {
    name: 'a link to a place on this page, also when one is there already',
    html: `<a href="#below">Below</a><div style="height: 1500px"></div><h2 id="below">Below</h2>`,
    async drive(user) {
      await user.click('a');
      await user.evaluate(() => scrollTo(0, 0));
      await user.click('a');
    },
    clicks: 2,
  },
  {
    name: 'a link that a router of the page takes',
    html: `<a href="/patterns/other-view">Other view</a><p>One</p>`,
    script(root) {
      root.querySelector('a').onclick = (event) => {
        event.preventDefault();
        history.pushState({}, '', location.pathname + '?view=other');
      };
    },
    drive: (user) => user.click('a'),
    clicks: 1,
  },
  {
    name: 'a button that only changes the address',
    html: `<button>Next step</button>`,
    script(root) {
      root.querySelector('button').onclick = () => history.replaceState({}, '', `${location.pathname}#step-2`);
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a card that is a link all over',
    html: `<div class="card" style="cursor: pointer; width: 200px; height: 100px; border: 1px solid"><h3>Gaiwan</h3><p>Holds 150 ml</p></div>`,
    script(root) {
      root.querySelector('.card').onclick = () => (location.href = '/other');
    },
    async drive(user) {
      await user.click('.card', { at: [0.5, 0.8] });
      await user.until('the other page', () => location.pathname === '/other');
    },
    clicks: 1,
  },
  {
    name: 'a button that leads to a slow page',
    html: `<button>Checkout</button>`,
    script(root) {
      root.querySelector('button').onclick = () => (location.href = '/slow-page');
    },
    async drive(user) {
      await user.click('button');
      await user.until('the slow page', () => location.pathname === '/slow-page');
    },
    clicks: 1,
  },
  {
    name: 'a link to a file',
    html: `<a href="/file.csv" download>Prices</a>`,
    drive: (user) => user.click('a'),
    clicks: 1,
  },
  {
    name: 'a file made by the page, through a link that it adds',
    html: `<button>Export</button>`,
    script(root) {
      root.querySelector('button').onclick = () => {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob(['a,b']));
        link.download = 'prices.csv';
        document.body.append(link);
        link.click();
        link.remove();
      };
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a file made by the page, through a link that is nowhere',
    html: `<button>Export</button>`,
    script(root) {
      root.querySelector('button').onclick = () => {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob(['a,b']));
        link.download = 'prices.csv';
        link.click();
      };
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a file of the server, through its address',
    html: `<button>Invoice</button>`,
    script(root) {
      root.querySelector('button').onclick = () => (location.href = '/file.csv'); // answered as an attachment: the page stays
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a new window',
    html: `<button>Chat</button>`,
    script(root) {
      root.querySelector('button').onclick = () => void window.open('/other', 'chat', 'width=300,height=300');
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a link in a new tab, by the Ctrl key',
    html: `<a href="/other">Other</a>`,
    drive: (user) => user.click('a', { key: 'Control' }),
    clicks: undefined,
  },
  {
    name: 'a skip link and a button that moves the focus only',
    html: `<a href="#content">Skip to content</a><button>Search</button><input id="field" type="search"><div id="content" tabindex="-1">Content</div>`,
    script(root) {
      root.querySelector('button').onclick = () => root.querySelector('#field').focus();
    },
    async drive(user) {
      await user.click('a');
      await user.click('button');
    },
    clicks: 2,
  },
  {
    name: 'back to the top',
    html: `<div style="height: 3000px"></div><button>Back to top</button>`,
    script(root) {
      root.querySelector('button').onclick = () => scrollTo({ top: 0 });
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a button that shows what is below',
    html: `<button>Read reviews</button><div style="height: 2000px"></div><h2>Reviews</h2>`,
    script(root) {
      root.querySelector('button').onclick = () => root.querySelector('h2').scrollIntoView({ behavior: 'smooth' });
    },
    drive: (user) => user.click('button'),
    clicks: 1,
  },
  {
    name: 'a search form that opens another page',
    html: `<form action="/other"><input name="q"><button>Search</button></form>`,
    async drive(user) {
      await user.fill('input', 'tea');
      await user.click('form button');
      await user.until('the other page', () => location.pathname === '/other');
    },
    clicks: 2,
  },
];
