// The contract of a provider: what ingest must know of a kind of sender, as data. It holds no secret and no code.

/** A value of the request: a header, or a place (RFC 6901) in the body read as JSON or as a form. */
export type Reference = `header:${string}` | `/${string}`;

/** Alternatives in order; the first whose references are all present counts. */
export type Alternatives = readonly (readonly Reference[])[];

export interface SignatureScheme {
  /** Holds the signatures. Of several schemes, the first whose header is present decides alone. */
  readonly header: string;
  /** Between the entries of a header that holds several; entries are trimmed. */
  readonly separator?: ',' | ' ' | ';';
  /** What an entry of this scheme begins with; other entries are other schemes and are skipped. */
  readonly prefix: string;
  readonly algorithm: 'sha256';
  readonly encoding: 'hex' | 'base64';
  /** How a secret becomes a key: as its text, or decoded from base64 behind `whsec_`. */
  readonly key: 'text' | 'base64';
  /** What is signed, `{body}` and `{timestamp}` and `{header:…}` replaced: `v0:{timestamp}:{body}`. */
  readonly signed: string;
  /** Unix seconds, in a header of their own or as an entry of the signature's header. */
  readonly timestamp?: { readonly header: string } | { readonly prefix: string };
}

/**
 * Where the delivery id comes from. Exactly one of four kinds, because a wrong one loses events or doubles them:
 * `signed`: an id that the signature covers; the body stays out of the hash, since senders change counters on retry.
 * `header`: an id that anybody could put on a genuine body; the body joins the hash, without its volatile places.
 * `fields`: several signed fields that only together name the event.
 * `none`: nothing repeats, every request is new.
 */
export type Identity =
  | { readonly kind: 'signed'; readonly id: Alternatives }
  | { readonly kind: 'header'; readonly id: Alternatives; readonly volatile?: readonly `/${string}`[] }
  | { readonly kind: 'fields'; readonly id: Alternatives }
  | { readonly kind: 'none' };

/** A request that asks for an answer and carries no event. */
export interface Handshake {
  /** All of these references have these values. */
  readonly when: Readonly<Record<Reference, string>>;
  readonly answer: {
    readonly status: number;
    readonly contentType: string;
    /** JSON whose string values may be references: `{ "challenge": "/challenge" }`. */
    readonly json: Readonly<Record<string, Reference>>;
  };
}

export interface Provider {
  readonly name: string;
  readonly schemes: readonly SignatureScheme[];
  /** Both ways, for schemes with a timestamp. */
  readonly toleranceSeconds?: number;
  /** Accepted media types. A form may carry its event as JSON in one of its fields. */
  readonly contentTypes: readonly ('application/json' | 'application/x-www-form-urlencoded')[];
  readonly formJsonField?: string;
  /** What every event of this sender has; a webhook without it is refused as malformed. */
  readonly required: readonly Reference[];
  readonly identity: Identity;
  /** The event's type: the first complete alternative, its values joined by dots. */
  readonly type: Alternatives;
  /** Only for senders that post arrays: where the array is, and id and type inside each element. */
  readonly events?: {
    readonly pointer: '' | `/${string}`;
    readonly id: Alternatives;
    readonly type: Alternatives;
  };
  /** Headers that a delivery keeps. Never one that carries the secret itself or a signature. */
  readonly headers: readonly string[];
  readonly handshakes?: readonly Handshake[];
  /** The status that this sender reads as accepted; 202 where any 2xx does. */
  readonly acceptedStatus?: number;
  /** Whether an answer of 429 or 5xx makes the sender try again by itself. */
  readonly resends: boolean;
}
