/** From the rounds of a task to the rows of the bench. */
import type { Row } from '../row';
import { median, range } from '../statistics';
import type { Contest, Results } from './contest';
import type { Goal, Mode, Peer, Task } from './tasks';

/** Final losses that differ by a larger share than this make a comparison void. */
const LOSS_TOLERANCE = 1e-3;
/** Trees are compared by what they are worth on rows held out. */
const AUC_TOLERANCE = 0.005;
/** Time of exact mode over that of fast mode. */
const MOST_EXACT_COST = 1.4;

const MODES: readonly (Mode | Peer)[] = ['exact', 'fast', 'exact, two threads'];

/** @param samples rows that one training goes through; for trees, times the trees */
export function rowsOf(task: Task, samples: number, contest: Contest): Row[] {
  const { results, missing } = contest;
  const unit = task.type === 'network' ? 'samples/s' : 'rows x trees/s';
  const ours = results.filter(({ contestant }) => MODES.includes(contestant.name));
  const peers = results.filter(({ contestant }) => !MODES.includes(contestant.name));
  const goalOf = (mode: Mode | Peer, peer: Mode | Peer) =>
    task.goals.find((goal) => goal.mode === mode && goal.peer === peer) ?? null;
  const rows = results.map((result) => speedRow(task, { unit, samples }, result));
  for (const result of ours) {
    for (const peer of peers) {
      const goal = goalOf(result.contestant.name, peer.contestant.name);
      rows.push(againstPeer(task, { unit, samples }, result, peer, goal));
    }
  }
  const exact = ours.find(({ contestant }) => contestant.name === 'exact');
  const sibling = (mode: Mode) => ours.find(({ contestant }) => contestant.name === mode);
  if (exact && task.type === 'network') {
    rows.push(...againstFast(task.title, exact, sibling('fast')));
    rows.push(...withThreads(task.title, exact, sibling('exact, two threads')));
  }
  if (exact && task.type === 'trees') rows.push(...treesQuality(task.title, exact, peers));
  return [...rows, ...missing.map(({ name, reason }) => missingRow(task, name, reason))];
}

function speedRow(
  { title }: Task,
  { unit, samples }: { unit: string; samples: number },
  { contestant, seconds, loss }: Results,
): Row {
  const speeds = seconds.map((one) => samples / one);
  const ends = `final loss ${loss.toPrecision(5)}`;
  return {
    task: title,
    metric: `${contestant.label}: ${seconds.length} rounds, ${range(speeds)}, ${ends}`,
    value: samples / median(seconds),
    unit,
    peer: null,
    ratio: null,
    goal: null,
    met: null,
  };
}

/** Per round: how many times as fast as `peer` the first is. */
const ratiosOf = (ours: Results, peer: Results): number[] =>
  ours.seconds.map((seconds, round) => peer.seconds[round]! / seconds);

function againstPeer(
  { title, type }: Task,
  { unit, samples }: { unit: string; samples: number },
  ours: Results,
  peer: Results,
  goal: Goal | null,
): Row {
  const ratios = ratiosOf(ours, peer);
  const ratio = median(ratios);
  const agree = type === 'network' ? lossesAgree(ours, peer) : aucsAgree(ours, peer);
  const bar = goal && `ratio >= ${goal.atLeast}`;
  const [mine, theirs] = [ours, peer].map(({ contestant }) => contestant.label);
  return {
    task: title,
    metric: `${mine} / ${theirs}, ${ratios.length} rounds, ratios ${range(ratios)}`,
    value: samples / median(ours.seconds),
    unit,
    peer: samples / median(peer.seconds),
    ratio,
    goal: agree === null ? bar : `${bar ?? 'same result'}; VOID: ${agree}`,
    met: agree === null ? goal && ratio >= goal.atLeast : false,
  };
}

/** Null where the losses agree, else what they are. */
function lossesAgree(ours: Results, peer: Results): string | null {
  const gap = Math.abs(ours.loss - peer.loss);
  if (gap <= LOSS_TOLERANCE * Math.abs(peer.loss)) return null;
  return `final losses ${ours.loss.toPrecision(6)} and ${peer.loss.toPrecision(6)}`;
}

function aucsAgree(ours: Results, peer: Results): string | null {
  if (Math.abs(ours.auc! - peer.auc!) <= AUC_TOLERANCE) return null;
  return `ROC AUC ${ours.auc!.toFixed(4)} and ${peer.auc!.toFixed(4)}`;
}

function againstFast(task: string, exact: Results, fast: Results | undefined): Row[] {
  if (!fast) return [];
  const costs = ratiosOf(fast, exact);
  const value = median(costs);
  const metric = `time of exact mode over fast mode, ${range(costs)}`;
  const met = value <= MOST_EXACT_COST;
  return [
    { task, metric, value, unit: 'x', peer: null, ratio: null, goal: `<= ${MOST_EXACT_COST}`, met },
  ];
}

function withThreads(task: string, exact: Results, threaded: Results | undefined): Row[] {
  if (!threaded) return [];
  const gains = ratiosOf(threaded, exact);
  const metric = `two threads over one, exact mode, ${range(gains)}`;
  const shared = { peer: null, ratio: null, goal: null, met: null };
  return [{ task, metric, value: median(gains), unit: 'x', ...shared }];
}

function treesQuality(task: string, exact: Results, peers: Results[]): Row[] {
  return peers.flatMap((peer): Row[] => {
    const against = (metric: string, value: number, other: number) => {
      return { task, metric, value, unit: '', peer: other, ratio: value / other };
    };
    const gap = Math.abs(exact.auc! - peer.auc!);
    return [
      {
        ...against(
          `ROC AUC on a fifth held out, beside ${peer.contestant.label}`,
          exact.auc!,
          peer.auc!,
        ),
        goal: `within ${AUC_TOLERANCE}`,
        met: gap <= AUC_TOLERANCE,
      },
      { ...against('log loss on train', exact.loss, peer.loss), goal: null, met: null },
    ];
  });
}

/** Without a peer goals are neither met nor missed; without exact mode, which runs everywhere, they are missed. */
function missingRow({ title, goals }: Task, name: Mode | Peer, reason: string): Row {
  const needed = goals.some(({ mode, peer }) => mode === name || peer === name);
  return {
    task: title,
    metric: `${name} did not take part: ${reason.split('\n', 1)[0]}`,
    value: NaN,
    unit: '',
    peer: null,
    ratio: null,
    goal: needed ? 'not measured' : null,
    met: needed && name === 'exact' ? false : null,
  };
}
