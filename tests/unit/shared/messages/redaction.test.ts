import { readRedaction, redactionProblems } from '#shared/messages/redaction.ts';

const told = (content: unknown) => redactionProblems(JSON.stringify(content));

test('a policy of everything that may be said has no problem', () => {
  const content = { all: { fields: ['**.email', 'data.object.card.*'], headers: ['x-key'] }, sources: { stripe: {} } };
  expect(told(content)).toEqual([]);
  expect(readRedaction(JSON.stringify(content)).sources.get('stripe')).toEqual({});
});

test.each([
  [{ all: { fields: 'email' } }, 'all.fields: must be a list'],
  [{ all: { fields: ['data..email'] } }, 'all.fields.0: must be a dotted path such as data.object.card.* or **.email'],
  [{ all: { fields: ['data.a**'] } }, 'all.fields.0: must be a dotted path'],
  [{ sources: { stripe: { field: [] } } }, 'sources.stripe.field: there is no such setting'],
  [{ sources: { stripe: [] } }, 'sources.stripe: must be an object'],
  [{ sources: { stripe: { headers: [''] } } }, 'sources.stripe.headers.0: must not be empty'],
])('%j is told by its entry and field', (content, problem) => {
  expect(told(content)).toEqual([expect.stringContaining(problem)]);
});

test('a source of any name is a source of its own', () => {
  const { sources } = readRedaction('{"sources":{"__proto__":{"fields":["a"]},"toString":{"fields":["b"]}}}');
  expect([...sources.keys()]).toEqual(['__proto__', 'toString']);
  expect(sources.get('constructor')).toBeUndefined();
});

test.each(['', '[]', '{"everyone":{}}', '{"sources":[]}', '{"all":{}'])('%s is none at all', (text) => {
  expect(() => readRedaction(text)).toThrow('The redaction object is none');
  expect(() => redactionProblems(text)).toThrow('The redaction object is none');
});
