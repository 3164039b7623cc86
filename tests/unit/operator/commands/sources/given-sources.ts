// The commands about sources over a config bucket in memory.
import { offerKey, writeOffer } from '#shared/messages/offer.ts';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import { loadProvider } from '../../../../../functions/ingest/providers/load-provider.ts';
import type { AddOptions } from '../../../../../operator/commands/sources/add.ts';
import type { SourceTools } from '../../../../../operator/commands/sources/source-tools.ts';
import type { Terminal } from '../../../../../operator/terminal/terminal.ts';
import { loadAbout } from '../../../../../operator/verbs/sources/load-about.ts';
import { givenAbout, givenSession } from '../../../../support/given-session.ts';
import { memoryObjects } from '../../../../support/ports.ts';

export const json = { contentType: 'application/json' };

/** @param typed what comes from standard input, one secret after the other */
export function givenSources(
  entries: object | string | undefined,
  typed: readonly string[] = [],
  terminal: Partial<Terminal> = {},
) {
  const config = memoryObjects('config');
  const text = typeof entries === 'string' ? entries : JSON.stringify(entries);
  if (entries !== undefined) config.stored.set(SOURCES_KEY, { bytes: Buffer.from(text) });
  const about = givenAbout({ webhooksUrl: 'https://hooks.example', retentionDaysOffered: [30, 90] });
  const fake = givenSession({ config, about, stage: 'prod' }, terminal);
  const left = [...typed];
  const asked: string[] = [];
  const tools: SourceTools = {
    loadProvider,
    loadAbout,
    readSecret: async (question) => {
      asked.push(question);
      const next = left.shift();
      if (next === undefined) throw new Error('The test has not said what is typed');
      return next;
    },
    randomBytes: (count) => Buffer.alloc(count, 7),
  };
  const stored = (): Record<string, Record<string, unknown>> =>
    JSON.parse(config.stored.get(SOURCES_KEY)?.bytes.toString() ?? '{}') as never;
  const offer = (source: string, value: string, offeredAt: string) => {
    const offered = { v: 1 as const, source, value, offeredAt };
    config.stored.set(offerKey(offered), { bytes: writeOffer(offered) });
  };
  const offers = () => [...config.stored.keys()].filter((key) => key.startsWith('offers/'));
  /** All that anybody could see of it. */
  const shown = () => [fake.written(), fake.told(), ...fake.questions, ...asked].join('\n');
  return { ...fake, tools, config, stored, offer, offers, asked, shown };
}

export const fromStdin = { generateInto: undefined, use: undefined, notBefore: undefined };

export const givenAdd = (overrides: Partial<AddOptions> = {}): AddOptions => ({
  name: 'stripe-eu',
  provider: 'stripe',
  options: {},
  description: undefined,
  secret: fromStdin,
  awaitsForMs: undefined,
  asJson: false,
  ...overrides,
});
