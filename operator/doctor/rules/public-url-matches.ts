import * as v from 'valibot';
import { isUnread, type DoctorContext, type Unread } from '../doctor-context.ts';
import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import { readEntries } from '../read-entries.ts';
import type { Rule } from '../rule.ts';

const withPublicUrl = v.looseObject({ options: v.looseObject({ publicUrl: v.pipe(v.string(), v.url()) }) });

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
      ...urls.flatMap(({ source, url }) =>
        [
          ...(url.protocol === 'https:' ? [] : ['its publicUrl is not https']),
          ...(isUnread(host) || url.host === host
            ? []
            : [`its publicUrl is at ${url.host}, and the stage is at ${host}`]),
          ...(url.pathname === `/webhooks/${source}` ? [] : [`the path of its publicUrl is not /webhooks/${source}`]),
        ].map((what) => ({
          where: `source ${source}, ${read.from}`,
          what,
          fix: 'Enter the URL that `sources list` shows at the sender, and the same as publicUrl.',
        })),
      ),
    ];
  },
};

/** Its own domain name, where it has one; else what AWS has given it. */
async function hostOfStage({ model, live }: DoctorContext): Promise<string | Unread> {
  const own = model.domainNames[0]?.properties.DomainName;
  if (own !== undefined) return own;
  const url = await live.webhooksUrl();
  return isUnread(url) ? url : new URL(url).host;
}
