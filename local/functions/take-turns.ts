/** Resolves when it is one's turn, with what ends the turn. */
export type TakeTurn = () => Promise<() => void>;

/** So many at once; whoever comes later waits, first come first served. */
export function createTurns(atOnce: number): TakeTurn {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  const endTurn = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async function takeTurn() {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return endTurn;
  };
}
