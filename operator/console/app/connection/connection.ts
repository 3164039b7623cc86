import { useSyncExternalStore } from 'react';

/** Whether the last question was answered, and if not, who is away; `token` this tab has none that is valid. */
export type Connection = 'here' | 'console-away' | 'pipeline-away' | 'token';

let current: Connection = 'here';
const listeners = new Set<() => void>();

export function noteConnection(connection: Connection): void {
  if (connection === current) return;
  current = connection;
  for (const listener of listeners) listener();
}

export const connection = (): Connection => current;

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => current);
