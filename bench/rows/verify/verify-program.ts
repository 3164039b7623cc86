// A process of its own for the row `verify`: prints what each round of each check took.
import { interleave } from '../../statistics.ts';
import { systemClock } from '../../../shared/lambda/system.ts';
import { contestsOf, type Contestant, type Contest } from './contests.ts';

const [roundsText, roundMsText, ...sizes] = process.argv.slice(2);
const rounds = Number(roundsText);
const roundMs = Number(roundMsText);

const WARM_UP_LAPS = 5;
const WARM_UP_COUNT = 4000;
/** Rounds of a lap at most: large bodies run the same code, and their checks take much longer. */
const WARM_UP_GROWTH = 8;

const measured = [];
for (const bytes of sizes.map(Number)) {
  for (const contest of await contestsOf(bytes, systemClock.now())) {
    measured.push({ bytes, sender: contest.sender, micros: await measure(contest) });
  }
}
process.stdout.write(JSON.stringify(measured));

async function measure(contest: Contest): Promise<Readonly<Record<string, readonly number[]>>> {
  const count = await warmUp(contest);
  const variants = contest.contestants.map((one) => [one.name, () => microsOf(contest, one, count)] as const);
  return interleave(Object.fromEntries(variants), rounds);
}

/**
 * Until the compiler has done with all of them, and as many at once as then take long enough for the clock of the processor. It
 * works in a thread of its own, whose time is counted, and comes back to code of many small functions for some 8,000 calls.
 */
async function warmUp(contest: Contest): Promise<number> {
  const counts = contest.contestants.map(() => contest.requests.length);
  for (let lap = 0; lap < WARM_UP_LAPS; lap += 1) {
    for (const [place, one] of contest.contestants.entries()) {
      const micros = await microsOf(contest, one, Math.min(WARM_UP_COUNT, (counts[place] ?? 1) * WARM_UP_GROWTH));
      counts[place] = Math.max(contest.requests.length, Math.round((roundMs * 1000) / micros));
    }
  }
  return Math.min(...counts);
}

/** The processor's time for one, all threads of this process counted. */
async function microsOf({ requests }: Contest, { checks }: Contestant, count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) {
    const place = index % requests.length;
    const request = requests[place];
    if (request) await checks[place]?.(request);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}
