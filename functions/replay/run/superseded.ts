/** Somebody else works on this run, or may: its turn had passed before this invocation had ended. */
export class Superseded extends Error {
  override readonly name = 'Superseded';

  constructor(run: string) {
    super(`The run ${run} may be worked on by a later call: this one took too long, and stops`);
  }
}
