import type { Mapping } from './start-mapping.ts';

/** Lambda's own words: https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
export type MappingState = 'Enabled' | 'Disabling' | 'Disabled' | 'Enabling';

export interface SwitchedMapping {
  readonly state: MappingState;
  /** Resolves at once; the state follows when the batches under way have ended. */
  set(isEnabled: boolean): void;
  close(): Promise<void>;
}

/** A mapping that can be switched off and on while everything else goes on. @param start begins to poll */
export function createSwitchedMapping(start: () => Mapping, isEnabled: boolean): SwitchedMapping {
  let running = isEnabled ? start() : undefined;
  let wanted = isEnabled;
  let isFollowing = false;
  const closing = new AbortController();

  /** One change after the other: whoever switches off and on again does not poll twice. */
  async function follow(): Promise<void> {
    isFollowing = true;
    while (!closing.signal.aborted && wanted !== (running !== undefined)) {
      if (running === undefined) running = start();
      else {
        await running.finish();
        running = undefined;
      }
    }
    isFollowing = false;
  }

  return {
    get state() {
      if (!isFollowing) return running === undefined ? 'Disabled' : 'Enabled';
      return wanted ? 'Enabling' : 'Disabling';
    },
    set(isNowEnabled) {
      wanted = isNowEnabled;
      if (!isFollowing) void follow();
    },
    async close() {
      closing.abort();
      await running?.close();
    },
  };
}
