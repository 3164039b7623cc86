import { plainLine } from '../../terminal/fit-columns.ts';
import { selectionWords } from '../../options/selection-words.ts';
import { findNearby, type Nearby } from '../../verbs/find-nearby.ts';
import { createGaps } from '../../verbs/gaps.ts';
import { quoted } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import { describeNearby } from './describe-nearby.ts';

/** What was looked for, and where there are some nearby. */
export async function describeNone(
  asked: Nearby['asked'],
  { pipeline, terminal: { interrupted } }: Pick<Session, 'pipeline' | 'terminal'>,
): Promise<string> {
  const { unlessGap } = createGaps(interrupted);
  const nearby = (await unlessGap(findNearby(asked, pipeline, interrupted))) ?? [];
  // Those of all that are quarantined, or closed, have nothing to do with a pipeline in which nothing waits.
  const isEverything = asked.all === true && asked.from === undefined && asked.state === 'open';
  // Where all is meant the line about quarantined ones comes anyway.
  const told = nearby.filter((one) => !isEverything && !(asked.all && one.asked.state === 'quarantined'));
  const lines = describeNearby(told, pipeline.stage);
  return `${[describeSought(asked), ...lines].join('\n')}\n`;
}

function describeSought({ from, state, text, ...which }: Nearby['asked']): string {
  const narrowed = { ...which, all: undefined };
  const words = [...selectionWords(narrowed), ...(text === undefined ? [] : ['--text', text])].map(quoted).join(' ');
  const of = from === undefined ? '' : ` of ${from}`;
  const said = words === '' ? '' : ` for ${shortened(plainLine(words))}`;
  return state === 'open' ? `No dead letters${of} are open${said}.` : `No dead letters${of} are ${state}${said}.`;
}

const SAID_LENGTH_MAX = 200;
const shortened = (words: string) => (words.length > SAID_LENGTH_MAX ? `${words.slice(0, SAID_LENGTH_MAX)}…` : words);
