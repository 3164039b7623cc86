import { toAnswer } from '../../../../local/http-api/to-answer.ts';

const answerOf = (result: unknown) => {
  const { status, headers, body } = toAnswer(JSON.stringify(result));
  return { status, headers, body: body.toString() };
};

test('status, headers, cookies and body of a result reach the sender', () => {
  const result = {
    statusCode: 202,
    headers: { 'X-Id': 7, 'content-type': 'text/html' },
    cookies: ['a=1', 'b=2'],
    body: 'hi',
  };
  expect(answerOf(result)).toEqual({
    status: 202,
    headers: { 'x-id': '7', 'content-type': 'text/html', 'set-cookie': ['a=1', 'b=2'] },
    body: 'hi',
  });
});

test('a base64 body is decoded', () => {
  expect(answerOf({ statusCode: 200, body: 'aGk=', isBase64Encoded: true }).body).toBe('hi');
});

test.each([[{ id: 1 }], ['text'], [null], [[1, 2]]])(
  '%j has no statusCode, so it is a 200 with the value as JSON',
  (result) => {
    expect(answerOf(result)).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(result),
    });
  },
);

test.each([
  [{ statusCode: 'soon' }],
  [{ statusCode: 99 }],
  [{ statusCode: 200, headers: { 'not a name': 'x' } }],
  [{ statusCode: 200, headers: { split: 'a\r\nset-cookie: b' } }],
  [{ statusCode: 200, body: { not: 'text' } }],
  [{ statusCode: 200, headers: { bad: { not: 'text' } } }],
])('%j is no answer, so the sender gets a 500 and tries again', (result) => {
  expect(answerOf(result)).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
});
