// What a visitor can tell apart: contrast as it is painted (WCAG 2.2, 1.4.3, 1.4.11, 2.4.7).
//
//   site.put('/', page({ head: `<script>${listen}</script>` }));     the first script of the page
//   const wrong = await user.evaluate(measure)                       of all that shows, as lines to read

// Runs in the page: keeps every run of text that is painted on a canvas until its next picture.
function keepRuns() {
  const runs = new WeakMap();
  const { putImageData, fillText } = CanvasRenderingContext2D.prototype;
  window[Symbol.for('canvass.runs')] = runs;
  Object.assign(CanvasRenderingContext2D.prototype, {
    putImageData(...all) {
      runs.set(this.canvas, []);
      return putImageData.apply(this, all);
    },
    fillText(text, x, y, ...rest) {
      runs.get(this.canvas)?.push({ text, x, y, width: this.measureText(text).width, size: parseFloat(/([\d.]+)px/.exec(this.font)[1]), color: this.fillStyle });
      return fillText.call(this, text, x, y, ...rest);
    },
  });
}
export const listen = `(${keepRuns})()`;

// Runs in the page. `ratio` of text and of what is no text; `seen` counts what was measured, by kind.
export function measure({ text = 4.5, edge = 3 } = {}) {
  const wrong = [];
  const seen = { texts: 0, edges: 0, choices: 0, focus: 0 };
  const linear = (c) => (c <= 10.31475 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05;
  const contrast = (a, b) => (light(a) > light(b) ? light(a) / light(b) : light(b) / light(a));
  const hex = (color) => `#${color.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
  const parsed = (css) => (css.startsWith('#') ? [1, 3, 5].map((at) => parseInt(css.slice(at, at + 2), 16)) : css.match(/[\d.]+/g).slice(0, 3).map(Number));

  function look(root) {
    const card = root.querySelector('.card');
    const canvas = card?.querySelector('canvas');
    const runs = window[Symbol.for('canvass.runs')].get(canvas);
    if (!runs || card.getClientRects().length === 0) return;
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    const scale = width / parseFloat(canvas.style.width);
    const origin = canvas.getBoundingClientRect();
    const zoom = origin.width / parseFloat(canvas.style.width);
    const accent = parsed(getComputedStyle(card).getPropertyValue('--accent').trim());
    // CSS px of the picture; undefined where the page can be seen.
    const at = (x, y) => {
      const here = (Math.floor(y * scale) * width + Math.floor(x * scale)) * 4;
      return x < 0 || y < 0 || x * scale >= width || y * scale >= height || data[here + 3] < 255 ? undefined : [data[here], data[here + 1], data[here + 2]];
    };
    const step = 1 / scale;
    const boxOf = (element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: (x - origin.x) / zoom, y: (y - origin.y) / zoom, width: width / zoom, height: height / zoom };
    };
    const within = (run, box) => run.x >= box.x - 1 && run.x + run.width <= box.x + box.width + 1 && run.y > box.y && run.y - 4 < box.y + box.height;
    const off = Array.from(card.querySelectorAll('.off'), boxOf);

    for (const run of runs) {
      if (!run.text.trim() || off.some((box) => within(run, box))) continue;
      const counts = new Map();
      let most = 0;
      let ground;
      const colors = new Map();
      for (let y = run.y - run.size * 0.8; y < run.y + run.size * 0.25; y += step) {
        for (let x = run.x; x < run.x + run.width; x += step) {
          const color = at(x, y);
          if (!color) continue;
          const name = (color[0] << 16) | (color[1] << 8) | color[2];
          const count = (counts.get(name) ?? 0) + 1;
          counts.set(name, count);
          colors.set(name, color);
          if (count > most) [most, ground] = [count, color];
        }
      }
      if (!ground) continue;
      seen.texts++;
      const wanted = contrast(parsed(run.color), ground);
      const painted = Math.max(...Array.from(colors.values(), (color) => contrast(color, ground)));
      // The middle of a thin stroke may lie between two pixels.
      if (wanted < text || painted < text * 0.8) wrong.push(`"${run.text}" ${run.color} on ${hex(ground)}: ${wanted.toFixed(2)}, painted ${painted.toFixed(2)}`);
    }

    const rtl = card.dir === 'rtl';
    for (const element of card.querySelectorAll('label, input.node, textarea, select')) {
      const input = element.querySelector('input') ?? element;
      const box = boxOf(element);
      if (box.width === 0 || input.disabled || element.classList.contains('off')) continue;
      const [, kind] = /\bl(\d+)\b/.exec(element.className) ?? [];
      const name = `${element.textContent || element.getAttribute('aria-label') || element.tagName} (${kind})`;
      // From the start of the line, `inwards` CSS px from the control's edge.
      const from = (inwards, y) => at(rtl ? box.x + box.width - inwards : box.x + inwards, y);
      const marked = kind === '21' || kind === '40' || (kind === '9' && !runs.some((run) => within(run, box)));
      const deep = marked && kind !== '40' ? box.width - 1 : 3;
      let rows = 0;
      let wide = 0;
      for (let y = box.y + 2; y < box.y + box.height - 2; y += step) {
        const outside = (marked && kind !== '40' ? undefined : from(-1.5, y)) ?? from(0.5, y);
        let longest = 0;
        let run = 0;
        for (let x = 0.5 * step; x < deep; x += step) {
          const color = from(x, y);
          run = color && outside && contrast(color, outside) >= edge ? run + step : 0;
          longest = Math.max(longest, run);
        }
        if (longest > 0) rows += step;
        wide = Math.max(wide, longest);
      }
      seen.edges++;
      if (rows < Math.min(10, box.height / 4)) wrong.push(`${name} shows no edge of ${edge}:1`);
      if (input.checked && !marked) {
        seen.choices++;
        if (wide < 2 - step) wrong.push(`${name} is chosen, and its edge is ${wide} px wide`);
      }
    }

    const focused = root.activeElement;
    if (!focused?.matches(':focus-visible') || focused === card || focused.closest('.document, .media')) return;
    const box = boxOf(focused.closest('label') ?? focused);
    const middle = box.y + box.height / 2;
    // From outside of where the line starts; a field is as wide as the card, and red where it is wrong.
    const along = (inwards) => at(rtl ? box.x + box.width - inwards : box.x + inwards, middle);
    const field = focused.matches('.textbox, select');
    const color = field && focused.ariaInvalid ? along(1) : accent;
    const isAccent = (x) => along(x) !== undefined && hex(along(x)) === hex(color);
    let first = field ? -1 : -7;
    while (first < box.width / 2 && !isAccent(first)) first += step;
    let last = first;
    while (isAccent(last + step)) last += step;
    // What is inside of the ring; a round one has softer pixels at its edges.
    const inside = along(last + 1) ?? [255, 255, 255];
    const apart = (x) => contrast(along(x) ?? inside, inside) >= 3;
    while (apart(first - step) && last - first < 2) first -= step;
    while (apart(last + step)) last += step;
    seen.focus++;
    const ring = last - first + step;
    if (!isAccent(last) && !apart(last)) wrong.push(`the focus on ${focused.className || focused.localName} cannot be seen`);
    else if (ring < 2) wrong.push(`the focus on ${focused.className || focused.localName} is a ring of ${ring} px`);
  }

  for (const { shadowRoot } of document.querySelectorAll('canvass-surface')) look(shadowRoot);
  return { wrong, seen };
}
