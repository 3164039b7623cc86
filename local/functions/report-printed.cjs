'use strict';

const { StringDecoder } = require('node:string_decoder');

/** @import { ThreadReport } from './thread-messages.ts' */

/**
 * Sends what is printed by the way of the answers, at once and in order. The thread's own way is another channel, on which each
 * side waits for the other before the next line: that cost more than an invocation that prints nothing.
 * @param {(message: ThreadReport) => void} report
 */
function reportPrinted(report) {
  for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
    const decoder = new StringDecoder('utf8');
    /** @param {any} chunk @param {BufferEncoding} encoding */
    const send = (chunk, encoding) => {
      const isText = typeof chunk === 'string' && /^utf-?8$/i.test(encoding);
      const text = isText ? chunk : decoder.write(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
      report({ kind: 'printed', stream, text });
    };
    // What a stream calls below its buffer and its bookkeeping, so that whatever a function does with the stream still works.
    Object.assign(process[stream], {
      /** @param {any} chunk @param {BufferEncoding} encoding @param {() => void} written */
      _write(chunk, encoding, written) {
        send(chunk, encoding);
        written();
      },
      /** @param {readonly { chunk: any, encoding: BufferEncoding }[]} chunks @param {() => void} written */
      _writev(chunks, written) {
        for (const { chunk, encoding } of chunks) send(chunk, encoding);
        written();
      },
    });
  }
}

module.exports = { reportPrinted };
