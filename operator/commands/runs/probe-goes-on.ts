/** Its next tick has a run of its own: with one that ended early nobody else can go on. */
export const PROBE_GOES_ON = 'The probe goes on by itself, as another run.';
