// A process of its own for the guard: prints how many bytes a webhook allocates, ours and the floor. Started with a young
// generation that is never full and without the optimizing compilers, which leave allocations away when they come to it.
import { contestsOf, FLOOR, OURS_NAMED, type Contest } from './contests.ts';

const BODY_BYTES = 4096;
const WARM_UP = 200;
const COUNT = 1000;

const contests = await contestsOf(BODY_BYTES, new Date(), false);
// What is made once for the process belongs to no webhook: the first lap pays for it.
await measureAll();
process.stdout.write(JSON.stringify(await measureAll()));

async function measureAll() {
  const measured: Record<string, { readonly floorBytes: number; readonly oursBytes: number }> = {};
  for (const contest of contests) {
    // oxlint-disable no-await-in-loop -- one after the other
    const floorBytes = await bytesOf(contest, FLOOR);
    measured[contest.sender] = { floorBytes, oursBytes: await bytesOf(contest, OURS_NAMED) };
    // oxlint-enable no-await-in-loop
  }
  return measured;
}

async function bytesOf(contest: Contest, name: string): Promise<number> {
  await check(contest, name, WARM_UP);
  globalThis.gc?.();
  const before = allocated();
  await check(contest, name, COUNT);
  return Math.round((allocated() - before) / COUNT);
}

function allocated(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function check({ requests, contestants }: Contest, name: string, count: number): Promise<void> {
  const found = contestants.find((one) => one.name === name);
  if (!found) throw new Error(`Nobody here is called ${name}.`);
  for (let index = 0; index < count; index += 1) {
    const place = index % requests.length;
    const request = requests[place];
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if (request) await found.checks[place]?.(request);
  }
}
