import { queueUrls } from '#shared/dead-letters/queue-urls.ts';

const deliveries = 'https://sqs.eu-west-1.amazonaws.com/123456789012/webhook-pipeline-prod-deliveries';
const prefix = 'https://sqs.eu-west-1.amazonaws.com/123456789012/webhook-pipeline-prod';

test('every queue is beside that of the deliveries', () => {
  const urls = queueUrls(deliveries);
  expect(urls.work('order-mail')).toBe(`${prefix}-order-mail`);
  expect(urls.deadLetters('order-mail')).toBe(`${prefix}-order-mail-dead-letters`);
});

test("dispatch's queue is named after what waits in it", () => {
  const urls = queueUrls(deliveries);
  expect([urls.work('dispatch'), urls.deadLetters('dispatch')]).toEqual([deliveries, `${deliveries}-dead-letters`]);
});

test('any other URL is refused', () => {
  expect(() => queueUrls(`${prefix}-archive`)).toThrow('is not the URL of the deliveries queue');
});
