import * as v from 'valibot';
import { isUnread } from '../doctor-context.ts';
import { hostOfStage } from '../model/host-of-stage.ts';
import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import { readEntries } from '../read-entries.ts';
import type { Rule, Told } from '../rule.ts';

const withPublicUrl = v.looseObject({ options: v.looseObject({ publicUrl: v.pipe(v.string(), v.url()) }) });

const FIX = 'Enter the URL that `sources list` shows at the sender, and the same as publicUrl.';
const AHEAD_FIX =
  'Right where CloudFront or the like stands in front with that name; else correct it, and its URL at the sender.';

export const publicUrlMatches: Rule = {
  name: 'public-url-matches',
  reason:
    'Some senders sign the URL that was entered there. Where the source says another one, every signature of theirs is ' +
    'wrong, and a plain http URL is refused by the API before anybody could see why.',
  async check(context) {
    const read = await readEntries('sources', context.live);
    if ('notChecked' in read) return [read];
    const urls = Object.entries(read.entries).flatMap(([source, entry]) =>
      v.is(withPublicUrl, entry) ? [{ source, url: new URL(entry.options.publicUrl) }] : [],
    );
    if (urls.length === 0 || context.stage === LOCAL_STAGE) return [];
    const host = await hostOfStage(context);
    return [
      ...(isUnread(host) ? [{ notChecked: `the host of ${urls.length} publicUrl: ${host.unread}` }] : []),
      ...urls.flatMap(({ source, url }): readonly Told[] => {
        const where = `source ${source}, ${read.from}`;
        const isAhead = !isUnread(host) && url.host !== host;
        const wrong = [
          ...(url.protocol === 'https:' ? [] : ['its publicUrl is not https']),
          // Whoever stands in front may have paths of its own.
          ...(isAhead || url.pathname === `/webhooks/${source}`
            ? []
            : [`the path of its publicUrl is not /webhooks/${source}`]),
        ].map((what) => ({ where, what, fix: FIX }));
        if (!isAhead) return wrong;
        const what = `its publicUrl is at ${url.host}, and the stage is at ${host}`;
        return [...wrong, { where, what, fix: AHEAD_FIX, severity: 'warning' }];
      }),
    ];
  },
};
