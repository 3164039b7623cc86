import type { BeginAsked } from '../connection/api.ts';
import type { RunKind, RunTarget } from './run-target.ts';
import type { RunSettings } from './settings-fields.tsx';

interface Plan extends Pick<RunTarget, 'from' | 'chosen'> {
  readonly kind: RunKind;
  readonly settings: RunSettings;
  readonly reason?: string;
  /** What the dry run saw: nothing is meant that came later. */
  readonly before?: string | undefined;
  /** How many it met, where it met all of them. */
  readonly foreseen?: number | undefined;
}

export function toBeginAsked({ kind, from, chosen, settings, reason, before, foreseen }: Plan): BeginAsked {
  const { limit, perSecond, isForced } = settings;
  const asked = {
    from,
    ...('ids' in chosen ? { ids: [...chosen.ids] } : chosen),
    ...(typeof limit === 'number' && { limit }),
    ...(reason !== undefined && { reason: reason.trim() }),
    ...(before !== undefined && { before }),
    ...(foreseen !== undefined && { foreseen }),
  };
  if (kind === 'discard') return { discard: asked };
  return {
    replay: {
      ...asked,
      ...(typeof perSecond === 'number' && { perSecond }),
      ...(isForced && { force: true as const }),
    },
  };
}
