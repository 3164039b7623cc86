// What is sent, as JSON that can be written to a file and sent again.
import { METHODS } from 'node:http';
import type { ShapeName } from './body-shapes.ts';

/** A text on the wire: each character is the byte of its code, so that any bytes can be told. */
export type WireText = string;

export type BodyRecipe =
  | { readonly base64: string }
  | {
      readonly shape: ShapeName;
      readonly bytes: number;
      /** The shape becomes a member of an object that has what a sender's webhook needs. */
      readonly within?: { readonly id: string; readonly type: string };
    };

/** How the body's end is told; `whole` ones are as RFC 9112 wants it. */
export const WHOLE_FRAMINGS = ['length', 'chunked', 'chunk-extensions', 'trailers'] as const;
export const BROKEN_FRAMINGS = [
  'none',
  'length-and-chunked',
  'two-lengths',
  'length-too-short',
  'length-too-long',
  'length-below-zero',
  'length-beyond-numbers',
  'chunks-without-end',
  'chunk-size-no-number',
  'chunk-shorter-than-told',
  'encoding-unknown',
  'encodings-listed',
] as const;

export type Framing = (typeof WHOLE_FRAMINGS)[number] | (typeof BROKEN_FRAMINGS)[number];

export interface HostileRequest {
  readonly method: WireText;
  readonly target: WireText;
  readonly version: WireText;
  /** Header lines as they stand on the wire, without their line ends. */
  readonly lines: readonly WireText[];
  readonly framing: Framing;
  readonly body: BodyRecipe;
  /** The local source whose secret signs the body when it is sent, and the headers that go into what is signed. */
  readonly signed?: {
    readonly source: string;
    readonly headers: Readonly<Record<string, WireText>>;
    /** The signature is whole and of other bytes: it must never count. */
    readonly isForged?: boolean;
  };
}

export type Sending =
  | { readonly kind: 'at-once' }
  | { readonly kind: 'drip'; readonly pieces: number }
  /** Only this share of the bytes is sent; then the sender says that it ends, or just goes. */
  | { readonly kind: 'stop' | 'hang-up'; readonly share: number };

/** All that is sent over one connection. */
export interface Exchange {
  readonly requests: readonly HostileRequest[];
  readonly sending: Sending;
}

/** Stands in hostile bodies and headers; no log line may ever show it. */
export const CANARY = 'canary-5e1f-must-not-be-logged';

export const isGenuine = ({ signed }: HostileRequest): boolean => signed !== undefined && !signed.isForged;

const FRAMING_HEADERS = /^(?:host|content-length|transfer-encoding|expect|connection|upgrade)$/i;
/** Node's parser gives up on a target with any other byte, and on the requests behind it. */
const PLAIN_TARGET = /^\/[\w!$%&'()*+,./:;=?@~-]*$/;
const PLAIN_LINE = /^(?<name>[\w!#$%&'*+.^`|~-]+):[\t -~\u0080-\u00ff]*$/;
/** Node stops reading a head at 16 KiB, and what a sender still writes then may cost it the answer. */
const HEAD_BYTES_READ_MAX = 16_000;

/** False where the receiver may rightly wait for more, or hang up without a word. */
export function mustBeAnswered({ requests, sending }: Exchange): boolean {
  if (sending.kind === 'stop' || sending.kind === 'hang-up') return false;
  return requests.every(
    ({ method, target, version, lines, framing }) =>
      METHODS.includes(method) &&
      method !== 'CONNECT' &&
      version === '1.1' &&
      PLAIN_TARGET.test(target) &&
      (WHOLE_FRAMINGS as readonly Framing[]).includes(framing) &&
      lines.every(isPlain) &&
      lines.join().length + target.length < HEAD_BYTES_READ_MAX,
  );
}

function isPlain(line: WireText): boolean {
  const name = PLAIN_LINE.exec(line)?.groups?.['name'];
  return name !== undefined && !FRAMING_HEADERS.test(name);
}
