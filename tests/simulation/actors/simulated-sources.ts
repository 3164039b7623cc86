import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import { simulatedProviders } from './simulated-providers.ts';

/** Stands in every secret, so that whatever shows one can be found out. */
const SECRET_CANARY = 'canary-of-a-secret';
/** Stands in every body; a log line, a failure or a receipt that holds it shows what it must not. */
export const BODY_CANARY = 'canary-of-a-body';

const base64Secret = (name: string) => `whsec_${Buffer.from(`${SECRET_CANARY}-${name}`).toString('base64')}`;

/** Source → its provider and its one secret. Two of them are endpoints of the same kind of sender. */
export const simulatedSources = {
  stripe: { provider: 'stripe', secret: `whsec_${SECRET_CANARY}-stripe` },
  'stripe-eu': { provider: 'stripe', secret: `whsec_${SECRET_CANARY}-stripe-eu` },
  github: { provider: 'github', secret: `${SECRET_CANARY}-github` },
  shopify: { provider: 'shopify', secret: `${SECRET_CANARY}-shopify` },
  slack: { provider: 'slack', secret: `${SECRET_CANARY}-slack` },
  standard: { provider: 'standard-webhooks', secret: base64Secret('standard') },
  counting: { provider: 'counting', secret: `${SECRET_CANARY}-counting` },
  grouping: { provider: 'grouping', secret: `${SECRET_CANARY}-grouping` },
} as const;

export type SourceName = keyof typeof simulatedSources;

export function providerOf(source: SourceName): Provider {
  const provider = simulatedProviders.find(({ name }) => name === simulatedSources[source].provider);
  if (!provider) throw new Error(`${source} is of no simulated provider`);
  return provider;
}

/** As `config/sources.json` has it. */
export const sourcesJson = JSON.stringify(
  Object.fromEntries(
    Object.entries(simulatedSources).map(([name, { provider, secret }]) => [name, { provider, secrets: [secret] }]),
  ),
);

/** Where forward posts to: two that want their own sources or types, and one that wants a few of everything. */
export type DestinationName = 'shop' | 'crm' | 'meters';

interface SimulatedDestination {
  readonly url: string;
  readonly sources?: string[];
  readonly types?: string[];
  readonly timeoutSeconds?: number;
  readonly replaysPerSecond?: number;
}

export const simulatedDestinations: Readonly<Record<DestinationName, SimulatedDestination>> = {
  shop: { url: 'https://shop.invalid/events', sources: ['stripe', 'shopify'], timeoutSeconds: 5 },
  crm: { url: 'https://crm.invalid/events', types: ['contact.*', 'app_mention', 'payment_intent.*'] },
  meters: { url: 'https://meters.invalid/events', types: ['meter.*', 'element.*'], replaysPerSecond: 5 },
};

/** Whatever is posted there must verify with it. */
export const secretOfDestination = (name: DestinationName): string => base64Secret(name);

/** As `config/destinations.json` has it. */
export const destinationsJson = JSON.stringify(
  Object.fromEntries(
    Object.entries(simulatedDestinations).map(([name, entry]) => [name, { ...entry, secrets: [base64Secret(name)] }]),
  ),
);

/** Every text that must not be shown anywhere. */
export const canaries: readonly string[] = [
  BODY_CANARY,
  SECRET_CANARY,
  base64Secret('standard').slice('whsec_'.length),
  ...Object.keys(simulatedDestinations).map((name) => base64Secret(name).slice('whsec_'.length)),
];
