// The style sheet of guides, one object for all that adopt it.

import { guideStyles } from './guide_styles.ts';

let sheet: CSSStyleSheet | undefined;

export function guideSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(guideStyles);
  }
  return sheet;
}
