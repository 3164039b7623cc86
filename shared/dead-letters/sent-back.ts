import type { DeadLetter } from '../messages/dead-letter.ts';
import type { StoredDeadLetter, UnreadDeadLetter } from './dead-letter-store.ts';
import type { Skip, SkipRules } from './why-skipped.ts';

export interface SendBackRequest extends SkipRules {
  /** `<worker>/<event id>`, each once; at most a few hundred, since their messages are held together. */
  readonly ids: readonly string[];
  /** What the claims and the messages say who sent them. */
  readonly run: string;
  /** Their records where somebody has just read them; whatever was written since is seen when they are claimed. */
  readonly known?: ReadonlyMap<string, StoredDeadLetter | UnreadDeadLetter> | undefined;
  /** Of a resumed run: whether it had sent this one before, as something has come of it since. */
  readonly wasSent?: (record: DeadLetter) => boolean;
}

/** What became of one dead letter. One that `failed` is open, or open again once its claim has passed. */
export type SentBack =
  | { readonly id: string; readonly outcome: 'replayed'; readonly because?: string }
  | ({ readonly id: string; readonly outcome: 'skipped' } & Skip)
  | { readonly id: string; readonly outcome: 'failed'; readonly error: unknown };
