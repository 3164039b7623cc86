// The contract of a provider: what ingest must know of a kind of sender, as data. It holds no secret, and code only where a
// sender's signature is like no other's.
import type { SignOwn } from '../signature/sign-own.ts';
import type { VerifyOwn } from '../signature/signature-verdict.ts';
import type { Reference } from './reference.ts';

export type { Reference };

/** Inside an array's element, `/…` is a place in the element. */
export type ElementReference =
  | Reference
  // A place in the whole body; each `*` stands for the element's own index there: `root:/entry/*/id`.
  | `root:/${string}`
  /** The element, where it is a text or a number. */
  | 'itself'
  // The hash of the element as JSON, without the delivery's volatile places, which names one that nothing in it does; the same
  // wherever the sender puts it.
  | 'itself:sha256';

/** The name of the place itself, where something stands there: Messenger and Dropbox say a thing's kind so. */
export type Named = `named:/${string}` | `named:root:/${string}`;

/** The name of the first field that stands beside this one: Telegram names an update's kind so. */
export type Beside = `beside:/${string}`;

/** Alternatives in order; the first whose references are all present counts. */
export type Alternatives<R extends string = Reference> = readonly (readonly R[])[];

/** All of these references have these values; `present` is satisfied by any, `empty` by an empty array. */
export type Conditions = Readonly<Partial<Record<Reference, string | Present | Empty | OneOf | Secret>>>;
type Present = { readonly is: 'present' };
type Empty = { readonly is: 'empty' };
type OneOf = { readonly oneOf: readonly string[] };
/** One of the source's secrets of that use, compared in constant time. */
type Secret = { readonly secret: string };

export type KeyedAlgorithm = 'hmac-sha256' | 'hmac-sha1' | 'hmac-sha512';
export type PublicKeyAlgorithm = 'ed25519' | 'ecdsa-p256-sha256';

/** Signatures as most senders make them. */
export interface SignatureScheme {
  // Holds the signatures. `*` at the end of a header's name stands for its numbers; `/*/` in a place for every element of an
  // array, of which each must hold.
  readonly from: Reference;
  /** This scheme is for requests like this alone. */
  readonly when?: Conditions;
  /** What else must hold; a request without it is refused. */
  readonly requires?: Conditions;
  /** Between the entries of a header that holds several; entries are trimmed. */
  readonly separator?: ',' | ' ' | ';';
  /** What an entry of this scheme begins with; other entries are other schemes and are skipped. */
  readonly prefix?: string;
  /** `sha256` is a plain hash in which the secret stands; `token` compares the secret itself. */
  readonly algorithm: KeyedAlgorithm | PublicKeyAlgorithm | 'sha256' | 'token';
  readonly encoding?: 'hex' | 'base64';
  /** How a secret becomes a key: as its text, decoded, or (`spki`) as a public key in DER and base64. */
  readonly key: 'text' | 'hex' | 'base64' | 'spki';
  /** Stands before the secret and is no part of the key. Left away, a secret is taken as it is. */
  readonly keyPrefix?: 'whsec_' | 'whpk_';
  /** Which secrets are for this scheme, where one provider has several schemes. */
  readonly secrets?: {
    /** Those whose `use` is this; left out, those without one. */
    readonly use?: string;
    readonly startWith?: string;
    readonly notStartWith?: string;
  };
  /**
   * What is signed, with `{body}`, `{timestamp}`, `{method}`, `{url}`, `{url:decoded}`, `{secret}` and references such as
   * `{header:webhook-id}` replaced: `v0:{timestamp}:{body}`. Of several any may hold. Empty for `token`.
   */
  readonly signed: string | readonly string[];
  readonly timestamp?: Timestamp;
}

/** In a place of its own, or as an entry of the signature's header. Signed as it stands, whatever its unit. */
export type Timestamp = ({ readonly from: Reference } | { readonly prefix: string }) & {
  readonly unit: 'seconds' | 'milliseconds' | 'iso8601';
};

/** A signature like no other's. Its code is loaded by the first request that needs it. */
export interface OwnScheme {
  readonly when?: Conditions;
  readonly verify: () => Promise<VerifyOwn>;
  /** Left out where only the sender can sign. Undefined for a webhook that this scheme is not for. */
  readonly sign?: SignOwn;
  /** For the documents: what is signed, in words. */
  readonly signed: string;
}

/**
 * Where the delivery id comes from. Exactly one of four kinds, because a wrong one loses events or doubles them:
 * `signed`: an id that the signature (or the token) vouches for; the body stays out of the hash, since senders change counters on
 * retry. `header`: an id that anybody could put on a genuine body; the body joins the hash, without its volatile places.
 * `fields`: several signed fields that only together name the event. `none`: nothing repeats, every request is new.
 */
export type Identity =
  | { readonly kind: 'signed'; readonly id: Alternatives }
  | {
      readonly kind: 'header';
      readonly id: Alternatives;
      readonly volatile?: readonly `/${string}`[];
      /** What is signed of a form where that is less than its bytes, and so hashed in their place; undefined: the bytes. */
      readonly signedForm?: (body: Buffer) => string | undefined;
    }
  // `body:sha256` is then the hash of the body without the volatile places; a `*` in one stands for every index of an array, and
  // at its end for all that the array holds.
  | { readonly kind: 'fields'; readonly id: Alternatives; readonly volatile?: readonly `/${string}`[] }
  | { readonly kind: 'none' };

/** Elements of an array that are events of their own. */
export interface Elements {
  // With a `*` for each index: `/*`, `/events/*`, `/entry/*/changes/*`.
  readonly at: `/${string}`;
  /** Where this stands, what is there is no list of events: an array that one event of CloudEvents' binary mode is about. */
  readonly unless?: Reference;
  /** `none` where an element has no id that repeats: then it is named by its delivery and its index. */
  readonly id: Alternatives<ElementReference> | 'none';
  /** An element without any of these ids is named as with `none`; left out, by its content, where others have an id. */
  readonly orNone?: boolean;
  readonly type: Alternatives<ElementReference | Named>;
}

/**
 * Texts in which references such as `{query:challenge}` or `{/challenge}` are replaced, `{hmac-sha256:hex:/payload/plainToken}`
 * with the source's secret as its key, and `{option:allowedRate}` by the source's, or else by `*`, which is any.
 */
type Template = string;

/** A request that asks for an answer and carries no event. */
export interface Handshake {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  /** Whether the signature is checked before; what is not signed is answered without any effect of its own. */
  readonly signed: boolean;
  readonly when: Conditions;
  readonly answer: HandshakeAnswer;
  /** Where `when` holds but this does not, `refusal` is the answer: Meta's verify token, an origin that is allowed. */
  readonly requires?: Conditions | { readonly option: 'allowedOrigins'; readonly includes: Reference };
  readonly refusal?: HandshakeAnswer;
  /**
   * `offer-secret`: what the reference gives is kept as an offer that an operator confirms, while the source waits for one.
   * `confirm-subscription`: that URL is fetched, for a topic that the source allows.
   */
  readonly effect?: { readonly kind: 'offer-secret' | 'confirm-subscription'; readonly from: Reference };
}

export interface HandshakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, Template>>;
  /** At most one of the two; without any the body is empty. Texts are answered as text/plain, which no browser runs. */
  readonly text?: Template;
  readonly json?: Readonly<Record<string, Template | number | readonly []>>;
}

/** What this sender takes for accepted. */
export interface AcceptedAnswer {
  /** Left out: always. */
  readonly when?: Conditions;
  readonly status: number;
  /** Left out: the delivery's id as JSON. `empty`, or a fixed text. */
  readonly body?: 'empty' | { readonly contentType: string; readonly text: string };
}

export type MediaType =
  | 'application/json'
  | 'application/x-www-form-urlencoded'
  | 'application/cloudevents+json'
  | 'application/cloudevents-batch+json'
  | 'text/plain'
  | 'text/xml'
  | 'application/xml'
  | 'none';

export interface Provider {
  readonly name: string;
  /** Of several, the first that the request is for decides alone; with `anyScheme` one that holds suffices. */
  readonly schemes: readonly (SignatureScheme | OwnScheme)[];
  readonly anyScheme?: boolean;
  /** Both ways, for schemes with a timestamp. Left out: their age is not checked. */
  readonly toleranceSeconds?: number;
  /** Accepted media types; `none` is a request without one. A form may carry its event as JSON in one of its fields. */
  readonly contentTypes: readonly MediaType[];
  readonly formJsonField?: string;
  /** Fewer than of others, where a body must be read before its signature is found: anybody may make us do that. */
  readonly bytesMax?: number;
  /** Where this stands, headers say all of the event, and the body is what it is about: any JSON, or nothing. */
  readonly anyBody?: `header:${string}`;
  /** What every event of this sender has; a webhook without it is refused as malformed. */
  readonly required: readonly Reference[];
  readonly identity: Identity;
  /** The event's type: the first complete alternative, its values joined by dots. */
  readonly type: Alternatives<Reference | Beside | Named>;
  /**
   * Only for senders that post arrays. An element that holds elements of an earlier place is no event of its own. A body in which
   * there are none is one event, if `orSingle`, and else malformed.
   */
  readonly events?: readonly Elements[];
  readonly orSingle?: boolean;
  /** Headers that a delivery keeps. Never one that carries the secret itself or a signature. */
  readonly headers: readonly string[];
  readonly handshakes?: readonly Handshake[];
  /** The first that applies; without any 202 and the delivery's id. */
  readonly accepted?: readonly AcceptedAnswer[];
  /** Whether an answer of 429 or 5xx makes the sender try again by itself. */
  readonly resends: boolean;
}

/** Whether a scheme is described by parameters. */
export const isDescribed = (scheme: SignatureScheme | OwnScheme): scheme is SignatureScheme => 'from' in scheme;
