export interface CallsAtOnce {
  /** The port, each call of which takes its time. */
  watch<Port extends object>(port: Port): Port;
  /** The most that were under way at one moment, of all watched ports together. */
  most(): number;
}

/** Counts how many calls a step has under way at once, however fast the ports behind them are. */
export function callsAtOnce(): CallsAtOnce {
  let underWay = 0;
  let most = 0;
  const counted = async (call: () => unknown): Promise<unknown> => {
    underWay += 1;
    most = Math.max(most, underWay);
    // Whatever else is asked for in this turn and the next is asked for meanwhile.
    await new Promise(setImmediate);
    try {
      return await call();
    } finally {
      underWay -= 1;
    }
  };
  return {
    watch: (port) =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          // A listing is one call after the other by itself.
          if (typeof member !== 'function' || name === 'list') return member;
          return (...args: unknown[]) => counted(() => Reflect.apply(member, target, args));
        },
      }),
    most: () => most,
  };
}
