'use strict';

const dgram = require('node:dgram');
const { isLoopback } = require('./is-loopback.cjs');
const { answerWith, refusal } = require('./refusal.cjs');

function guardDatagrams() {
  for (const method of /** @type {const} */ (['send', 'connect'])) {
    const original = dgram.Socket.prototype[method];
    /**
     * @this {import('node:dgram').Socket}
     * @param {any[]} args
     */
    dgram.Socket.prototype[method] = function sendOnLoopback(...args) {
      // The address is the only string after the first argument; send's first may be a string message.
      const address = args.slice(1).find((value) => typeof value === 'string');
      if (address === undefined || isLoopback(address)) return Reflect.apply(original, this, args);
      const error = refusal(address);
      if (!answerWith(args, error)) process.nextTick(() => this.emit('error', error));
      return undefined;
    };
  }
}

module.exports = { guardDatagrams };
