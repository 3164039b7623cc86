import type { RunRequest } from '#shared/messages/replay-request.ts';
import { selectionWords } from '../../options/selection-words.ts';
import { quoted } from '../hooks-line.ts';

/** Ten thousand ids would hide the rest of a receipt; `--json` has them all. */
const LENGTH_MAX = 300;

/** What a run was asked to choose, and how, as the options that say it; undefined for what nobody asked. */
export function askedWords(request: RunRequest): string | undefined {
  if (request.kind === 'probe') return undefined;
  const words = [
    ...selectionWords(request),
    ...(request.limit === undefined ? [] : ['--limit', String(request.limit)]),
    ...('perSecond' in request && request.perSecond !== undefined ? ['--per-second', String(request.perSecond)] : []),
    ...('unsubscribed' in request && request.unsubscribed ? ['--unsubscribed'] : []),
    ...('force' in request && request.force ? ['--force'] : []),
    ...('via' in request && request.via === 'queue' ? ['--via', 'queue'] : []),
  ];
  const said = words.map(quoted).join(' ');
  return said.length > LENGTH_MAX ? `${said.slice(0, LENGTH_MAX)}…` : said;
}
