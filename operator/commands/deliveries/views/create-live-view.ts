import { isFinished, type SentWebhook } from '../sent-webhook.ts';
import { describeHints } from './describe-hints.ts';
import type { Paint } from '../../../terminal/paint.ts';
import { describeWebhook } from './describe-webhook.ts';
import type { View } from './view.ts';

const REDRAW_EVERY_MS = 100;
// A wrapped line would take two rows, and the way back up is counted in lines.
const [WRAP_OFF, WRAP_ON] = ['\u001B[?7l', '\u001B[?7h'];

/** All webhooks as a list that is drawn again in place while their answers and results come in. */
export function createLiveView(write: (text: string) => void, paint: Paint, now: () => number): View {
  const list = new Set<SentWebhook>();
  let rows = 0;
  const draw = (isOver: boolean) => {
    const lines = [...list].map((sent) => {
      const sinceMs = isOver || isFinished(sent) ? undefined : now() - sent.postedAtMs;
      return `\u001B[2K${describeWebhook(sent, paint, sinceMs)}\n`;
    });
    const up = rows === 0 ? '' : `\u001B[${rows}A`;
    rows = lines.length;
    write(`${WRAP_OFF}${up}${lines.join('')}${WRAP_ON}`);
  };
  const timer = setInterval(() => draw(false), REDRAW_EVERY_MS).unref();
  return {
    changed: (sent) => {
      list.add(sent);
      draw(false);
    },
    end: (all) => {
      clearInterval(timer);
      draw(true);
      write(describeHints(all, paint));
    },
  };
}
