import { isIP } from 'node:net';
import * as v from 'valibot';
import { destinationSchema } from '#shared/messages/destination.ts';
import { checkUrl, hostOf } from '#shared/outbound/check-url.ts';
import { isGlobalAddress } from '#shared/outbound/is-global-address.ts';
import { GiveUp } from '#shared/errors.ts';
import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import { isUnread, type Unread } from '../doctor-context.ts';
import { hostOfStage } from '../model/host-of-stage.ts';
import { readEntries } from '../read-entries.ts';
import type { Rule } from '../rule.ts';

/** Names that no resolver of the open Internet knows: https://www.rfc-editor.org/rfc/rfc6761, https://www.rfc-editor.org/rfc/rfc6762 */
const OWN_NAMES = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/i;

export const loopbackDestinationsOutsideLocal: Rule = {
  name: 'loopback-destinations-outside-local',
  reason:
    'A deployed stage posts to addresses of the open Internet and over https alone: every event for any other destination ' +
    'becomes a dead letter. One that is the stage itself goes round in a circle.',
  async check(context) {
    const { stage, live } = context;
    if (stage === LOCAL_STAGE) return [];
    const read = await readEntries('destinations', live);
    if ('notChecked' in read) return [read];
    const entries = Object.entries(read.entries);
    const own = entries.length === 0 ? undefined : await hostOfStage(context);
    const unread = isUnread(own) ? [{ notChecked: `whether a destination is the stage itself: ${own.unread}` }] : [];
    const found = entries.flatMap(([name, entry]) => {
      // configuration-readable says what is wrong with one that cannot be read.
      const { success, output } = v.safeParse(destinationSchema, entry);
      const what = success ? (whyRefused(output.url) ?? whyLoop(output.url, own)) : undefined;
      if (what === undefined) return [];
      return [
        {
          where: `destination ${name}, ${read.from}`,
          what,
          fix: 'Give it an https URL that the open Internet reaches.',
        },
      ];
    });
    return [...unread, ...found];
  },
};

const whyLoop = (url: string, own: string | Unread | undefined) =>
  new URL(url).host === own ? 'is the stage itself: what is posted there comes in again, for ever' : undefined;

/** Without the URL, in which a secret may stand. */
function whyRefused(text: string): string | undefined {
  try {
    const host = hostOf(checkUrl(text, { allowsAddress: isGlobalAddress, allowsHttp: false }));
    return isIP(host) === 0 && OWN_NAMES.test(host) ? `${host} is a name of a private network` : undefined;
  } catch (error) {
    if (error instanceof GiveUp) return error.message;
    throw error;
  }
}
