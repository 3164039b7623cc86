// A packaged stage and its configuration, sound but for what a test plants in them, and what the doctor says of it.
import type { Live } from '../../operator/doctor/doctor-context.ts';
import { nothingLive } from '../../operator/doctor/live/nothing-live.ts';
import { runDoctor, type DoctorReport, type Examined } from '../../operator/doctor/run-doctor.ts';
import { readPackagedService, type PackagedService } from '../../template/read-packaged-service.ts';
import { packagedDirectory } from './packaged.ts';

export const NOW = new Date('2026-11-20T12:00:00.000Z');

const SOURCES = {
  'stripe-eu': { provider: 'stripe', secrets: ['whsec_of-the-tests'] },
  twilio: {
    provider: 'twilio',
    secrets: ['of-the-tests'],
    options: { publicUrl: 'https://hooks.example.com/webhooks/twilio' },
  },
};
const DESTINATIONS = { crm: { url: 'https://crm.example.com/events', secrets: ['whsec_b2YtdGhlLXRlc3Rz'] } };

/** What a planting may change; all of it may be written to. */
export interface Planted {
  // oxlint-disable-next-line typescript/no-explicit-any -- a template is anything below its resources
  readonly resources: Record<string, any>;
  // oxlint-disable-next-line typescript/no-explicit-any -- as it is written, sound or not
  readonly sources: Record<string, any>;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly destinations: Record<string, any>;
  readonly live: { -readonly [Name in keyof Live]: Live[Name] };
  readonly limits: { messageBytesMax: number; failureBytesMax: number; answerWithinSeconds: number };
  now: Date;
}

const packages: Readonly<Record<'local' | 'prod', PackagedService>> = {
  local: await readPackagedService(packagedDirectory('local')),
  prod: await readPackagedService(packagedDirectory('prod')),
};

export function examinedByDoctor(
  stage: 'local' | 'prod',
  plant: (planted: Planted) => void = () => undefined,
  rules?: Examined['rules'],
): Promise<DoctorReport> {
  const packaged = packages[stage];
  const template = structuredClone(packaged.template);
  const planted: Planted = {
    resources: template.Resources,
    sources: structuredClone(SOURCES),
    destinations: structuredClone(DESTINATIONS),
    limits: { messageBytesMax: 204_800, failureBytesMax: 4096, answerWithinSeconds: 8 },
    live: {
      ...nothingLive('no test asks'),
      accountConcurrency: async () => 1000,
      webhooksUrl: async () => 'https://hooks.example.com',
      deployedQueues: async () => 'none',
      readConfiguration: async (name) => {
        const texts = { sources: planted.sources, destinations: planted.destinations, redaction: {} };
        return { text: JSON.stringify(texts[name]), from: 'the tests' };
      },
    },
    now: NOW,
  };
  plant(planted);
  return runDoctor({
    stage,
    packaged: { ...packaged, template },
    serviceDirectory: process.cwd(),
    live: planted.live,
    now: planted.now,
    limits: planted.limits,
    ...(rules && { rules }),
  });
}

/** Names of the rules that found an error. */
export const errorRules = ({ findings }: DoctorReport): readonly string[] => [
  ...new Set(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)),
];
