import type { PortWorld } from './services.ts';

export type PortWorlds = Readonly<Record<string, PortWorld>>;

/** One contract, held to in each of these worlds; the file opens them. */
export function inEachWorld(worlds: PortWorlds, contract: (given: PortWorld['given']) => void): void {
  describe.each(Object.entries(worlds))('in the %s world', (_, world) => {
    contract((settings) => world.given(settings));
  });
}

/** Opens them before the first test of a file, and closes them behind the last. */
export function withOpen(worlds: PortWorlds): void {
  beforeAll(async () => void (await Promise.all(Object.values(worlds).map((world) => world.start()))));
  afterAll(async () => void (await Promise.all(Object.values(worlds).map((world) => world.close()))));
}
