import { archivedBytes, type ArchiveLine } from '#shared/messages/archive-line.ts';
import { providerOf, type SourceName } from '../actors/simulated-sources.ts';
import type { Happening, Told } from '../history.ts';
import { endingsOf, keyOf } from './endings.ts';
import type { Invariant } from './invariant.ts';

/** Counting finds what is missing; only this finds an archive full of something else. */
export const archivedAsSigned: Invariant = {
  name: 'The archive holds what the sender signed, under the type and the headers that it came with',
  check(history) {
    const happenings = new Map(history.happenings.map((happening) => [keyOf(happening), happening]));
    return endingsOf(history).archived.flatMap((line) => {
      const happening = happenings.get(keyOf({ source: line.source, senderEventId: line.sendereventid ?? '' }));
      if (!happening) return [`${line.id} is archived as an event that ${line.source} never sent`];
      return differences(line, happening).map((what) => `${line.id} is archived with ${what}`);
    });
  },
};

function differences(line: ArchiveLine, happening: Happening): readonly string[] {
  const text = archivedBytes(line).toString('utf8');
  const sameText = happening.told.filter((told) => told.text === text);
  const source = happening.source as SourceName;
  const hasHeaders = sameText.some((told) => keptOf(told, source) === line.headers);
  return [
    ...(sameText.length === 0 ? ['a body that its sender did not sign'] : []),
    ...(sameText.length > 0 && !hasHeaders ? ['headers that its sender did not post with this body'] : []),
    ...(line.type === happening.type ? [] : [`the type ${line.type} instead of ${happening.type}`]),
  ];
}

/** Those that the provider's description lists, as JSON in its order. */
function keptOf({ headers }: Told, source: SourceName): string {
  const kept = providerOf(source).headers.map((name) => [name, headers[name]] as const);
  return JSON.stringify(Object.fromEntries(kept.filter(([, value]) => value !== undefined)));
}
