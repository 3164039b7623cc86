// Workers of tests/fixtures/workers, in two sets: each is packaged once for all the files that use it.

const row = {
  impact: 'Nobody is hurt: these workers do in tests what their events say.',
  memoryMegabytes: 128,
  batchWindowSeconds: 0,
  maximumConcurrency: 4,
  attempts: 5,
  backoffCeilingSeconds: 2,
};

/** They have time enough for what a busy machine does to them; they keep their results in both ways. */
export const patientWorkers = {
  troublesome: {
    ...row,
    types: ['trouble*'],
    timeoutSeconds: 10,
    batchSize: 10,
    results: 'event',
    resultsPrefix: 'kept/once/',
  },
  deadly: { ...row, types: ['death'], sources: ['standard-webhooks'], timeoutSeconds: 10, batchSize: 10 },
};

/** They are ended after two seconds; nobody shares a batch with what ends a function or tells secrets. */
export const hastyWorkers = {
  troublesome: { ...row, types: ['trouble'], timeoutSeconds: 2, batchSize: 10 },
  deadly: { ...row, types: ['death'], timeoutSeconds: 2, batchSize: 1 },
  quoting: { ...row, types: ['quoted'], timeoutSeconds: 2, batchSize: 1, backoffCeilingSeconds: 1 },
};
