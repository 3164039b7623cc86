// Loaded before a measured program: when it ends it says what it has used, on the descriptor that measure-process.ts reads.
const { writeSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const DESCRIPTOR = 3;

// Threads get what their process was started with, too; the main one speaks for all of them.
if (isMainThread) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeSync(
      DESCRIPTOR,
      JSON.stringify({ userMicros: userCPUTime, systemMicros: systemCPUTime, rssKilobytesMax: maxRSS }),
    );
  });
}
