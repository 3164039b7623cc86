import type { Status, Step, WorkerFeed } from '../../../protocol/status.ts';
import { ago } from '../../components/ago.ts';
import { describeSeconds } from '../../components/describe-seconds.ts';
import { countOf, describeCount } from '../../components/numbers.ts';
import { QUARANTINED_PATH } from '../dead-letters/list-path.ts';

export interface ImpactAsked {
  readonly status: Status;
  /** The keeper among them; undefined while nobody knows. */
  readonly workers: readonly WorkerFeed[] | undefined;
  /** When the one failed that waits longest, where that is known. */
  readonly oldestFailedAt: string | undefined;
  readonly quarantined: number | undefined;
  readonly now: Date;
}

export interface ImpactSentence {
  readonly text: string;
  /** Where something can be done about it. */
  readonly to?: { readonly path: string; readonly name: string };
}

/** `unsure` nothing is known to be wrong, and not all is known. */
export interface Impact {
  readonly tone: 'well' | 'unsure' | 'wrong';
  readonly sentences: readonly ImpactSentence[];
}

/** The template has an alarm for what is late; half a day on the queue is worth a word here, too. */
export const OLD_SECONDS = 12 * 3600;

/** What is wrong now, the worst first, and where to go about it; or that all is well. */
export function describeImpact(asked: ImpactAsked): Impact {
  const { status, workers, quarantined } = asked;
  const wrong = [
    ...deadLetterSentences(asked),
    ...errorSentences(status),
    ...pausedSentences(workers ?? []),
    ...behindSentences(status.steps),
    ...(quarantined ? [quarantinedSentence(quarantined)] : []),
  ];
  const isCounted = status.steps.every(({ deadLetters }) => !deadLetters || deadLetters.open !== undefined);
  if (wrong.length > 0) return { tone: 'wrong', sentences: wrong };
  if (status.gaps.length > 0) {
    return { tone: 'unsure', sentences: [{ text: 'Nothing is known to be wrong, but not all could be looked at.' }] };
  }
  if (!isCounted || workers === undefined || quarantined === undefined) {
    return {
      tone: 'unsure',
      sentences: [{ text: 'Nothing is known to be wrong; some figures are still on their way.' }],
    };
  }
  const text = `All is well: no dead letter waits, no worker is paused, and no function has ended with an error in the last ${status.rateMinutes} minutes.`;
  return { tone: 'well', sentences: [{ text }] };
}

function deadLetterSentences({ status, oldestFailedAt, now }: ImpactAsked): readonly ImpactSentence[] {
  const hurt = status.steps.filter(({ deadLetters }) => (deadLetters?.open ?? 0) > 0);
  const count = hurt.reduce((sum, { deadLetters }) => sum + (deadLetters?.open ?? 0), 0);
  if (count === 0) return [];
  const whose = words.format(hurt.map(({ name }) => name));
  const age = oldestFailedAt === undefined ? '' : ago(new Date(oldestFailedAt), now);
  const since = age && (count === 1 ? `; it failed ${age}` : `; the oldest failed ${age}`);
  const text = `${countOf(count, 'dead letter')} of ${whose} ${count === 1 ? 'waits' : 'wait'} for an operator${since}.`;
  return [{ text: text.replace(/\.\.$/, '.'), to: { path: '/dead-letters', name: 'See why' } }];
}

function errorSentences({ steps, rateMinutes }: Status): readonly ImpactSentence[] {
  const failing = steps.filter(({ failures = 0 }) => failures > 0);
  if (failing.length === 0) return [];
  const counts = failing.map(({ name, failures = 0 }) => `${name} ${describeCount(failures)}`);
  return [{ text: `Functions that ended with an error in the last ${rateMinutes} minutes: ${counts.join(', ')}.` }];
}

function pausedSentences(workers: readonly WorkerFeed[]): readonly ImpactSentence[] {
  const paused = workers.filter(({ feed }) => feed === 'disabled').map(({ name }) => name);
  if (paused.length === 0) return [];
  const text = `${words.format(paused)} ${paused.length === 1 ? 'is' : 'are'} paused: what comes waits in the queue, for 14 days at the most.`;
  const keeper = paused.includes('keeper') ? ' Without the keeper no new dead letter is recorded or counted here.' : '';
  return [{ text: text + keeper, to: { path: '/workers', name: 'To the button' } }];
}

const behindSentences = (steps: readonly Step[]): readonly ImpactSentence[] =>
  steps
    .filter(({ oldestSeconds = 0 }) => oldestSeconds > OLD_SECONDS)
    .map(({ name, oldestSeconds = 0 }) => ({
      text: `${name} is behind: its oldest message has waited for ${describeSeconds(oldestSeconds)}.`,
    }));

const quarantinedSentence = (count: number): ImpactSentence => ({
  text: `${countOf(count, 'dead letter')} ${count === 1 ? 'is' : 'are'} quarantined: replayed again and again, and failed each time.`,
  to: { path: QUARANTINED_PATH, name: 'See them' },
});

const words = new Intl.ListFormat('en');
