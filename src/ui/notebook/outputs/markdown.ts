/** Text cells as markup. What comes out is not safe yet: SafeMarkup does that. */
import { Marked } from 'marked';

const marked = new Marked({
  gfm: true,
  renderer: {
    // A form control would be taken out; a sign says the same.
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

export function renderMarkdown(text: string): string {
  return marked.parse(text, { async: false });
}
