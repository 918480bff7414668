// Lists: sorted, dragged, scrolled, unfolded, emptied.

export const lists = [
  {
    name: 'drag and drop of the browser',
    html: `<div class="box" draggable="true" style="width: 80px; height: 40px; background: #cde">Drag me</div><div class="bin" style="width: 200px; height: 80px; margin-top: 20px; background: #eee">Here</div>`,
    script(root) {
      const bin = root.querySelector('.bin');
      bin.ondragover = (event) => event.preventDefault();
      bin.ondrop = () => bin.append(root.querySelector('.box'));
    },
    async drive(user) {
      await user.drag('.box', '.bin');
      await user.click('.box', { times: 2 });
    },
    // A drag of the browser's own ends without a click.
    clicks: 2,
  },
  {
    name: 'a list sorted by dragging its handles',
    html: `<ul style="width: 200px; user-select: none">${['One', 'Two', 'Three'].map((word) => `<li><span class="grip" style="cursor: grab; touch-action: none">⠿</span> ${word}</li>`).join('')}</ul>`,
    script(root) {
      let dragged;
      root.onpointerdown = ({ target }) => (dragged = target.closest('.grip')?.parentElement);
      root.onpointermove = ({ clientX, clientY }) => {
        const over = document.elementFromPoint(clientX, clientY)?.closest('li');
        if (dragged && over && over !== dragged) over.after(dragged);
      };
      root.onpointerup = () => (dragged = undefined);
    },
    async drive(user) {
      await user.drag('li:nth-child(1) .grip', [0, 20], [0, 45]);
      await user.drag('li:nth-child(2) .grip', [0, 20], [0, -20], [0, 20]);
      await user.click('li:nth-child(1) .grip'); // only picked up and put down
    },
    clicks: undefined, // what a drag that moved its own element ends with, engines see differently
  },
  {
    name: 'a virtual list, scrolled and pressed',
    html: `<div class="view" style="height: 200px; width: 200px; overflow: auto; position: relative"><div style="height: 40000px"></div></div>`,
    script(root) {
      const view = root.querySelector('.view');
      const rows = Array.from({ length: 12 }, () => {
        const row = document.createElement('div');
        row.style.cssText = 'position: absolute; height: 20px; width: 100%; cursor: pointer';
        row.onclick = () => row.setAttribute('aria-selected', 'true');
        view.append(row);
        return row;
      });
      const draw = () => {
        const first = Math.floor(view.scrollTop / 20);
        rows.forEach((row, index) => {
          row.style.top = `${(first + index) * 20}px`;
          row.textContent = `Row ${first + index}`;
          row.setAttribute('aria-selected', 'false');
        });
      };
      view.onscroll = draw;
      draw();
    },
    async drive(user) {
      for (let round = 0; round < 4; round++) {
        await user.click('.view', { at: [0.3, 0.3] });
        await user.wheel('.view', 200);
      }
    },
    clicks: 4,
  },
  {
    name: 'load more, again and again',
    html: `<ul><li>1</li></ul><button class="load-more">Load more</button>`,
    script(root) {
      root.querySelector('button').onclick = async () => {
        await (await fetch('/data')).json();
        for (let n = 0; n < 3; n++) root.querySelector('ul').append(Object.assign(document.createElement('li'), { textContent: 'more' }));
      };
    },
    drive: (user) => user.click('.load-more', { times: 3, apart: 500 }),
    clicks: 3,
  },
  {
    name: 'rows removed one after another, each moving under the mouse',
    html: `<ul style="list-style: none; padding: 0">${[1, 2, 3, 4, 5].map((n) => `<li style="height: 30px">Row ${n} <button aria-label="Remove" style="position: absolute; left: 150px">🗑</button></li>`).join('')}</ul>`,
    script(root) {
      root.querySelector('ul').onclick = ({ target }) => target.closest('button')?.parentElement.remove();
    },
    drive: (user) => user.click('li:first-child button', { times: 4, apart: 160 }),
    clicks: 4,
  },
  {
    name: 'boxes of a list ticked one after another',
    html: `<ul style="list-style: none">${[1, 2, 3, 4, 5, 6].map((n) => `<li><label><input type="checkbox"> Mail ${n}</label></li>`).join('')}</ul>`,
    async drive(user) {
      for (const n of [1, 2, 3, 4, 5]) await user.click(`li:nth-child(${n}) input`);
    },
    clicks: 5,
  },
  {
    name: 'a column sorted up and down',
    html: `<table><thead><tr><th aria-sort="none"><button>Name</button></th></tr></thead><tbody><tr><td>A</td></tr><tr><td>B</td></tr></tbody></table>`,
    script(root) {
      root.querySelector('button').onclick = () => {
        const body = root.querySelector('tbody');
        body.append(body.firstElementChild);
      };
    },
    drive: (user) => user.click('th button', { times: 2, apart: 250 }),
    clicks: 2,
  },
  {
    name: 'a tree, unfolded and folded',
    html: `<ul role="tree"><li role="treeitem" aria-expanded="false" tabindex="0"><span>Folder</span><ul role="group" hidden><li role="treeitem" tabindex="-1"><span>File</span></li></ul></li></ul>`,
    script(root) {
      const folder = root.querySelector('[aria-expanded]');
      folder.onclick = ({ target }) => {
        if (target.textContent === 'File') {
          target.parentElement.setAttribute('aria-selected', 'true');
          return;
        }
        const open = folder.getAttribute('aria-expanded') !== 'true';
        folder.setAttribute('aria-expanded', String(open));
        folder.querySelector('[role=group]').hidden = !open;
      };
    },
    async drive(user) {
      await user.click('[aria-expanded] > span');
      await user.click('[role=group] span');
      await user.click('[aria-expanded] > span');
    },
    clicks: 3,
  },
  {
    name: 'a page read by scrolling, with the wheel over something that can be pressed',
    html: `<button style="position: sticky; top: 10px">Share</button><div style="height: 5000px">A long page</div>`,
    script(root) {
      root.querySelector('button').onclick = () => root.prepend('Shared');
    },
    async drive(user) {
      await user.click('button');
      for (let n = 0; n < 4; n++) await user.wheel('button', 400);
      await user.click('button');
    },
    clicks: 2,
  },
];
