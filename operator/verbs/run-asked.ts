import type { ReplayRequest } from '#shared/messages/replay-request.ts';

type Asked<Kind extends keyof ReplayRequest> = Omit<NonNullable<ReplayRequest[Kind]>, 'run' | 'dryRun' | 'identity'>;

/** What a run is to do, before it has a name. */
export type RunAsked =
  | { readonly replay: Asked<'replay'> }
  | { readonly backfill: Asked<'backfill'> }
  | { readonly discard: Asked<'discard'> };

/** Entries that every run may be given. */
export interface RunEntries {
  readonly run?: string;
  readonly dryRun?: true;
}

export function requestOf(asked: RunAsked, entries: RunEntries): ReplayRequest {
  if ('replay' in asked) return { replay: { ...asked.replay, ...entries } };
  if ('backfill' in asked) return { backfill: { ...asked.backfill, ...entries } };
  return { discard: { ...asked.discard, ...entries } };
}

export interface DryRun {
  /** When it looked. */
  readonly before: string | undefined;
  /** How many it met, where it counted them all. */
  readonly foreseen: number | undefined;
}

/** The same, for no more than what its dry run has seen. */
export function boundBy(asked: RunAsked, { before, foreseen }: DryRun): RunAsked {
  if (before === undefined) return asked;
  const counted = foreseen === undefined ? {} : { foreseen };
  if ('replay' in asked) return { replay: { ...asked.replay, before, ...counted } };
  if ('discard' in asked) return { discard: { ...asked.discard, before, ...counted } };
  const { between } = asked.backfill;
  return { backfill: { ...asked.backfill, between: { ...between, until: between.until ?? before }, ...counted } };
}
