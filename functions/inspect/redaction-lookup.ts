import { redactError } from '#shared/lambda/redact-error.ts';
import { readRedaction, REDACTION_KEY, type Redaction } from '#shared/messages/redaction.ts';
import type { Clock, Objects } from '#shared/ports.ts';
import { policyOf, type NoPolicy, type Policy } from '#shared/redaction/policy.ts';

/** What is hidden counts a minute after it was changed, at the latest. */
const REFRESH_AFTER_MS = 60_000;

/** What is hidden of a source; why nothing may be shown, where that is not known. */
export type RedactionLookup = (source: string | undefined) => Promise<Policy | NoPolicy>;

interface HeldCopy {
  /** None where there is no such object: nobody has configured any. */
  readonly redaction?: Redaction;
  readonly etag?: string;
  readonly readAtMs: number;
}

/**
 * One object of the config bucket, held in memory. While it cannot be read nothing is shown, not by an older copy either: what
 * was changed since may be what must not be seen.
 */
export function createRedactionLookup({
  config,
  clock,
}: {
  readonly config: Pick<Objects, 'get' | 'getIfChanged'>;
  readonly clock: Pick<Clock, 'now'>;
}): RedactionLookup {
  let held: HeldCopy | undefined;

  const read = async (readAtMs: number): Promise<HeldCopy> => {
    const stored = await (held?.etag === undefined
      ? config.get(REDACTION_KEY)
      : config.getIfChanged(REDACTION_KEY, held.etag));
    if (stored === 'missing') return { readAtMs };
    if (stored === 'unchanged') return { ...held, readAtMs };
    return { redaction: readRedaction(stored.bytes.toString('utf8')), etag: stored.etag, readAtMs };
  };

  return async function lookUpRedaction(source) {
    const nowMs = clock.now().getTime();
    try {
      if (!held || nowMs - held.readAtMs >= REFRESH_AFTER_MS) held = await read(nowMs);
    } catch (error) {
      return { reason: `the redaction policy cannot be read (${redactError(error).message})` };
    }
    return policyOf(source, held.redaction);
  };
}
