import type { Happening } from '../history.ts';
import type { SourceName } from './simulated-sources.ts';

/** What a sender puts on the wire before it signs. */
export interface Written {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Only of an array: its elements, in the order of the happenings. */
  readonly elements?: readonly string[];
}

/** One webhook that a sender has to tell until it is accepted. */
export interface PlannedWebhook {
  readonly source: SourceName;
  readonly happenings: readonly Happening[];
  /** From 1; what a sender changes when it posts again depends on it. */
  readonly write: (attempt: number) => Written;
  /** Only of an array: the same elements in two posts. */
  readonly split?: () => readonly PlannedWebhook[];
}

/** Money that one or more webhooks tell of. */
export interface Payment {
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly toldBy: readonly Happening[];
}
