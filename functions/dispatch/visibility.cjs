// What follows from dispatch's own settings for the queue in front of it.
'use strict';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const TIMES = 6;

/**
 * A batch may wait for its window, be throttled and be tried again before SQS may show it to anyone else.
 * @param {{
 *   resolveConfigurationProperty: (path: string[]) => Promise<unknown>,
 *   resolveVariable: (address: string) => Promise<unknown>,
 * }} resolver
 */
module.exports.seconds = async ({ resolveConfigurationProperty, resolveVariable }) => {
  const functions = [await resolveConfigurationProperty(['functions'])].flat();
  const timeout = functions.map((some) => Number(Object(some).dispatch?.timeout)).find((one) => one > 0) ?? NaN;
  const window = Number(await resolveVariable('param:dispatchBatchWindowSeconds'));
  const seconds = TIMES * timeout + window;
  if (Number.isInteger(seconds)) return seconds;
  const refusal = new Error('params.dispatchBatchWindowSeconds: must be whole seconds, as must dispatch.timeout');
  // osls prints the stack of whatever a resolver throws; this is a sentence for whoever wrote the setting.
  refusal.stack = refusal.message;
  throw refusal;
};
