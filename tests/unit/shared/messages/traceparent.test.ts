import { continuedBy, tracedBy } from '#shared/messages/traceparent.ts';
import { systemIds } from '#shared/lambda/system.ts';

test('a trace that goes on has its id, another parent, and the same again for the same cause', () => {
  const begun = systemIds.traceparent();
  const [first, again, other] = [continuedBy(begun, 'run-1'), continuedBy(begun, 'run-1'), continuedBy(begun, 'run-2')];
  expect(tracedBy(first)).toEqual({ traceId: begun.slice(3, 35) });
  expect(first).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(again).toBe(first);
  expect(new Set([begun, first, other]).size).toBe(3);
});

test.each(['', 'garbled', '00-x-y-01', undefined])('%j is no trace, and nothing is made of it', (text) => {
  expect(tracedBy(text)).toEqual({});
  expect(continuedBy(text ?? '', 'run-1')).toBe(text ?? '');
});
