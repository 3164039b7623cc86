'use strict';

const dns = require('node:dns');
const { isLoopback } = require('./is-loopback.cjs');
const { answerWith, refusal } = require('./refusal.cjs');

/** Names are refused before anybody is asked for them: a DNS query would leave the machine as well. */
function guardNames() {
  guardLookups(dns, false);
  guardLookups(dns.promises, true);
  guardLookups(dns.Resolver.prototype, false);
  guardLookups(dns.promises.Resolver.prototype, true);
}

/**
 * @param {any} target
 * @param {boolean} promised
 */
function guardLookups(target, promised) {
  for (const method of Object.keys(target).concat(Object.getOwnPropertyNames(Object.getPrototypeOf(target) ?? {}))) {
    if (!/^(lookup|lookupService|reverse|resolve\w*)$/.test(method) || typeof target[method] !== 'function') continue;
    const original = target[method];
    target[method] = /** @this {any} @param {any[]} args */ function lookUpOnLoopback(...args) {
      if (args[0] === undefined || args[0] === null || args[0] === '' || isLoopback(args[0])) {
        return Reflect.apply(original, this, args);
      }
      const error = refusal(args[0]);
      if (promised) return Promise.reject(error);
      if (!answerWith(args, error)) throw error;
      return undefined;
    };
  }
}

module.exports = { guardNames };
