import * as fc from 'fast-check';
import { arbitraryBody } from './arbitrary-body.ts';
import { headerLines, methods, sourceNames, targets, versions } from './arbitrary-head.ts';
import { senderFields } from './sender-fields.ts';
import { BROKEN_FRAMINGS, WHOLE_FRAMINGS, type Exchange, type HostileRequest } from './hostile-request.ts';

const framings = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('length' as const, ...WHOLE_FRAMINGS) },
  { weight: 3, arbitrary: fc.constantFrom(...BROKEN_FRAMINGS) },
);

const arbitraryRequest = (largeShare: number): fc.Arbitrary<HostileRequest> =>
  fc.constantFrom(...sourceNames).chain((source) => {
    const unsigned = {
      method: methods,
      target: targets(source),
      version: versions,
      lines: headerLines,
      framing: framings,
      body: arbitraryBody(largeShare),
    };
    const signed = fc.record({ source: fc.constant(source), headers: senderFields(source) });
    // Most are signed: what a stranger sends never comes as far as parsing, identity and the queue.
    return fc.oneof(
      { weight: 1, arbitrary: fc.record(unsigned) },
      { weight: 5, arbitrary: fc.record({ ...unsigned, signed }) },
      {
        weight: 1,
        arbitrary: fc.record({ ...unsigned, signed: signed.map((by) => ({ ...by, isForged: true })) }),
      },
    );
  });

const sendings = fc.oneof(
  { weight: 30, arbitrary: fc.constant({ kind: 'at-once' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('drip' as const), pieces: fc.integer({ min: 2, max: 12 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('stop' as const, 'hang-up' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

/** @param largeShare how many bodies of some megabytes come to a hundred small ones */
export const arbitraryExchange = (largeShare: number): fc.Arbitrary<Exchange> =>
  fc.record({
    requests: fc.oneof(
      { weight: 6, arbitrary: fc.array(arbitraryRequest(largeShare), { minLength: 1, maxLength: 1 }) },
      // Over one connection, without waiting for answers.
      { weight: 1, arbitrary: fc.array(arbitraryRequest(0), { minLength: 2, maxLength: 4 }) },
    ),
    sending: sendings,
  });
