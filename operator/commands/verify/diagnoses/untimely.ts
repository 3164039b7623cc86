import type { Timestamp } from '../../../../functions/ingest/providers/provider.ts';
import { lazyFind } from '../../../../functions/ingest/signature/lazy-find.ts';
import { textOf } from '../../../../functions/ingest/webhook-request.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';
import { describedIn } from './scheme-parts.ts';

const FOR_EVER_SECONDS = Number.MAX_SAFE_INTEGER;

/** How old the timestamp is, and what is allowed. */
export const untimely: Diagnosis = async (refused) => {
  const { reason, provider, context, holds } = refused;
  if (reason === 'malformed-timestamp') return describeMalformed(refused);
  if (reason !== 'stale-timestamp' && reason !== 'future-timestamp') return undefined;
  const tolerance = context.options.toleranceSeconds ?? provider.toleranceSeconds;
  const seconds = ageSecondsOf(refused);
  const isSigned = await holds({
    context: { ...context, options: { ...context.options, toleranceSeconds: FOR_EVER_SECONDS } },
  });
  const age = reason === 'stale-timestamp' ? `${seconds} s old` : `${-seconds} s ahead of the clock`;
  return `The timestamp is ${age}, the tolerance ${tolerance} s; the signature itself ${isSigned ? 'holds' : 'does not hold either'}.`;
};

function ageSecondsOf({ context, ...refused }: RefusedCase): number {
  const found = timestampsOf({ context, ...refused })[0];
  const atMs = found && msOf(found.text, found.unit);
  return Math.round((context.now.getTime() - (atMs ?? 0)) / 1000);
}

function msOf(text: string, unit: Timestamp['unit']): number {
  if (unit === 'iso8601') return Date.parse(text);
  return unit === 'seconds' ? Number(text) * 1000 : Number(text);
}

/** Those that its schemes have a place for; a scheme of its own tells nobody of its place. */
function timestampsOf({
  request,
  provider,
}: RefusedCase): readonly { readonly text: string; readonly unit: Timestamp['unit'] }[] {
  const { find } = lazyFind(request, provider);
  const [ownHeader] = ['paypal-transmission-time'].flatMap((name) => request.headers[name] ?? []);
  const described = describedIn(provider).flatMap(({ timestamp, from, separator }) => {
    if (!timestamp) return [];
    const listed = 'prefix' in timestamp ? timestamp.prefix : undefined;
    const entries = (textOf(find(from)) ?? '').split(separator ?? ',').map((entry) => entry.trim());
    const text = 'from' in timestamp ? textOf(find(timestamp.from)) : entryWith(entries, listed ?? '');
    return text === undefined ? [] : [{ text, unit: timestamp.unit }];
  });
  const own = ownHeader ?? textOf(find('/Timestamp'));
  return described.length > 0 || own === undefined ? described : [{ text: own, unit: 'iso8601' }];
}

const entryWith = (entries: readonly string[], prefix: string) =>
  entries.find((entry) => entry.startsWith(prefix))?.slice(prefix.length);

const UNITS = {
  seconds: 'whole unix seconds',
  milliseconds: 'whole unix milliseconds',
  iso8601: 'an ISO 8601 instant',
} as const;

function describeMalformed(refused: RefusedCase): string {
  const [found] = timestampsOf(refused);
  if (!found) return 'The timestamp is not written as this sender writes it.';
  const { text, unit } = found;
  const seen = seenUnit(text);
  return `The timestamp is not ${UNITS[unit]}${seen !== undefined && seen !== unit ? `: it looks like ${UNITS[seen]}` : ''}.`;
}

function seenUnit(text: string): Timestamp['unit'] | undefined {
  if (/^\d{10}$/.test(text)) return 'seconds';
  if (/^\d{13}$/.test(text)) return 'milliseconds';
  return /^\d{4}-\d\d-\d\dT/.test(text) ? 'iso8601' : undefined;
}
