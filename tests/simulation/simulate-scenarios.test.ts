import { Writable } from 'node:stream';
import { createJsonReport } from './report/json-report.ts';
import type { Report } from './report/report.ts';
import { createTextReport } from './report/text-report.ts';
import type { Scenario } from './scenario.ts';
import { simulateScenarios } from './simulate-scenarios.ts';
import type { Simulate } from './verdict.ts';

/** Of more than 5 webhooks and with crashes this seed loses one. */
const simulate: Simulate = async (scenario) => {
  const crashes = scenario.without.includes('crash') ? 0 : Math.min(3, scenario.troublesMax);
  const isBreached = scenario.seed % 2 === 1 && scenario.deliveries > 5 && crashes > 0;
  return {
    scenario,
    breaches: isBreached ? [{ invariant: 'Nothing is lost', sentence: `push-${scenario.deliveries} is gone` }] : [],
    webhooks: { posted: scenario.deliveries, accepted: scenario.deliveries },
    events: scenario.deliveries,
    results: scenario.deliveries,
    deadLetters: 1,
    replayed: 1,
    calls: 10,
    troubles: { crash: crashes },
    virtualSeconds: 60,
    digest: `digest-${scenario.seed}`,
  };
};

const scenario = (seed: number): Scenario => ({
  seed,
  deliveries: 24,
  without: ['lag'],
  troublesMax: Number.POSITIVE_INFINITY,
});

async function reported(
  createReport: (write: (text: string) => void) => Report,
  { endsWithFirstBreach = false, shrinks = true } = {},
): Promise<string> {
  let text = '';
  const report = createReport((more) => {
    text += more;
  });
  const scenarios = [2, 3, 4, 5].map(scenario);
  const options = { scenarios, simulate, atOnce: 2, nowMs: () => 0, shrinks, endsWithFirstBreach };
  await simulateScenarios({ ...options, watcher: report });
  report.end(false);
  return text;
}

const ports = { commit: '1a2b3c4 + changes', count: 4, nowMs: () => 1000 };
const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
const asText = (write: (text: string) => void) =>
  createTextReport({
    ...ports,
    write,
    stream: silent,
    progressTo: silent,
  });
const asJson = (write: (text: string) => void) => createJsonReport({ ...ports, write });

test('a breach is told with seed, commit, invariant, sentence, the shrunk scenario and the line that runs it again', async () => {
  const lines = (await reported(asText)).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'seed 3, commit 1a2b3c4 + changes',
      '  ✗ Nothing is lost',
      '      push-24 is gone',
      '  Again: npm run simulate -- --seed 3 --deliveries 24 --without lag',
      expect.stringMatching(/^ {2}shrunk in \d+ runs: 6 webhooks, 1 × crash$/),
      '  Again: npm run simulate -- --seed 3 --deliveries 6 --without lag --troubles-max 1',
    ]),
  );
});

test('the table adds up what all runs did', async () => {
  const text = await reported(asText);
  expect(text).toMatch(/^seeds +4$/m);
  expect(text).toMatch(/^webhooks +96 posted, 96 accepted$/m);
  expect(text).toMatch(/^troubles +crash 12$/m);
  expect(text).toMatch(/^breaches +in 2 of 4 seeds$/m);
});

test('of one invariant only the first seed is shrunk', async () => {
  expect((await reported(asText)).match(/shrunk in/g)).toHaveLength(1);
});

test('it ends with the first breach when it is asked to', async () => {
  const { verdicts } = JSON.parse(await reported(asJson, { endsWithFirstBreach: true, shrinks: false }));
  expect(verdicts.map((verdict: { scenario: Scenario }) => verdict.scenario.seed)).toEqual([2, 3]);
});

test('as JSON it is one object, in which infinitely many troubles are left out', async () => {
  const told = JSON.parse(await reported(asJson));
  expect(told).toMatchObject({ commit: '1a2b3c4 + changes', isInterrupted: false, tally: { runs: 4, breached: 2 } });
  expect(told.verdicts[0].scenario).toEqual({ seed: 2, deliveries: 24, without: ['lag'] });
  expect(told.shrunken).toEqual([
    expect.objectContaining({ replay: 'npm run simulate -- --seed 3 --deliveries 6 --without lag --troubles-max 1' }),
  ]);
});
