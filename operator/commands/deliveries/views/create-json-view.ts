import { deadLettersOf, isFinished, outcomeOf, workerTimes, type SentWebhook } from '../sent-webhook.ts';
import { summarise } from '../summarise.ts';
import type { View } from './view.ts';

/** NDJSON for machines: one object per webhook as soon as nothing more is to come for it, and a summary at the end. */
export function createJsonView(write: (text: string) => void): View {
  const shown = new Set<SentWebhook>();
  const writeLine = (line: unknown) => write(`${JSON.stringify(line, rounded)}\n`);
  const show = (sent: SentWebhook) => {
    shown.add(sent);
    const { source, type, answer: { ms: answerMs, ...answer } = { ms: undefined } } = sent;
    const deadLetters = deadLettersOf(sent);
    const resultOf = ([worker, ms]: readonly [string, number | undefined]) => {
      const deadLetter = deadLetters.get(worker);
      return [worker, { ms: ms ?? null, ...(deadLetter && { deadLetter }) }] as const;
    };
    const results = sent.results && Object.fromEntries([...workerTimes(sent)].map(resultOf));
    writeLine({ kind: 'webhook', source, type, outcome: outcomeOf(sent), ...answer, answerMs, results });
  };
  return {
    changed: (sent) => {
      if (isFinished(sent) && !shown.has(sent)) show(sent);
    },
    end: (all) => {
      all.filter((sent) => !shown.has(sent)).forEach(show);
      writeLine({ kind: 'summary', ...summarise(all) });
    },
  };
}

/** Nobody needs more than a microsecond, and nobody can read more. */
const rounded = (_key: string, value: unknown) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value);
