import * as fc from 'fast-check';
import { anyCharacter } from '../support/any-character.ts';
import { shapeNames } from './body-shapes.ts';
import { CANARY, type BodyRecipe } from './hostile-request.ts';

const KIB = 1024;
/** Where something changes: what a message holds (200 KiB), SNS (256 KiB), a webhook (4 MiB), base64 in Lambda, Lambda, API Gateway. */
const EDGES = [200 * KIB, 256 * KIB, 4096 * KIB, 4_500_000, 6 * 1000 * 1000, 6144 * KIB, 10 * 1000 * 1000, 12_000_000];

const sizes = (largeShare: number) =>
  fc.oneof(
    { weight: 100, arbitrary: fc.integer({ min: 2, max: 3000 }) },
    { weight: 8, arbitrary: fc.integer({ min: 3000, max: 300_000 }) },
    {
      weight: largeShare,
      arbitrary: fc.tuple(fc.constantFrom(...EDGES), fc.integer({ min: -2, max: 2 })).map(([edge, off]) => edge + off),
    },
  );

/** Subscribed types as well, so that hostile bodies reach every worker; and none that a topic would filter on. */
const eventTypes = fc.oneof(
  fc.constantFrom('charge.succeeded', 'payout.paid', 'refunds/create', 'url_verification', 'push', ''),
  fc.string({ unit: anyCharacter, maxLength: 200 }),
);
const ids = fc.oneof(
  fc.uuid(),
  fc.constantFrom('__proto__', '', '\u0000', '../../up', '\uD800'),
  fc.string({ maxLength: 300 }),
);

const small = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: anyCharacter }).map((text) => Buffer.from(text)),
  fc.json({ noUnicodeString: false }).map((text) => Buffer.from(text)),
  fc
    .constantFrom(
      '',
      'null',
      '0',
      '""',
      '[]',
      '[null]',
      '{}',
      '{"id":{"toString":1},"type":[]}',
      `{"id":"${CANARY}","type":"${CANARY}"`,
      'payload=%7B',
      'payload',
      '&&==&',
      '%%%',
    )
    .map((text) => Buffer.from(text)),
);

/** @param largeShare how many large bodies come to a hundred small ones */
export const arbitraryBody = (largeShare: number): fc.Arbitrary<BodyRecipe> =>
  fc.oneof(
    { weight: 2, arbitrary: small.map((bytes) => ({ base64: bytes.toString('base64') })) },
    {
      weight: 5,
      arbitrary: fc.record(
        {
          shape: fc.constantFrom(...shapeNames),
          bytes: sizes(largeShare),
          within: fc.record({ id: ids, type: eventTypes }),
        },
        { requiredKeys: ['shape', 'bytes'] },
      ),
    },
  );
