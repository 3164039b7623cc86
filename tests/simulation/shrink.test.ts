import { TROUBLES, type Scenario, type Trouble } from './scenario.ts';
import { shrink } from './shrink.ts';
import type { Simulate, Verdict } from './verdict.ts';

const never = () => false;

/** A world in which every kind of trouble that is allowed occurs twice, up to troublesMax. */
function madeIn({ without, troublesMax }: Scenario): Partial<Record<Trouble, number>> {
  const occurring = TROUBLES.filter((trouble) => !without.includes(trouble)).flatMap((trouble) => [trouble, trouble]);
  const made = occurring.slice(0, Math.min(occurring.length, troublesMax));
  return Object.fromEntries(TROUBLES.map((trouble) => [trouble, made.filter((one) => one === trouble).length]));
}

function simulated(breached: (scenario: Scenario) => readonly string[]) {
  const asked: Scenario[] = [];
  const simulate: Simulate = async (scenario) => {
    asked.push(scenario);
    return {
      scenario,
      breaches: breached(scenario).map((invariant) => ({ invariant, sentence: `${invariant} did not hold.` })),
      webhooks: { posted: scenario.deliveries, accepted: scenario.deliveries },
      events: 0,
      results: 0,
      deadLetters: 0,
      replayed: 0,
      calls: 0,
      troubles: madeIn(scenario),
      virtualSeconds: 0,
      digest: '',
    };
  };
  return { simulate, asked };
}

const whole: Scenario = { seed: 7, deliveries: 100, without: [], troublesMax: Number.POSITIVE_INFINITY };

async function shrunkFrom(breached: (scenario: Scenario) => readonly string[], isTimeOver: () => boolean = never) {
  const { simulate, asked } = simulated(breached);
  const first = await simulate(whole);
  return { ...(await shrink(first, first.breaches[0]!.invariant, { simulate, isTimeOver })), asked };
}

const sumOf = ({ troubles }: Verdict) => Object.values(troubles).reduce((sum, times) => sum + times, 0);

test('what needs 12 webhooks, crashes and one more trouble shrinks to exactly that', async () => {
  const { verdict, isComplete } = await shrunkFrom((scenario) => {
    const made = madeIn(scenario);
    return scenario.deliveries >= 12 && made.crash && sumOf({ troubles: made } as Verdict) >= 2 ? ['one effect'] : [];
  });
  expect(isComplete).toBe(true);
  expect(verdict.scenario.deliveries).toBe(12);
  expect(TROUBLES.filter((trouble) => verdict.troubles[trouble])).toEqual(['crash']);
  expect(sumOf(verdict)).toBe(2);
});

test('troubles are bisected to the first that matters', async () => {
  const { verdict } = await shrunkFrom((scenario) =>
    sumOf({ troubles: madeIn(scenario) } as Verdict) >= 9 ? ['a'] : [],
  );
  expect(verdict.scenario.deliveries).toBe(1);
  expect(sumOf(verdict)).toBeLessThanOrEqual(10);
  expect(sumOf(verdict)).toBeGreaterThanOrEqual(9);
});

test('what needs no trouble at all says so', async () => {
  const { verdict } = await shrunkFrom(() => ['always']);
  expect(sumOf(verdict)).toBe(0);
  expect(verdict.scenario.deliveries).toBe(1);
});

test('a step that breaches another invariant instead is not taken', async () => {
  const { verdict } = await shrunkFrom(({ deliveries }) => (deliveries >= 50 ? ['first'] : ['second']));
  expect(verdict.scenario.deliveries).toBe(50);
  expect(verdict.breaches[0]?.invariant).toBe('first');
});

test('one more invariant beside the first is no obstacle', async () => {
  const { verdict } = await shrunkFrom(({ deliveries }) => (deliveries > 3 ? ['first'] : ['second', 'first']));
  expect(verdict.scenario.deliveries).toBe(1);
});

test('the seed and the planted bug stay', async () => {
  const { simulate } = simulated(() => ['always']);
  const first = await simulate({ ...whole, planted: 'ack-before-send' });
  const { verdict } = await shrink(first, 'always', { simulate, isTimeOver: never });
  expect(verdict.scenario).toMatchObject({ seed: 7, planted: 'ack-before-send' });
});

const needsLag = ({ deliveries, without }: Scenario) => (deliveries >= 5 && !without.includes('lag') ? ['a'] : []);

test('the same breach shrinks by the same steps', async () => {
  const [one, two] = [await shrunkFrom(needsLag), await shrunkFrom(needsLag)];
  expect(two.asked).toEqual(one.asked);
});

test('it ends when the time is over, with the smallest scenario so far', async () => {
  let asked = 0;
  const { verdict, runs, isComplete } = await shrunkFrom(
    () => ['always'],
    () => (asked += 1) > 3,
  );
  expect({ runs, isComplete }).toEqual({ runs: 3, isComplete: false });
  expect(verdict.scenario.deliveries).toBe(12);
});
