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

/** The message goes back to its queue and is tried again when its visibility runs out. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
}
