// Whoever throws decides what becomes of the webhook or the message; anything else thrown means: try again later.

/** The sender gets this status; nothing reaches a queue. `reason` is a fixed word for logs, `message` is for the sender. */
export class RejectedWebhook extends Error {
  override readonly name = 'RejectedWebhook';
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;

  /** A `cause` marks a failure of ours and not of the sender's; only the log sees it. */
  constructor(
    status: number,
    reason: string,
    message: string,
    { headers = {}, cause }: { readonly headers?: Readonly<Record<string, string>>; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.status = status;
    this.reason = reason;
    this.headers = headers;
  }
}

/** The message goes back to its queue and is tried again after a growing, random delay, or after `afterSeconds` at least. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly afterSeconds: number;

  constructor(
    message: string,
    { afterSeconds = 0, cause }: { readonly afterSeconds?: number; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.afterSeconds = afterSeconds;
  }
}

/** The message becomes a dead letter now: trying again would bring nothing but the same. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp';
  /** The forward destination that is to blame, where one is. */
  readonly destination: string | undefined;
  /** The destination takes nothing at the moment; its dead letters are replayed once it does again. */
  readonly isDestinationDown: boolean;

  constructor(
    message: string,
    {
      destination,
      isDestinationDown = false,
      cause,
    }: { readonly destination?: string; readonly isDestinationDown?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.destination = destination;
    this.isDestinationDown = isDestinationDown;
  }
}
