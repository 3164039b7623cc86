import { isIP } from 'node:net';
import * as v from 'valibot';
import { destinationSchema } from '#shared/messages/destination.ts';
import { checkUrl, hostOf } from '#shared/outbound/check-url.ts';
import { isGlobalAddress } from '#shared/outbound/is-global-address.ts';
import { GiveUp } from '#shared/errors.ts';
import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import { readEntries } from '../read-entries.ts';
import type { Rule } from '../rule.ts';

/** Names that no resolver of the open Internet knows: https://www.rfc-editor.org/rfc/rfc6761, https://www.rfc-editor.org/rfc/rfc6762 */
const OWN_NAMES = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/i;

export const loopbackDestinationsOutsideLocal: Rule = {
  name: 'loopback-destinations-outside-local',
  reason:
    'A deployed stage posts to addresses of the open Internet and over https alone: every event for any other destination ' +
    'becomes a dead letter.',
  async check({ stage, live }) {
    if (stage === LOCAL_STAGE) return [];
    const read = await readEntries('destinations', live);
    if ('notChecked' in read) return [read];
    return Object.entries(read.entries).flatMap(([name, entry]) => {
      // configuration-readable says what is wrong with one that cannot be read.
      const { success, output } = v.safeParse(destinationSchema, entry);
      const what = success ? whyRefused(output.url) : undefined;
      if (what === undefined) return [];
      return [
        {
          where: `destination ${name}, ${read.from}`,
          what,
          fix: 'Give it an https URL that the open Internet reaches.',
        },
      ];
    });
  },
};

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
