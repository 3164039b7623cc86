'use strict';

const threads = require('node:worker_threads');

/**
 * A thread has its own copies of all modules, so the guard is loaded into each before its code.
 * @param {string} guard the file of the guard
 */
function guardThreads(guard) {
  const { Worker } = threads;
  const preload = ['--require', guard];
  threads.Worker = new Proxy(Worker, {
    construct(target, [file, options = {}], newTarget) {
      /** @param {readonly string[]} execArgv */
      const start = (execArgv) =>
        Reflect.construct(target, [file, { ...options, execArgv: [...execArgv, ...preload] }], newTarget);
      if (options.execArgv !== undefined) return start(options.execArgv);
      try {
        return start(process.execArgv);
      } catch (error) {
        // Some options are of the process, and a thread that names them instead of inheriting them is refused.
        if (!isInvalidArgument(error)) throw error;
        return start([]);
      }
    },
  });
}

/** @param {unknown} error */
function isInvalidArgument(error) {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_INVALID_EXEC_ARGV';
}

module.exports = { guardThreads };
