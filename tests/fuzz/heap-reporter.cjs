// Loaded before everything else in the process under fuzz and in each of its threads: tells, when asked, what those hold
// that read what strangers send, after a garbage collection. Plain JavaScript, because each thread would load a compiler of
// its own to strip types.
'use strict';

const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { BroadcastChannel, isMainThread, threadId, workerData } = require('node:worker_threads');

/**
 * @import { HeldMemory, MemoryReport } from './memory-report.ts'
 * @typedef {{ readonly kind: 'here', readonly thread: number } | { readonly kind: 'report' } | { readonly kind: 'held', readonly held: HeldMemory }} Said
 */

const name = isMainThread ? 'front' : String(workerData?.functionName);
if (isMainThread) reportForAll();
// The others cost a collection of all that they hold, and nobody looks at what they say.
else if (name.endsWith('-ingest')) reportOwn();

function openChannel() {
  const channel = new BroadcastChannel('heap-reporter');
  channel.unref();
  return {
    /** @param {Said} said */
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
    say: (said) => channel.postMessage(said),
    /** @param {(said: Said) => void} hear */
    listen: (hear) => {
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- only this one lets the thread end meanwhile
      channel.onmessage = (/** @type {{ readonly data: Said }} */ { data }) => hear(data);
    },
  };
}

/** @returns {() => HeldMemory} */
function createGauge() {
  // As a flag of the command line it would keep this file out of the threads: local mode hands them only what threads may have.
  setFlagsFromString('--expose-gc');
  /** @type {() => void} */
  const collectGarbage = runInNewContext('gc');
  return () => {
    collectGarbage();
    // What finalizers let go of is gone only after a second one.
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return { name, bytes: heapUsed + external };
  };
}

function reportOwn() {
  const { say, listen } = openChannel();
  const heldHere = createGauge();
  say({ kind: 'here', thread: threadId });
  listen((said) => {
    if (said.kind === 'report') say({ kind: 'held', held: heldHere() });
  });
}

function reportForAll() {
  const { say, listen } = openChannel();
  const heldHere = createGauge();
  /**
   * Those that have loaded this file: one that only starts could not answer yet.
   * @type {Set<number>}
   */
  const listening = new Set();
  /** @type {HeldMemory[] | undefined} */
  let collected;
  const sendWhenComplete = () => {
    if (!collected || collected.length < listening.size) return;
    const threads = [...collected, heldHere()];
    collected = undefined;
    /** @type {MemoryReport} */
    const report = { threads, residentBytes: process.memoryUsage.rss() };
    process.send?.(report);
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
