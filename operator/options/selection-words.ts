import type { Selection } from '#shared/messages/selection.ts';

/** A selection as the options that say it: what was asked can be asked again, a little otherwise. */
export function selectionWords({
  ids,
  deliveries,
  fingerprints,
  sources,
  types,
  classes,
  between,
  attempts,
  where,
  all,
}: Omit<Selection, 'from'>): readonly string[] {
  const listed = [
    ['--ids', ids],
    ['--delivery', deliveries],
    ['--fingerprint', fingerprints],
    ['--source', sources],
    ['--type', types],
    ['--class', classes],
  ] as const;
  const single = [
    ['--since', between?.from],
    ['--until', between?.until],
    ['--attempts', attempts && `${attempts.min ?? ''}..${attempts.max ?? ''}`],
    ['--where', where],
  ] as const;
  return [
    ...listed.flatMap(([option, names]) => (names === undefined ? [] : [option, names.join(',')])),
    ...single.flatMap(([option, text]) => (text === undefined ? [] : [option, text])),
    ...(all ? ['--all'] : []),
  ];
}
