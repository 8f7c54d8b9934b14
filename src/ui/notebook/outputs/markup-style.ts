/** How markup from a cell looks: the program's tokens reach into the shadow root, its rules do not. */
import { MARKUP_CSS } from '../../../core/markup/markup-css';

let sheet: CSSStyleSheet | undefined;

export function markupSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(MARKUP_CSS);
  }
  return sheet;
}
