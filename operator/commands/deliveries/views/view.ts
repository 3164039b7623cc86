import type { SentWebhook } from '../sent-webhook.ts';

/** How a sending is shown while it goes on and at its end. */
export interface View {
  /** Something new is known of this webhook. */
  changed(sent: SentWebhook): void;
  /** Nothing more will be known; `all` in the order of their posting. */
  end(all: readonly SentWebhook[]): void;
}
