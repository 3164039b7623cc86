// A process of its own for the guard: prints how many bytes a webhook of one sender allocates, checked by one contestant and by
// nobody else, whose code would be compiled by then. Started with a young generation that is never full and without the
// optimizing compilers, which leave allocations away when they come to it.
import { contestsOf, type Contest } from './contests.ts';

const BODY_BYTES = 4096;
const WARM_UP = 1000;
const COUNT = 1000;

const [sender, name] = process.argv.slice(2);
const contests = await contestsOf(BODY_BYTES, new Date(), false);
const contest = contests.find((one) => one.sender === sender);
if (!contest) throw new Error(`Nobody here checks webhooks of ${sender}.`);
// What is made once for the process belongs to no webhook.
await check(contest, WARM_UP);
// Nothing is collected before: buffers are given back by a thread of its own, at any time after, and would be missing below.
const before = allocated();
await check(contest, COUNT);
process.stdout.write(String(Math.round((allocated() - before) / COUNT)));

function allocated(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function check({ requests, contestants }: Contest, count: number): Promise<void> {
  const found = contestants.find((one) => one.name === name);
  if (!found) throw new Error(`Nobody here is called ${name}.`);
  for (let index = 0; index < count; index += 1) {
    const place = index % requests.length;
    const request = requests[place];
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if (request) await found.checks[place]?.(request);
  }
}
