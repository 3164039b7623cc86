import { createJsonView } from './create-json-view.ts';
import { createLineView } from './create-line-view.ts';
import { createLiveView } from './create-live-view.ts';
import { createSummaryView } from './create-summary-view.ts';
import { paintFor } from '../../../terminal/paint.ts';
import type { View } from './view.ts';

/** Beyond this nobody reads single lines. */
const LISTED_MAX = 20;

export interface ViewWish {
  readonly count: number;
  readonly asJson: boolean;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly now: () => number;
}

/** A list on a terminal, lines in a pipe, a summary for many, JSON for machines. */
export function chooseView({ count, asJson, stdout, stderr, now }: ViewWish): View {
  const write = (text: string) => void stdout.write(text);
  const paint = paintFor(stdout);
  if (asJson) return createJsonView(write);
  if (count > LISTED_MAX) return createSummaryView({ write, paint, progress: stderr, count });
  // A list that is higher than the terminal cannot be drawn again in place.
  if (stdout.isTTY && count < stdout.rows) return createLiveView(write, paint, now);
  return createLineView(write, paint);
}
