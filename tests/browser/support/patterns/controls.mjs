// Buttons and fields of every kind that do as they should.

export const controls = [
  {
    name: 'a carousel, next and previous hammered',
    html: `<div class="carousel" aria-roledescription="carousel" style="overflow: hidden; width: 300px">
      <div class="track" style="display: flex; width: 1800px">${[1, 2, 3, 4, 5, 6].map((n) => `<div style="width: 300px">Picture ${n}</div>`).join('')}</div>
      <button class="previous" aria-label="Previous slide">‹</button><button class="next" aria-label="Next slide">›</button></div>`,
    script(root) {
      let at = 0;
      const go = (by) => {
        at = (at + by + 6) % 6;
        root.querySelector('.track').style.transform = `translateX(${-300 * at}px)`;
      };
      root.querySelector('.next').onclick = () => go(1);
      root.querySelector('.previous').onclick = () => go(-1);
    },
    async drive(user) {
      await user.click('.next', { times: 6 });
      await user.click('.previous', { times: 4 });
    },
    clicks: 10,
  },
  {
    name: 'a carousel that scrolls, with an arrow that has no name but a class',
    html: `<div class="track" style="overflow: auto; width: 200px; height: 60px"><div style="width: 4000px; height: 40px">Pictures</div></div>
      <button class="swiper-button-next"><svg width="12" height="12"><path d="M2 2l8 4-8 4z"/></svg></button>`,
    script(root) {
      root.querySelector('button').onclick = () => root.querySelector('.track').scrollBy({ left: 200 });
    },
    drive: (user) => user.click('.swiper-button-next', { times: 5 }),
    clicks: 5,
  },
  {
    name: 'a quantity, plus and minus hammered',
    html: `<button class="qty-minus">−</button> <output>1</output> <button class="qty-plus">+</button>`,
    script(root) {
      const output = root.querySelector('output');
      const add = (by) => () => (output.textContent = String(Number(output.textContent) + by));
      root.querySelector('.qty-minus').onclick = add(-1);
      root.querySelector('.qty-plus').onclick = add(1);
    },
    async drive(user) {
      await user.click('.qty-plus', { times: 7 });
      await user.click('.qty-minus', { times: 4 });
    },
    clicks: 11,
  },
  {
    name: 'a quantity whose buttons are pictures with a label',
    html: `<button aria-label="Decrease quantity"><svg width="10" height="10"><path d="M0 4h10v2H0z"/></svg></button> <input value="1" readonly size="2">
      <button aria-label="Increase quantity"><svg width="10" height="10"><path d="M0 4h10v2H0z"/></svg></button>`,
    script(root) {
      const [less, more] = root.querySelectorAll('button');
      const input = root.querySelector('input');
      more.onclick = () => input.value++; // no event and no change to the DOM comes of this
      less.onclick = () => input.value--;
    },
    async drive(user) {
      await user.click('[aria-label^=In]', { times: 5 });
      await user.click('[aria-label^=De]', { times: 3 });
    },
    clicks: 8,
  },
  {
    name: 'the spinner of a number field',
    html: `<label>Guests <input type="number" value="2" style="width: 90px"></label>`,
    async drive(user) {
      await user.move('input');
      await user.click('input', { times: 5, at: [0.93, 0.3] });
      await user.click('input', { times: 3, at: [0.93, 0.7] });
    },
    clicks: 8,
  },
  {
    name: 'a range slider, pressed again and again in one place and dragged',
    html: `<label>Price <input type="range" min="0" max="100" style="width: 300px"></label>`,
    async drive(user) {
      await user.click('input', { times: 4, at: [0.8, 0.5] });
      await user.drag('input', [80, 0], [-60, 0]);
    },
    clicks: 4, // a drag is none
  },
  {
    name: 'a slider of the page’s own',
    html: `<div role="slider" tabindex="0" aria-label="Volume" aria-valuenow="5" style="width: 200px; height: 12px; background: #ccc"></div>`,
    script(root) {
      const slider = root.querySelector('div');
      slider.onpointerdown = ({ offsetX }) => slider.setAttribute('aria-valuenow', String(Math.round(offsetX / 20)));
    },
    drive: (user) => user.click('[role=slider]', { times: 5 }),
    clicks: 5,
  },
  {
    name: 'a calculator',
    html: `<input class="display" readonly><div class="keys" style="display: grid; grid-template-columns: repeat(4, 40px)">${[...'789÷456×123−0.=+']
      .map((key) => `<button data-key="${key}">${key}</button>`)
      .join('')}</div>`,
    script(root) {
      root.onclick = ({ target }) => {
        if (target.dataset.key) root.querySelector('.display').value += target.dataset.key;
      };
    },
    async drive(user) {
      for (const key of '125+75') await user.click(`[data-key="${key}"]`);
      await user.click('[data-key="0"]', { times: 4 });
      await user.click('[data-key="="]');
    },
    clicks: 11,
  },
  {
    name: 'a code typed on keys of the screen',
    html: `<p aria-live="polite">____</p>${[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map((n) => `<button class="key">${n}</button>`).join('')}<button class="erase" aria-label="Delete">⌫</button>`,
    script(root) {
      let code = '';
      const show = () => (root.querySelector('p').textContent = '•'.repeat(code.length).padEnd(4, '_'));
      for (const key of root.querySelectorAll('.key')) {
        key.onclick = () => {
          code = (code + key.textContent).slice(0, 4);
          show();
        };
      }
      root.querySelector('.erase').onclick = () => {
        code = code.slice(0, -1);
        show();
      };
    },
    async drive(user) {
      await user.click('.key:nth-of-type(7)', { times: 4 });
      await user.click('.erase', { times: 4 });
    },
    clicks: 8,
  },
  {
    name: 'stars of a rating',
    html: `<div role="radiogroup" aria-label="Rating">${[1, 2, 3, 4, 5].map((n) => `<span role="radio" tabindex="0" aria-checked="false" aria-label="${n} stars" style="cursor: pointer">☆</span>`).join('')}</div>`,
    script(root) {
      const stars = [...root.querySelectorAll('span')];
      stars.forEach((star, index) => {
        star.onclick = () =>
          stars.forEach((other, at) => {
            other.textContent = at <= index ? '★' : '☆';
            other.setAttribute('aria-checked', String(at === index));
          });
      });
    },
    async drive(user) {
      for (const n of [3, 4, 5, 4]) await user.click(`span:nth-child(${n})`);
    },
    clicks: 4,
  },
  {
    name: 'a switch made of a hidden checkbox and CSS',
    style: '#night { position: absolute; opacity: 0 } #night:checked + label { background: #246 }',
    html: `<input type="checkbox" id="night"><label for="night" style="display: inline-block; width: 44px; height: 24px; border-radius: 12px; background: #aaa; cursor: pointer"></label>`,
    async drive(user) {
      await user.click('label');
      await user.pause(300);
      await user.click('label');
    },
    clicks: 2,
  },
  {
    name: 'a label and its checkbox',
    html: `<label><input type="checkbox" name="terms"> I have read the <b>terms</b></label>`,
    async drive(user) {
      await user.click('b');
      await user.click('input');
      await user.click('b');
    },
    clicks: 3,
  },
  {
    name: 'a group of radio buttons, also the one that is chosen already',
    html: `<fieldset><legend>Size</legend>${['S', 'M', 'L'].map((size) => `<label><input type="radio" name="size" value="${size}"> ${size}</label>`).join('')}</fieldset>`,
    async drive(user) {
      await user.click('[value=S]');
      await user.click('[value=L]');
      await user.click('[value=L]');
    },
    clicks: 3,
  },
  {
    name: 'segments of which the chosen one is pressed again',
    html: `<div role="radiogroup" aria-label="View"><button role="radio" aria-checked="true">List</button><button role="radio" aria-checked="false">Grid</button></div>
      <nav><a aria-current="page" tabindex="0" style="cursor: pointer">Home</a></nav>`,
    script(root) {
      for (const button of root.querySelectorAll('button')) {
        button.onclick = () => {
          if (button.getAttribute('aria-checked') === 'true') return;
          for (const other of root.querySelectorAll('button')) other.setAttribute('aria-checked', String(other === button));
        };
      }
    },
    async drive(user) {
      await user.click('[aria-checked=true]');
      await user.pause(100);
      await user.click('[aria-current]');
    },
    clicks: 2,
  },
  {
    name: 'a like that shows at once and is sent later',
    html: `<button aria-pressed="false">♡ <span>12</span></button>`,
    script(root) {
      const button = root.querySelector('button');
      button.onclick = () => {
        const liked = button.getAttribute('aria-pressed') === 'false';
        button.setAttribute('aria-pressed', String(liked));
        button.querySelector('span').textContent = liked ? '13' : '12';
        setTimeout(() => fetch('/data', { method: 'POST', keepalive: true }), 300);
      };
    },
    drive: (user) => user.click('button', { times: 2, apart: 200 }),
    clicks: 2,
  },
  {
    name: 'a password shown and hidden',
    html: `<input type="password" value="x"><button aria-label="Show password">👁</button>`,
    script(root) {
      const input = root.querySelector('input');
      root.querySelector('button').onclick = () => (input.type = input.type === 'password' ? 'text' : 'password');
    },
    drive: (user) => user.click('button', { times: 2, apart: 300 }),
    clicks: 2,
  },
  {
    name: 'a native select',
    html: `<select><option>Red<option>Green<option>Blue</select>`,
    async drive(user) {
      await user.click('select');
      await user.press('ArrowDown');
      await user.press('Enter');
    },
    clicks: undefined, // some browsers make one of the key that chooses
  },
  {
    name: 'a native field for a colour',
    html: `<label>Colour <input type="color" value="#224466"></label>`,
    async drive(user) {
      await user.click('input');
      await user.press('Escape');
    },
    clicks: 1,
  },
  {
    name: 'a calendar, next month hammered, then a day',
    html: `<div role="group" aria-label="Calendar"><button aria-label="Previous month">‹</button> <b></b> <button aria-label="Next month">›</button>
      <table role="grid"><tbody></tbody></table></div>`,
    script(root) {
      let month = 10;
      const draw = () => {
        root.querySelector('b').textContent = new Date(2026, month, 1).toLocaleDateString('en-GB', { month: 'long', year: 'numeric' });
        root.querySelector('tbody').replaceChildren(
          ...[0, 1, 2, 3].map((week) => {
            const row = document.createElement('tr');
            for (let day = 1; day <= 7; day++) {
              const cell = row.insertCell();
              cell.setAttribute('role', 'gridcell');
              cell.textContent = String(week * 7 + day);
              cell.style.cursor = 'pointer';
              cell.onclick = () => cell.setAttribute('aria-selected', 'true');
            }
            return row;
          }),
        );
      };
      const [previous, next] = root.querySelectorAll('button');
      previous.onclick = () => draw(month--);
      next.onclick = () => draw(month++);
      draw();
    },
    async drive(user) {
      await user.click('[aria-label="Next month"]', { times: 6 });
      await user.click('tr:nth-child(2) td:nth-child(3)');
    },
    clicks: 7,
  },
  {
    name: 'pages of a list, one after another',
    html: `<ol><li>Result 1</li></ol><nav aria-label="Pages"><button>1</button><button>2</button><button>3</button><button class="next">Next</button></nav>`,
    script(root) {
      root.querySelector('nav').onclick = ({ target }) => {
        if (target.localName === 'button') root.querySelector('li').textContent = `Result ${Math.random()}`;
      };
    },
    async drive(user) {
      for (const n of [1, 2, 3]) await user.click(`button:nth-child(${n})`);
      await user.click('.next', { times: 4 });
    },
    clicks: 7,
  },
  {
    name: 'undo hammered until it is as it was',
    html: `<p>one two three four five</p><button>Undo</button>`,
    script(root) {
      const text = root.querySelector('p');
      root.querySelector('button').onclick = () => (text.textContent = text.textContent.split(' ').slice(0, -1).join(' '));
    },
    drive: (user) => user.click('button', { times: 4 }),
    clicks: 4,
  },
  {
    name: 'text made larger and zoomed by buttons of one letter',
    html: `<p>Words</p><button>A+</button><button>A-</button><button title="Zoom in">🔍</button>`,
    script(root) {
      let size = 16;
      root.onclick = ({ target }) => {
        if (target.localName === 'button') root.querySelector('p').style.fontSize = `${(size += target.textContent === 'A-' ? -1 : 1)}px`;
      };
    },
    async drive(user) {
      await user.click('button:nth-of-type(1)', { times: 4 });
      await user.click('button:nth-of-type(2)', { times: 4 });
      await user.click('[title="Zoom in"]', { times: 4 });
    },
    clicks: 12,
  },
  {
    name: 'a button that holds what it does until it was held itself',
    html: `<button>Hold to confirm</button><p></p>`,
    script(root) {
      const button = root.querySelector('button');
      let timer;
      button.onpointerdown = () => (timer = setTimeout(() => (root.querySelector('p').textContent = 'Confirmed'), 600));
      button.onpointerup = () => clearTimeout(timer);
    },
    drive: (user) => user.hold('button', 800),
    clicks: 1,
  },
  {
    name: 'a button pressed with the mouse, and then with a key that is held down',
    html: `<button>Add a row</button><ul></ul>`,
    script(root) {
      root.querySelector('button').onclick = () => root.querySelector('ul').append(document.createElement('li'));
    },
    async drive(user) {
      await user.click('button');
      await user.pause(1100);
      for (let count = 0; count < 6; count++) await user.keyDown('Enter');
      await user.keyUp('Enter');
    },
    clicks: 7,
    webkit: { clicks: 2, why: 'its driver repeats no key that is held' },
  },
];
