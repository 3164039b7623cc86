// A process of its own for the row `verify`: prints what each round of each check took.
import { interleave } from '../../statistics.ts';
import { systemClock } from '../../../shared/lambda/system.ts';
import { contestsOf, type Contestant, type Contest } from './contests.ts';

const [roundsText, roundMsText, ...sizes] = process.argv.slice(2);
const rounds = Number(roundsText);
const roundMs = Number(roundMsText);

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

/** Until the compiler has seen all of them, and as many at once as then take long enough for the clock of the processor. */
async function warmUp(contest: Contest): Promise<number> {
  let micros = 0;
  for (let lap = 0; lap < 3; lap += 1) {
    for (const one of contest.contestants) micros = await microsOf(contest, one, 500);
  }
  return Math.max(contest.requests.length, Math.round((roundMs * 1000) / micros));
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
