import { github } from '../../../../../functions/ingest/providers/github/github.ts';
import type { Provider } from '../../../../../functions/ingest/providers/provider.ts';
import { listEvents } from '../../../../../operator/commands/deliveries/list-events.ts';

const json = { 'content-type': 'application/json' };

test('a sender that posts arrays makes several events, each with its own id and type', () => {
  const provider: Provider = {
    ...github,
    required: [],
    identity: { kind: 'none' },
    events: [{ at: '/events/*', id: [['/id']], type: [['/type']] }],
  };
  const body = Buffer.from('{"events":[{"id":1,"type":"a"},{"id":2,"type":"b"}]}');
  const events = listEvents({ sourceName: 'any', provider }, { headers: json, body }, 'delivery');
  expect(events.map(({ type }) => type)).toEqual(['a', 'b']);
  expect(new Set([...events.map(({ id }) => id), 'delivery']).size).toBe(3);
});

test('an id that ingest made up is taken from its answer', () => {
  const provider: Provider = { ...github, required: [], identity: { kind: 'none' }, type: [['/type']] };
  const events = listEvents(
    { sourceName: 'any', provider },
    { headers: json, body: Buffer.from('{"type":"a"}') },
    'made-up',
  );
  expect(events).toEqual([{ id: 'made-up', type: 'a' }]);
});
