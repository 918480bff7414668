// What page translators do to a page, with a dictionary in place of a service. These functions run in the page:
//
//   await user.evaluate(translate, { manner: 'wrap', dictionary: { Yes: 'Да' }, language: 'ru' });
//   await user.evaluate(() => window.showOriginal());
//
// manner 'rewrite': text nodes below <body> get other data, as in Firefox and Edge. 'wrap': text nodes below <body> and in
// open shadow roots there give way to <font> elements, as Chrome and Google's translate element do it. 'inside': text nodes
// in every open shadow root get other data, and nothing says so, as in Safari.

export function translate({ manner, dictionary, language }) {
  const html = document.documentElement;
  const before = { lang: html.lang, className: html.className };
  const undo = [];
  const mine = new WeakSet();
  const watched = new Set();
  const observer = new MutationObserver(() => scan());

  function turn(node) {
    const text = node.data.trim();
    const translation = dictionary[text] ?? (/\p{L}/u.test(text) ? dictionary['*']?.replace('*', text) : undefined);
    if (mine.has(node) || translation === undefined || node.parentElement?.closest('[translate=no], script, style, textarea')) return;
    const said = node.data.replace(text, translation);
    if (manner !== 'wrap') {
      const { data } = node;
      node.data = said;
      mine.add(node);
      undo.push(() => (node.data = data));
      return;
    }
    const outer = document.createElement('font');
    const inner = outer.appendChild(document.createElement('font'));
    outer.dir = inner.dir = 'auto';
    outer.style.verticalAlign = inner.style.verticalAlign = 'inherit';
    inner.append(said);
    mine.add(inner.firstChild);
    node.replaceWith(outer);
    undo.push(() => outer.replaceWith(node));
  }

  function walk(root) {
    if (!watched.has(root)) observer.observe(root, { subtree: true, childList: true, characterData: true });
    watched.add(root);
    const texts = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === 3) texts.push(node);
      else if (node.shadowRoot && manner !== 'rewrite') walk(node.shadowRoot);
    }
    if (manner !== 'inside' || root instanceof ShadowRoot) texts.forEach(turn);
  }

  function scan() {
    walk(manner === 'inside' ? html : document.body);
    observer.takeRecords();
  }

  if (manner !== 'inside') html.lang = language;
  if (manner === 'wrap') html.classList.add('translated-ltr');
  scan();
  window.showOriginal = () => {
    observer.disconnect();
    undo.reverse().forEach((one) => one());
    html.className = before.className;
    if (manner !== 'inside') html.lang = before.lang;
  };
}

// For the head of a page: window.painted() is the text that stands in the pictures now, line by line.
export const paintedText = `<script>
{
  const lines = new Map();
  const { putImageData, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...rest) {
    lines.set(this.canvas, []);
    return putImageData.apply(this, rest);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    lines.get(this.canvas)?.push({ text, x, y, width: this.measureText(text).width });
    return fillText.call(this, text, x, y);
  };
  window.paintedLines = () => Array.from(lines).flatMap(([canvas, all]) => {
    if (!canvas.isConnected) return [];
    const { left, top } = canvas.getBoundingClientRect();
    return all.map(({ text, x, y, width }) => ({ text, x: left + x, y: top + y, width }));
  });
  window.painted = () => window.paintedLines().map(({ text }) => text);
}
</script>`;
