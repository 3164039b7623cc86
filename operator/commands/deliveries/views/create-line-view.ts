import { isFinished, type SentWebhook } from '../sent-webhook.ts';
import { describeHints } from './describe-hints.ts';
import type { Paint } from '../../../terminal/paint.ts';
import { describeWebhook } from './describe-webhook.ts';
import type { View } from './view.ts';

/** One line per webhook, as soon as nothing more is to come for it, and at the end where to look: for pipes and logs. */
export function createLineView(write: (text: string) => void, paint: Paint): View {
  const shown = new Set<SentWebhook>();
  const show = (sent: SentWebhook) => {
    shown.add(sent);
    write(`${describeWebhook(sent, paint)}\n`);
  };
  return {
    changed: (sent) => {
      if (isFinished(sent) && !shown.has(sent)) show(sent);
    },
    end: (all) => {
      all.filter((sent) => !shown.has(sent)).forEach(show);
      write(describeHints(all, paint));
    },
  };
}
