import { selectionWords } from '../../options/selection-words.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { whole } from '../../terminal/whole.ts';
import type { Nearby } from '../../verbs/find-nearby.ts';
import { hooksLine } from '../hooks-line.ts';

/** Ten thousand ids on one line help nobody. */
const LINE_LENGTH_MAX = 400;

const DIFFERS = { worker: 'of other workers', time: 'at other times' } as const;

/** What a choice would have found that is a little wider, and the line that lists it. */
export const describeNearby = (nearby: readonly Nearby[], stage: string): readonly string[] =>
  nearby.map(({ asked, differs, count, isPartial }) => {
    const what = differs === 'state' ? asked.state : DIFFERS[differs];
    const line = plainLine(hooksLine(stage, listWords(asked)));
    const said = `  ${isPartial ? 'at least ' : ''}${whole(count)} ${what}`;
    return line.length > LINE_LENGTH_MAX ? said : `${said}: ${line}`;
  });

/** The command that lists what was asked for. */
export function listWords({ from, state, text, ...which }: Nearby['asked']): readonly string[] {
  // A list without any choice is one of all.
  const narrowed = { ...which, all: undefined };
  return [
    'dead-letters',
    'list',
    ...(from === undefined ? [] : ['--from', from]),
    ...selectionWords(narrowed),
    ...(text === undefined ? [] : ['--text', text]),
    ...(state === 'open' ? [] : ['--state', state]),
  ];
}
