import { deadLettersOf, type SentWebhook } from '../sent-webhook.ts';
import type { Paint } from '../../../terminal/paint.ts';

/** Whoever has more of them looks at the list. */
const SHOWN_MAX = 5;

/** The commands that say more about the dead letters among these; empty where there are none. */
export function describeHints(all: readonly SentWebhook[], paint: Paint): string {
  const ids = [...new Set(all.flatMap((sent) => [...deadLettersOf(sent).values()].map(({ id }) => id)))];
  const commands = ids.slice(0, SHOWN_MAX).map((id) => `npm run hooks -- dead-letters show ${id}`);
  const left = ids.length - SHOWN_MAX;
  if (left > 0) commands.push(`npm run hooks -- dead-letters list    (${left.toLocaleString('en')} more)`);
  return commands.map((command) => `  ${paint('dim', command)}\n`).join('');
}
