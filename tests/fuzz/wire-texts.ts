import * as fc from 'fast-check';
import { anyCharacter } from '../support/any-character.ts';
import type { WireText } from './hostile-request.ts';

/** UTF-8 bytes, one character each. */
export const onTheWire = (text: string): WireText => Buffer.from(text).toString('latin1');

export const wireText = (maxLength: number): fc.Arbitrary<WireText> =>
  fc.string({ unit: anyCharacter, maxLength }).map(onTheWire);

/** Everything that may stand in a header's value. */
export const fieldText: fc.Arbitrary<WireText> = fc
  .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff })), { maxLength: 60 })
  .map((codes) => String.fromCodePoint(...codes));
