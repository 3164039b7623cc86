import { readOptions } from '../../../local/options.ts';
import { StartRefused } from '../../../local/start-refused.ts';

const optionsIn = (environment: NodeJS.ProcessEnv) => readOptions(['node', 'start.ts'], environment);

test('functions find AWS where the emulators are, unless something on this machine stands between', () => {
  expect(optionsIn({})).not.toHaveProperty('functionsAwsUrl');
  expect(optionsIn({ FUNCTIONS_AWS_URL: '' })).not.toHaveProperty('functionsAwsUrl');
  expect(optionsIn({ FUNCTIONS_AWS_URL: 'http://127.0.0.1:4000' })).toMatchObject({
    functionsAwsUrl: 'http://127.0.0.1:4000',
  });
});

test.each([
  'https://sqs.us-east-1.amazonaws.com',
  'http://127.0.0.1:4000/',
  'http://127.0.0.1.example.com:80',
  'proxy',
])('functions are led to no such place as %s', (url) => {
  expect(() => optionsIn({ FUNCTIONS_AWS_URL: url })).toThrow(StartRefused);
});
