// Of how many deliveries the log names the good ends, as a variable of the functions that write them or tell of them.
'use strict';

/**
 * @param {{ resolveVariable: (address: string) => Promise<unknown> }} resolver
 * @throws {Error} where the param is no share: every function would refuse to start
 */
module.exports.rate = async ({ resolveVariable }) => {
  const given = await resolveVariable('param:logSampleRate');
  // A param of a command is text; of an empty one Number would make 0.
  const rate = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof rate === 'number' && rate >= 0 && rate <= 1) return String(rate);
  const refusal = new Error('params.logSampleRate: must be a number from 0 to 1');
  // osls prints the stack of whatever a resolver throws; this is a sentence for whoever set the param.
  refusal.stack = refusal.message;
  throw refusal;
};
