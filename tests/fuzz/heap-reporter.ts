// Loaded before everything else in the process under fuzz and in each of its threads: tells, when asked, what each of them
// holds after a garbage collection.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel, isMainThread, threadId, workerData } from 'node:worker_threads';

export interface HeldMemory {
  /** `front`, or the full name of the function whose environment this is. */
  readonly name: string;
  readonly bytes: number;
}

export interface MemoryReport {
  readonly threads: readonly HeldMemory[];
  readonly residentBytes: number;
}

type Said =
  | { readonly kind: 'here'; readonly thread: number }
  | { readonly kind: 'report' }
  | { readonly kind: 'held'; readonly held: HeldMemory };

// As a flag of the command line it would keep this file out of the threads: local mode hands them only what threads may have.
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const channel = new BroadcastChannel('heap-reporter');
channel.unref();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
const say = (said: Said) => channel.postMessage(said);
const listen = (hear: (said: Said) => void) => {
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- only this one lets the thread end meanwhile
  channel.onmessage = ({ data }: { readonly data: Said }) => hear(data);
};

function heldHere(): HeldMemory {
  collectGarbage();
  // What finalizers let go of is gone only after a second one.
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return { name: isMainThread ? 'front' : String(workerData?.functionName), bytes: heapUsed + external };
}

function reportForAll(): void {
  /** Those that have loaded this file: one that only starts could not answer yet. */
  const listening = new Set<number>();
  let collected: HeldMemory[] | undefined;
  const sendWhenComplete = () => {
    if (!collected || collected.length < listening.size) return;
    const threads = [...collected, heldHere()];
    collected = undefined;
    process.send?.({ threads, residentBytes: process.memoryUsage.rss() } satisfies MemoryReport);
  };
  listen((said) => {
    if (said.kind === 'here') listening.add(said.thread);
    if (said.kind === 'held') collected?.push(said.held);
    sendWhenComplete();
  });
  process.on('worker', (worker) => {
    const thread = worker.threadId;
    worker.once('exit', () => {
      listening.delete(thread);
      sendWhenComplete();
    });
  });
  process.on('message', () => {
    collected = [];
    say({ kind: 'report' });
    sendWhenComplete();
  });
  // Nobody is there any more to end this process.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
}

if (isMainThread) reportForAll();
else {
  say({ kind: 'here', thread: threadId });
  listen((said) => {
    if (said.kind === 'report') say({ kind: 'held', held: heldHere() });
  });
}
