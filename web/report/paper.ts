// Printing. A browser tells before it prints, but lays the page out for paper only after that, when nothing can be
// drawn any more. So the rules for paper are put into force first; charts are then drawn for its width.

import { options } from 'preact';
import { useEffect, useState } from 'preact/hooks';

let forced: CSSMediaRule[] = [];

function printRules(): CSSMediaRule[] {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules.filter((rule): rule is CSSMediaRule => rule instanceof CSSMediaRule && rule.media.mediaText === 'print');
}

window.addEventListener('beforeprint', () => {
  forced = printRules();
  document.documentElement.classList.add('paper');
  for (const rule of forced) rule.media.mediaText = 'all';
});

window.addEventListener('afterprint', () => {
  document.documentElement.classList.remove('paper');
  for (const rule of forced) rule.media.mediaText = 'print';
  forced = [];
});

// Renders at once what `change` has changed.
function atOnce(change: () => void): void {
  const before = options.debounceRendering;
  options.debounceRendering = (render) => render();
  change();
  options.debounceRendering = before;
}

// Whether the page is for paper: nothing is folded away there.
export function usePaper(): boolean {
  const [paper, setPaper] = useState(false);
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const media = matchMedia('print');
    window.addEventListener('beforeprint', () => atOnce(() => setPaper(true)), { signal });
    window.addEventListener('afterprint', () => setPaper(false), { signal });
    media.addEventListener('change', () => setPaper(media.matches), { signal });
    return () => ended.abort();
  }, []);
  return paper;
}
