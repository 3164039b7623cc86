import {
  describeImpact,
  type ImpactAsked,
} from '../../../../../operator/console/app/pages/overview/describe-impact.ts';
import type { Step, WorkerFeed } from '../../../../../operator/console/protocol/status.ts';

const now = new Date('2026-05-04T12:00:00.000Z');
const step = (name: string, open: number | undefined, more: Partial<Step> = {}): Step => ({
  name,
  kind: 'worker',
  deadLetters: { queue: `${name}-dead-letters`, ...(open !== undefined && { open }) },
  ...more,
});
const feed = (name: string, state: WorkerFeed['feed']): WorkerFeed => ({ name, feed: state });

const asked = ({
  steps = [step('archive', 0), step('forward', 0)],
  gaps = [],
  ...more
}: Partial<ImpactAsked> & {
  readonly steps?: readonly Step[];
  readonly gaps?: readonly string[];
} = {}): ImpactAsked => ({
  status: { stage: 'local', at: now.toISOString(), rateMinutes: 5, steps: [...steps], gaps: [...gaps] },
  workers: [feed('archive', 'enabled'), feed('keeper', 'enabled')],
  oldestFailedAt: undefined,
  quarantined: 0,
  now,
  ...more,
});
const textsOf = (one: ImpactAsked) => describeImpact(one).sentences.map(({ text }) => text);

test('where nothing is wrong and all is known, all is well', () => {
  expect(describeImpact(asked())).toMatchObject({
    tone: 'well',
    sentences: [{ text: expect.stringMatching(/^All is well/) }],
  });
});

test.each([
  ['a count is not there yet', asked({ steps: [step('archive', undefined)] })],
  ['nobody knows yet who is paused', asked({ workers: undefined })],
  ['nobody has counted what is quarantined', asked({ quarantined: undefined })],
  ['something could not be asked', asked({ gaps: ['No right to read metrics.'] })],
])('while %s, it does not say that all is well', (_, one) => {
  expect(describeImpact(one).tone).toBe('unsure');
  expect(textsOf(one).join()).not.toContain('All is well');
});

test('dead letters are counted together, with whose they are and since when', () => {
  const one = asked({
    steps: [step('archive', 300), step('forward', 12), step('ledger', 0)],
    oldestFailedAt: '2026-05-04T11:46:00.000Z',
  });
  expect(textsOf(one)).toEqual([
    '312 dead letters of archive and forward wait for an operator; the oldest failed 14 min. ago.',
  ]);
});

test('one alone is told as one, also while its age is not known', () => {
  expect(textsOf(asked({ steps: [step('archive', 1)] }))).toEqual(['1 dead letter of archive waits for an operator.']);
});

test('everything that is wrong is said, each with where to go', () => {
  const one = asked({
    steps: [step('archive', 2, { failures: 3 }), step('ledger', 0, { oldestSeconds: 13 * 3600 })],
    workers: [feed('forward', 'disabled'), feed('keeper', 'disabled')],
    quarantined: 1,
  });
  const { tone, sentences } = describeImpact(one);
  expect(tone).toBe('wrong');
  expect(sentences.map(({ text, to }) => [text, to?.path])).toEqual([
    ['2 dead letters of archive wait for an operator.', '/dead-letters'],
    ['Functions that ended with an error in the last 5 minutes: archive 3.', undefined],
    [
      'forward and keeper are paused: what comes waits in the queue, for 14 days at the most. Without the keeper no new dead letter is recorded or counted here.',
      '/workers',
    ],
    ['ledger is behind: its oldest message has waited for 13 h.', undefined],
    [
      '1 dead letter is quarantined: replayed again and again, and failed each time.',
      '/dead-letters/list?state=quarantined',
    ],
  ]);
});
