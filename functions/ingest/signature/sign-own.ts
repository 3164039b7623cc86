/** What a sender is about to post. */
export interface UnsignedWebhook {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly method?: string;
  /** As it was entered at the sender; only some of them sign it. */
  readonly url?: string;
}

/** A webhook ready to be posted. */
export interface SignedWebhook {
  /** All of them, the signature among them; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** @throws when the secret cannot be a key, or something is missing that is signed */
export type SignOwn = (secret: string, webhook: UnsignedWebhook) => SignedWebhook | undefined;
