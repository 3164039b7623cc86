import { BY_GROUP, BY_TIME } from '#shared/messages/dead-letter.ts';
import { DESTINATIONS_KEY } from '#shared/messages/destination.ts';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import { destinationsJson, sourcesJson } from './actors/simulated-sources.ts';
import { forgoStacks } from './engine/forgo-stacks.ts';
import { refuseChance } from './engine/refuse-chance.ts';
import { replaceDate } from './engine/replace-date.ts';
import { replaceGzip } from './engine/replace-gzip.ts';
import { createSeededTroubles } from './engine/seeded-troubles.ts';
import { createVirtualScheduler } from './engine/virtual-scheduler.ts';
import type { Topology } from './pipeline/topology.ts';
import type { Scenario } from './scenario.ts';
import { createSimulatedWorld } from './world/simulated-world.ts';
import type { World } from './world/world.ts';

/** Any instant would do: every run begins at this one. */
const START_MS = Date.parse('2026-01-02T03:00:00.000Z');

const INDEXES = {
  'dead-letters': {
    [BY_TIME]: { partition: 'workerState', sort: 'lastAt' },
    [BY_GROUP]: { partition: 'workerState', sort: 'groupAt' },
  },
};

export interface OpenWorld {
  readonly world: World;
  /** Gives the thread its real time and chance back. @throws when the run asked for them */
  close(): void;
}

/** The world of one run. While it is open its time and its chance are those of the whole thread. */
export function openWorld(scenario: Scenario, { queues, subscriptions, queuePrefix }: Topology): OpenWorld {
  const scheduler = createVirtualScheduler(START_MS);
  const troubles = createSeededTroubles(scenario);
  const stored = { config: { [SOURCES_KEY]: sourcesJson, [DESTINATIONS_KEY]: destinationsJson } };
  const restores = [replaceDate(scheduler), replaceGzip(), forgoStacks(), refuseChance()];
  const close = () => {
    for (const restore of restores) restore();
  };
  try {
    const settings = { scheduler, troubles, queues, subscriptions, queuePrefix, indexes: INDEXES, stored };
    return { world: createSimulatedWorld(settings), close };
  } catch (error) {
    close();
    throw error;
  }
}
