/** What a page would take along, in sentences. Pure. */
import type { PagePlan } from '../../../app/notebook/page-export-plan';
import { plural } from '../../format';

/** "12 results and 3 texts, as they are now." */
export function travelsSentence({ texts, results, pictures, runs, failures }: PagePlan): string {
  const parts = [plural(results, 'result'), plural(texts, 'text')];
  const among = [
    pictures > 0 ? plural(pictures, 'picture') : '',
    runs > 0 ? `the curves of ${plural(runs, 'training')}` : '',
    failures > 0 ? plural(failures, 'failure') : '',
  ].filter(Boolean);
  const details = among.length > 0 ? `, among them ${among.join(', ')}` : '';
  return `${parts.join(' and ')}${details}, as they are now.`;
}

/** What is not as one may think, to be set right before the page is saved. */
export function warnings({ old, running }: PagePlan): string[] {
  return [
    ...(running > 0
      ? [`${plural(running, 'cell')} still to end: what they will show is not in the page yet.`]
      : []),
    ...(old > 0
      ? [
          `${plural(old, 'result')} from before a change. The page says so at ${old === 1 ? 'it' : 'each'}; “Run stale” makes ${old === 1 ? 'it' : 'them'} new.`,
        ]
      : []),
  ];
}
