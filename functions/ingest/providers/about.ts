import type { SourceOptions } from '#shared/messages/source.ts';

/** What people must know of a sender: docs/sources.md and `sources add` are made from it. No function loads it. */
export interface About {
  /** As the sender writes its name. */
  readonly title: string;
  readonly documentation: string;
  /** What to do at the sender, step by step; `{url}` stands for the source's URL. */
  readonly setUp: readonly string[];
  /** What a source of it must hold: none for senders without any. */
  readonly secrets: readonly {
    /** As the scheme or handshake that it is for names it. */
    readonly use?: string;
    readonly what: string;
    /** Who makes it up: a public key, or a secret, of the sender; or a secret of ours, which `sources add` generates. */
    readonly madeBy: 'the sender' | 'us';
    /** How long the sender's form takes one of ours. Left out: as long as any. */
    readonly charactersMax?: number;
    readonly isPublic?: boolean;
  }[];
  readonly options?: Readonly<
    Partial<Record<keyof SourceOptions, { readonly isRequired: boolean; readonly what: string }>>
  >;
  /** What the signature covers, and what of a request anybody could change. */
  readonly verified: string;
  readonly notCovered: readonly string[];
  /** What it sends at most, and where that is more than API Gateway and Lambda take. */
  readonly size: string;
  readonly retries: string;
  readonly traps: readonly string[];
  /** How far each of the above is to be trusted: seen with the sender's own library, read in its documents, or heard. */
  readonly confidence: 'library' | 'documentation' | 'third party';
}
