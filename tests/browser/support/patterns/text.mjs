// Words that are read, chosen and written.

const words = `<p class="words" style="width: 400px">The kettle is on the stove, and whoever reads this waits for the water to boil. It takes its time, as it always does.</p>`;

export const text = [
  {
    name: 'a double click chooses a word',
    html: words,
    drive: (user) => user.doubleClick('.words', { at: [0.3, 0.3] }),
    clicks: 2,
  },
  {
    name: 'a triple click chooses a paragraph',
    html: words,
    drive: (user) => user.tripleClick('.words', { at: [0.3, 0.3] }),
    clicks: 3,
  },
  {
    name: 'a word is pressed again and again while reading',
    html: words,
    drive: (user) => user.click('.words', { times: 5, apart: 180, at: [0.3, 0.3] }),
    clicks: 5,
  },
  {
    name: 'words are chosen by dragging, over something that can be pressed',
    html: `<div class="card" style="cursor: pointer; width: 400px">${words}</div>`,
    script(root) {
      root.querySelector('.card').onclick = () => {
        if (getSelection().isCollapsed) location.href = '/other';
      };
    },
    drive: (user) => user.drag('.words', [60, 8], [150, 10]),
    clicks: 0,
  },
  {
    name: 'a code sample whose lines are chosen one by one',
    html: '<pre style="width: 400px"><code>npm install\nnpm run build\nnpm test</code></pre>',
    async drive(user) {
      await user.tripleClick('code', { at: [0.2, 0.2] });
      await user.tripleClick('code', { at: [0.2, 0.8] });
    },
    clicks: 6,
  },
  {
    name: 'an editor: the cursor is put here and there, words are chosen and made bold',
    html: `<div role="toolbar"><button class="bold">B</button></div><div contenteditable="true" role="textbox" aria-label="Note" style="width: 400px; border: 1px solid">A note about kettles</div>`,
    script(root) {
      const bold = root.querySelector('.bold');
      bold.onmousedown = (event) => event.preventDefault();
      bold.onclick = () => document.execCommand('bold');
    },
    async drive(user) {
      await user.click('[contenteditable]', { times: 4, at: [0.1, 0.5] });
      await user.doubleClick('[contenteditable]', { at: [0.1, 0.5] });
      await user.click('.bold');
      await user.type('x');
    },
    clicks: 7,
  },
  {
    name: 'a text area in which words are chosen',
    html: '<textarea rows="3" cols="40">The kettle is on the stove</textarea>',
    drive: (user) => user.click('textarea', { times: 4, at: [0.2, 0.2] }),
    clicks: 4,
  },
  {
    name: 'a cell of a table that is changed by a double click',
    html: '<table><tr><td class="cell" tabindex="0" style="cursor: pointer; width: 120px">Draft</td></tr></table>',
    script(root) {
      const cell = root.querySelector('.cell');
      cell.ondblclick = () => {
        const input = document.createElement('input');
        input.value = 'Draft';
        cell.replaceChildren(input);
        input.focus();
      };
    },
    drive: (user) => user.doubleClick('.cell'),
    clicks: 2,
  },
  {
    name: 'a menu of the page’s own by the right button',
    html: `<p class="words" style="cursor: context-menu">Words with a menu</p>`,
    script(root) {
      root.querySelector('p').oncontextmenu = (event) => {
        event.preventDefault();
        root.append('Copy, Paste');
      };
    },
    drive: (user) => user.click('.words', { button: 'right' }),
    clicks: undefined,
  },
];
