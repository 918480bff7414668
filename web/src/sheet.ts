// The style sheet of guides, one object for all that adopt it.

import { guideStyles } from './guide_styles.ts';

let sheet: CSSStyleSheet | undefined;

export function adopt(root: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(guideStyles);
  }
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
