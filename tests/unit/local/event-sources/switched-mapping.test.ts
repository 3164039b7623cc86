import { createSwitchedMapping } from '../../../../local/event-sources/switched-mapping.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Mappings that finish when they are told to. */
function given(isEnabled: boolean) {
  const log: string[] = [];
  let batches = Promise.withResolvers<void>();
  const mapping = createSwitchedMapping(() => {
    log.push('started');
    return {
      finish() {
        log.push('finishing');
        batches = Promise.withResolvers<void>();
        return batches.promise;
      },
      async close() {
        log.push('closed');
      },
    };
  }, isEnabled);
  return {
    log,
    mapping,
    batchesEnd: async () => {
      batches.resolve();
      await settled();
    },
  };
}

test('one that is switched off says Disabling until its batches have ended', async () => {
  const { mapping, batchesEnd, log } = given(true);
  expect(mapping.state).toBe('Enabled');
  mapping.set(false);
  expect(mapping.state).toBe('Disabling');
  await batchesEnd();
  expect(mapping.state).toBe('Disabled');
  expect(log).toEqual(['started', 'finishing']);
});

test('one that is switched on polls again', async () => {
  const { mapping, log } = given(false);
  expect([mapping.state, log]).toEqual(['Disabled', []]);
  mapping.set(true);
  await settled();
  expect([mapping.state, log]).toEqual(['Enabled', ['started']]);
});

test('one that is switched off and on again at once polls once at a time', async () => {
  const { mapping, batchesEnd, log } = given(true);
  mapping.set(false);
  mapping.set(true);
  expect(mapping.state).toBe('Enabling');
  await batchesEnd();
  expect([mapping.state, log]).toEqual(['Enabled', ['started', 'finishing', 'started']]);
});

test('one that is closed while it finishes does not start again', async () => {
  const { mapping, batchesEnd, log } = given(true);
  mapping.set(false);
  mapping.set(true);
  await mapping.close();
  await batchesEnd();
  expect(log).toEqual(['started', 'finishing', 'closed']);
});
