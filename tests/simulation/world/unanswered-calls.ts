/** What an environment asked for and has not got: whoever refuses over a service must have asked it. */
export interface UnansweredCalls {
  readonly asked: (service: string) => void;
  readonly answered: (service: string) => void;
  readonly failed: (service: string) => void;
  /** Names of the services of which a call failed since this was called last, or waits, or that never answered any. */
  readonly take: () => readonly string[];
}

export function watchUnanswered(): UnansweredCalls {
  /** Service → how many calls of it wait. */
  const waiting = new Map<string, number>();
  /** Who asked for the configuration in vain has none for a while, and does not ask again at once. */
  const never = new Set<string>();
  const answered = new Set<string>();
  let failed: string[] = [];
  const count = (service: string, change: 1 | -1) => waiting.set(service, (waiting.get(service) ?? 0) + change);
  return {
    asked(service) {
      count(service, 1);
      if (!answered.has(service)) never.add(service);
    },
    answered(service) {
      count(service, -1);
      never.delete(service);
      answered.add(service);
    },
    failed(service) {
      count(service, -1);
      failed.push(service);
    },
    take() {
      const taken = [...failed, ...never];
      for (const [service, calls] of waiting) if (calls > 0) taken.push(service);
      failed = [];
      return taken;
    },
  };
}
